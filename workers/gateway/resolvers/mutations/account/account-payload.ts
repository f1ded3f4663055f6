import type { User } from "../../../../../proto/gen/account/v1/account_pb.js";
import { required } from "../../../data/mappers/protobuf.ts";
import { type InputMapping, mutationPayload } from "../../../graphql/errors.ts";

/** Returns the payload of an RPC that responds with the changed account. */
export function accountPayload(
  call: () => Promise<{ user?: User | undefined }>,
  prefix?: readonly string[],
  mapping?: InputMapping,
) {
  return mutationPayload(
    { account: null },
    async () => ({ account: required((await call()).user, "the user") }),
    prefix,
    mapping,
  );
}
