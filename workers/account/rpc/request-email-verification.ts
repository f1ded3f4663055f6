import { recordUse } from "../auth/login-rate-limit.ts";
import type { AccountContext } from "../context.ts";
import { sendTokenMail } from "../mail/send-token-mail.ts";
import { requireCurrentUser } from "./shared/current-user.ts";

export async function requestEmailVerification(_request: unknown, ctx: AccountContext) {
  const { id, email, emailVerified } = await requireCurrentUser(ctx);
  if (email === null || emailVerified) return {};
  await recordUse(ctx, "verification", id);
  await sendTokenMail(ctx, "VERIFY_EMAIL", { userId: id, email });
  return {};
}
