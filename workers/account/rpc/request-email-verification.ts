import { getCaller } from "../caller.ts";
import type { AccountContext } from "../context.ts";
import { sendToken } from "../send-token.ts";
import { countUse } from "../throttle.ts";

export async function requestEmailVerification(_request: unknown, ctx: AccountContext) {
  const { id, email, emailVerified } = await getCaller(ctx);
  if (email === null || emailVerified) return {};
  await countUse(ctx, "verification", id);
  await sendToken(ctx, "VERIFY_EMAIL", { userId: id, email });
  return {};
}
