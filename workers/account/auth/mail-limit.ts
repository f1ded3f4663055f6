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

/** Counts a mail to its receiver, of any kind and from any account. Returns undefined when there were too many. */
export async function countMail(ctx: AccountContext, to: string): Promise<MailPermit | undefined> {
  const receiver = (await ctx.config.keyRing.current.sign("mail", toEmailKey(to))).slice(0, 32);
  if (!(await isAllowed(ctx, "mail", receiver))) return undefined;
  return { refund: () => refundUse(ctx, "mail", receiver) };
}
