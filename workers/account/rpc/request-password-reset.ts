import type { RequestPasswordResetRequest } from "../../../proto/gen/account/v1/account_pb.js";
import { toEmailKey } from "../../kit/domain/email-key.ts";
import { describeError, log } from "../../kit/observability/log.ts";
import { countDenial } from "../audit/counted-events.ts";
import { findKnownAddress, isAllowed, recordUse } from "../auth/login-rate-limit.ts";
import type { AccountContext } from "../context.ts";
import { sendTokenMail } from "../mail/send-token-mail.ts";
import { findUserByEmail } from "../store/users.ts";

/** The mail is prepared after the response has left. Both share the CPU, so that the time of the response would reveal an account. */
const delayMs = 15;

const wait = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** Responds before the user is looked up, so that neither the response nor its timing reveals whether the user exists. */
export async function requestPasswordReset({ email }: RequestPasswordResetRequest, ctx: AccountContext) {
  await recordUse(ctx, "reset by address");
  const background = ctx.background();
  const sending = wait(delayMs).then(() => sendReset(background, email.trim().slice(0, 254)));
  ctx.defer(
    sending.catch((error: unknown) =>
      log("error", "password reset", {
        traceId: ctx.trace.traceId,
        error: describeError(error),
      }),
    ),
  );
  return {};
}

/**
 * Sends the mail, unless too many were sent. A request from an address from which the account signed in has its own limit,
 * so that a stranger's requests do not keep the owner from a reset.
 */
async function sendReset(ctx: AccountContext, email: string): Promise<void> {
  const known = await findKnownAddress(ctx, email);
  const isSent =
    known === undefined
      ? await isAllowed(ctx, "reset by email", await ctx.config.keyRing.current.sign("reset", toEmailKey(email)))
      : await isAllowed(ctx, "reset from known address", known);
  if (!isSent) countDenial(ctx, "LIMIT_EXCEEDED", { operation: "requestPasswordReset" });
  if (!isSent) return;
  const user = await findUserByEmail(ctx.db, email);
  if (user === undefined || user.email === null || user.disabled) return;
  await sendTokenMail(
    ctx,
    "RESET_PASSWORD",
    { userId: user.id, email: user.email },
    { event: "PASSWORD_RESET_REQUESTED", limit: known === undefined ? "drop" : "none" },
  );
}
