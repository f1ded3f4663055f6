import { countUse } from "../auth/login-rate-limit.ts";
import type { AccountContext } from "../context.ts";
import { sendToken } from "../mail/send-token-mail.ts";
import { getCaller } from "./shared/current-user.ts";

export async function requestEmailVerification(_request: unknown, ctx: AccountContext) {
  const { id, email, emailVerified } = await getCaller(ctx);
  if (email === null || emailVerified) return {};
  await countUse(ctx, "verification", id);
  await sendToken(ctx, "VERIFY_EMAIL", { userId: id, email });
  return {};
}
