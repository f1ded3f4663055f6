import { Code } from "@connectrpc/connect";
import { Failure, unauthenticated } from "../../../kit/errors/failure.ts";
import { recordInBackground } from "../../audit/security-events.ts";
import { recordFailedLogin } from "../../auth/login-rate-limit.ts";
import { verifyPassword } from "../../auth/passwords.ts";
import type { AccountContext } from "../../context.ts";
import { findUser, type UserRow } from "../../store/users.ts";

/** The caller's own user. Throws UNAUTHENTICATED for one that is gone: their tokens live a little longer. */
export async function requireCurrentUser(ctx: AccountContext): Promise<UserRow> {
  const user = await findUser(ctx.db, ctx.identity.accountId ?? "");
  if (user === undefined) throw unauthenticated("this account is gone");
  return user;
}

/** Has the caller prove again who they are. A wrong password counts as a failure to sign in. */
export async function confirmPassword(
  ctx: AccountContext,
  user: UserRow,
  password: string,
  field: string,
): Promise<void> {
  const attempt = await recordFailedLogin(ctx, user.email ?? user.id);
  if (!verifyPassword(password, user.passwordHash)) {
    recordInBackground(ctx, "SIGN_IN_FAILED", user.id);
    throw new Failure(Code.InvalidArgument, "INVALID_CREDENTIALS", "this is not your password", { field: [field] });
  }
  attempt.succeeded();
}
