import type { User } from "../../../proto/gen/account/v1/account_pb.js";
import type { connection } from "./connection.ts";

/** A page of accounts. The accounts of all pages are counted only when the operation selects it. */
export type AccountConnectionParent = ReturnType<typeof connection<User>> & {
  readonly countAll: () => Promise<number>;
};
