import { hmac, newSecret, sha256 } from "../auth/crypto.ts";
import type { AccountContext } from "../context.ts";
import type { NewMailToken } from "../store/mail-tokens.ts";
import type { MailTemplate } from "./templates.ts";

const lifetimeMs = { RESET_PASSWORD: 3_600_000, VERIFY_EMAIL: 24 * 3_600_000 } as const;
const about = { RESET_PASSWORD: "resetPassword", VERIFY_EMAIL: "verifyEmail" } as const;

export type Purpose = keyof typeof lifetimeMs;

/** A letter with a token, and what is kept of the token: neither tells what it is without the service's own key. */
export async function prepareToken(
  ctx: AccountContext,
  purpose: Purpose,
  { userId, email }: { userId: string; email: string },
): Promise<{ readonly letter: MailTemplate; readonly token: NewMailToken }> {
  const nonce = newSecret();
  const hash = await hashToken(await tokenOf(ctx, nonce));
  const expiresAt = new Date(ctx.now() + lifetimeMs[purpose]);
  return {
    letter: { about: about[purpose], to: email, nonce },
    token: { userId, purpose, hash, email, expiresAt },
  };
}

/** The token that a letter with this nonce carries. */
export function tokenOf({ config }: AccountContext, nonce: string): Promise<string> {
  return hmac(config.identityKey, `mail token ${nonce}`);
}

/** What is kept of a token. */
export function hashToken(token: string): Promise<string> {
  return sha256(token);
}
