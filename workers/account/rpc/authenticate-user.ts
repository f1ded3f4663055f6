import { Code } from "@connectrpc/connect";
import type { AuthenticateUserRequest } from "../../../proto/gen/account/v1/account_pb.js";
import { Failure } from "../../kit/failure.ts";
import type { AccountContext } from "../context.ts";
import { sessionMessage } from "../messages.ts";
import { hashPassword, needsRehash, verifyPassword } from "../passwords.ts";
import { findUserByEmail, updatePasswordHash } from "../store.ts";

/** The longest that is looked at: a longer one is nobody's, and hashing it would cost more. */
const longest = 512;

export async function authenticateUser({ email, password }: AuthenticateUserRequest, ctx: AccountContext) {
  const user = await findUserByEmail(ctx.db, email.trim().slice(0, 254));
  const genuine = verifyPassword(password.slice(0, longest), user?.passwordHash);
  if (user === undefined || !genuine) {
    throw new Failure(Code.InvalidArgument, "INVALID_CREDENTIALS", "this address and password do not belong together");
  }
  if (needsRehash(user.passwordHash)) ctx.defer(updatePasswordHash(ctx.db, user.id, hashPassword(password)));
  return { session: await sessionMessage(ctx, user, await ctx.sessions.start(user.id, ctx.now())) };
}
