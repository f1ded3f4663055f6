import { Code } from "@connectrpc/connect";
import type { AuthenticateUserRequest } from "../../../proto/gen/account/v1/account_pb.js";
import { Failure, invalid } from "../../kit/errors/failure.ts";
import { describeError, log } from "../../kit/observability/log.ts";
import { countDenial } from "../audit/counted-events.ts";
import { recordInBackground } from "../audit/security-events.ts";
import { isSignInMailAllowed, isThrottled, recordFailedLogin } from "../auth/login-rate-limit.ts";
import { checkPassword, hashPassword } from "../auth/passwords.ts";
import { withSignInSlot } from "../auth/sign-in-slots.ts";
import type { AccountContext } from "../context.ts";
import { sendTokenMail } from "../mail/send-token-mail.ts";
import { hashMailToken } from "../mail/tokens.ts";
import { updateHash } from "../store/credential-statements.ts";
import { spendMailToken } from "../store/mail-tokens.ts";
import { findUserByEmail } from "../store/users.ts";
import { startSession } from "./shared/mappers.ts";
import { mergeGuest } from "./shared/merge-guest.ts";

export async function authenticateUser(request: AuthenticateUserRequest, ctx: AccountContext) {
  const { password, emailToken } = request;
  const email = request.email.trim().slice(0, 254);
  const { attempt, user, check } = await withSignInSlot(async () => {
    if (emailToken !== undefined) await consumeEmailToken(ctx, emailToken, email);
    const emailProof = emailToken === undefined ? "absent" : "present";
    const lookup = findUserByEmail(ctx.db, email);
    const [recorded, found] = await Promise.all([
      recordFailedLogin(ctx, email, { emailProof }).catch(async (error: unknown) => {
        if (isConfirmationRequired(error)) ctx.defer(sendConfirmation(ctx.background(), email));
        if (isThrottled(error))
          countDenial(ctx, "SIGN_IN_THROTTLED", { operation: "login", accountId: (await lookup)?.id });
        throw error;
      }),
      lookup,
    ]);
    return { attempt: recorded, user: found, check: checkPassword(password, found?.passwordHash) };
  });
  if (user === undefined || !check.isCorrect) {
    recordInBackground(ctx, "SIGN_IN_FAILED", user?.id ?? null);
    throw new Failure(Code.InvalidArgument, "INVALID_CREDENTIALS", "The email address or the password is wrong");
  }
  attempt.succeeded();
  if (user.disabled) throw new Failure(Code.FailedPrecondition, "ACCOUNT_DISABLED", "This account is disabled");
  const { passwordHash } = user;
  if (passwordHash !== null && check.needsRehash) {
    ctx.defer(updateHash(ctx.background().db, user.id, passwordHash, hashPassword(password)));
  }
  const session = await startSession(ctx, user);
  await endFormerSession(ctx, user.id, request.refreshToken);
  await mergeGuest(ctx, user.id);
  recordInBackground(ctx, "SIGN_IN", user.id);
  return { session };
}

/** Ends the session of a refresh token that the browser still has. Its access token may have expired. */
async function endFormerSession({ sessions }: AccountContext, accountId: string, refreshToken: string): Promise<void> {
  const sessionId = await sessions.identify(refreshToken);
  if (sessionId !== undefined) await sessions.revoke(accountId, sessionId);
}

/** Consumes a token that proves the address of the account. Throws INVALID_TOKEN unless it was sent to this address. */
async function consumeEmailToken(ctx: AccountContext, token: string, email: string): Promise<void> {
  const user = await findUserByEmail(ctx.db, email);
  const hash = await hashMailToken(token);
  const isValid =
    user?.email != null && (await spendMailToken(ctx.db, { purpose: "CONFIRM_SIGN_IN", hash, now: ctx.now(), user }));
  if (!isValid)
    throw invalid("INVALID_TOKEN", "This link is expired or was already used. Sign in again.", "emailToken");
}

function isConfirmationRequired(error: unknown): boolean {
  return error instanceof Failure && error.reason === "EMAIL_CONFIRMATION_REQUIRED";
}

/** Sends a token to the address of an account, after the response. An unknown address gets no mail. */
async function sendConfirmation(ctx: AccountContext, email: string): Promise<void> {
  try {
    if (!(await isSignInMailAllowed(ctx, email))) return;
    const user = await findUserByEmail(ctx.db, email);
    if (user === undefined || user.email === null || user.disabled) return;
    await sendTokenMail(ctx, "CONFIRM_SIGN_IN", { userId: user.id, email: user.email });
  } catch (error) {
    log("error", "sign-in mail", { traceId: ctx.trace.traceId, error: describeError(error) });
  }
}
