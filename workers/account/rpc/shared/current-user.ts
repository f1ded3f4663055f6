import { Code } from "@connectrpc/connect";
import { Failure, unauthenticated } from "../../../kit/errors/failure.ts";
import { countDenial } from "../../audit/counted-events.ts";
import { recordInBackground } from "../../audit/security-events.ts";
import { isThrottled, recordFailedLogin } from "../../auth/login-rate-limit.ts";
import { checkPassword } from "../../auth/passwords.ts";
import type { AccountContext } from "../../context.ts";
import { findUser, type UserRow } from "../../store/users.ts";

/**
 * Returns the caller's user. Throws UNAUTHENTICATED for a deleted or disabled account, whose tokens are still valid for
 * seconds.
 */
export async function requireCurrentUser(ctx: AccountContext): Promise<UserRow> {
  const user = await findUser(ctx.db, ctx.identity.accountId ?? "");
  if (user === undefined || user.disabled) throw unauthenticated("This account was deleted or disabled");
  return user;
}

/** Verifies the caller's password again. A wrong password counts as a failed login. */
export async function confirmPassword(
  ctx: AccountContext,
  user: UserRow,
  password: string,
  field: string,
): Promise<void> {
  const attempt = await recordFailedLogin(ctx, user.email ?? user.id, { emailProof: "unsupported" }).catch(
    (error: unknown) => {
      if (isThrottled(error)) countDenial(ctx, "SIGN_IN_THROTTLED", { operation: "password", accountId: user.id });
      throw error;
    },
  );
  if (!checkPassword(password, user.passwordHash).isCorrect) {
    recordInBackground(ctx, "SIGN_IN_FAILED", user.id);
    throw new Failure(Code.InvalidArgument, "INVALID_CREDENTIALS", "The password is wrong", { field: [field] });
  }
  attempt.succeeded();
}
