import type { RequestPasswordResetRequest } from "../../../proto/gen/account/v1/account_pb.js";
import { signHmacHex } from "../../kit/auth/hmac.ts";
import { toEmailKey } from "../../kit/domain/email-address.ts";
import { describeError, log } from "../../kit/observability/log.ts";
import { isAllowed, recordUse } from "../auth/login-rate-limit.ts";
import type { AccountContext } from "../context.ts";
import { sendTokenMail } from "../mail/send-token-mail.ts";
import { findUserByEmail } from "../store/users.ts";

/** Responds before the user is looked up, so that neither the response nor its timing reveals whether the user exists. */
export async function requestPasswordReset({ email }: RequestPasswordResetRequest, ctx: AccountContext) {
  await recordUse(ctx, "reset by address");
  ctx.defer(
    sendReset(ctx.background(), email.trim().slice(0, 254)).catch((error: unknown) =>
      log("error", "password reset", {
        service: "account",
        traceId: ctx.trace.traceId,
        error: describeError(error),
      }),
    ),
  );
  return {};
}

async function sendReset(ctx: AccountContext, email: string): Promise<void> {
  if (
    !(await isAllowed(ctx, "reset by email", await signHmacHex(ctx.config.identityKey, `reset ${toEmailKey(email)}`)))
  )
    return;
  const user = await findUserByEmail(ctx.db, email);
  if (user === undefined || user.email === null || user.disabled) return;
  await sendTokenMail(ctx, "RESET_PASSWORD", { userId: user.id, email: user.email }, "PASSWORD_RESET_REQUESTED");
}
