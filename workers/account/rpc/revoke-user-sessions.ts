import type { RevokeUserSessionsRequest } from "../../../proto/gen/account/v1/account_pb.js";
import { notFound } from "../../kit/errors/failure.ts";
import type { AccountContext } from "../context.ts";
import { invalidateSessionsBefore } from "../store/user-statements.ts";
import { findUser } from "../store/users.ts";
import { commitChange } from "../unit-of-work.ts";
import { toUserMessage } from "./shared/mappers.ts";

export async function revokeUserSessions({ userId }: RevokeUserSessionsRequest, ctx: AccountContext) {
  // One millisecond later, to include sessions that were created in the current millisecond.
  await commitChange(ctx, invalidateSessionsBefore(ctx.db, userId, new Date(ctx.now() + 1)), {
    userId,
    event: "ALL_SESSIONS_ENDED",
    sync: [{ type: "endSessions", accountId: userId }],
  });
  const user = await findUser(ctx.db, userId);
  if (user === undefined) throw notFound("Account not found", "userId");
  return { user: toUserMessage(user) };
}
