import { toEmailKey } from "../../kit/domain/email-key.ts";
import type { AccountContext } from "../context.ts";
import { isAllowed, refundUse } from "./login-rate-limit.ts";

/** A mail that was counted before it is sent. */
export interface MailPermit {
  /** Call it when the mail was not sent. */
  refund(): Promise<void>;
}

/** The permit of a mail that is not counted. */
export const unlimitedMail: MailPermit = { refund: async () => {} };

/**
 * Counts a mail to its receiver, from any account. Emails about orders and about stock are counted apart from all other mails. Returns
 * undefined when there were too many.
 */
export async function countMail(
  ctx: AccountContext,
  to: string,
  tier: "mail" | "order mail" | "stock mail" = "mail",
): Promise<MailPermit | undefined> {
  const receiver = (await ctx.config.keyRing.current.sign("mail", toEmailKey(to))).slice(0, 32);
  if (!(await isAllowed(ctx, tier, receiver))) return undefined;
  return { refund: () => refundUse(ctx, tier, receiver) };
}
