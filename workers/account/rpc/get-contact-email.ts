import type { GetContactEmailRequest } from "../../../proto/gen/account/v1/account_pb.js";
import type { AccountContext } from "../context.ts";
import { findUser } from "../store/users.ts";

export async function getContactEmail({ accountId }: GetContactEmailRequest, ctx: AccountContext) {
  const user = await findUser(ctx.db, accountId);
  return { email: user?.email ?? "" };
}
