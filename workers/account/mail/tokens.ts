import { createSecret } from "../../kit/auth/random-secret.ts";
import { toEmailKey } from "../../kit/domain/email-key.ts";
import { sha256Hex } from "../../kit/encoding.ts";
import type { AccountContext } from "../context.ts";
import { mailTokenLifetimes } from "../domain/limits.ts";
import type { NewMailToken } from "../store/mail-tokens.ts";
import type { MailTemplate } from "./templates.ts";

const lifetimeMs = {
  RESET_PASSWORD: mailTokenLifetimes.resetPasswordMs,
  INVITE_STAFF: mailTokenLifetimes.inviteStaffMs,
  VERIFY_EMAIL: mailTokenLifetimes.verifyEmailMs,
  UNDO_EMAIL_CHANGE: mailTokenLifetimes.undoEmailChangeMs,
  CONFIRM_SIGN_IN: mailTokenLifetimes.confirmSignInMs,
} as const;
const about = {
  RESET_PASSWORD: "resetPassword",
  INVITE_STAFF: "inviteStaff",
  VERIFY_EMAIL: "verifyEmail",
  UNDO_EMAIL_CHANGE: "undoEmailChange",
  CONFIRM_SIGN_IN: "confirmSignIn",
} as const;

export type MailTokenPurpose = keyof typeof lifetimeMs;

/** Creates a mail with a token, and the token's row. Without the service's key, neither of them reveals the token. */
export async function prepareTokenMail(
  ctx: AccountContext,
  purpose: MailTokenPurpose,
  { userId, email }: { userId: string; email: string },
): Promise<{ readonly mail: MailTemplate; readonly token: NewMailToken }> {
  const nonce = `${await ctx.config.keyRing.current.id()}.${createSecret()}`;
  const hash = await hashMailToken(await deriveMailToken(ctx, nonce));
  const expiresAt = new Date(ctx.now() + lifetimeMs[purpose]);
  return {
    mail: { about: about[purpose], to: email, nonce },
    token: {
      userId,
      purpose,
      hash,
      email,
      emailKey: purpose === "UNDO_EMAIL_CHANGE" ? toEmailKey(email) : null,
      expiresAt,
    },
  };
}

/**
 * Derives the token of a mail from its nonce, which begins with the id of the key. Nonces of release 0.1.0 have no id. Throws
 * when the key is not in use any more.
 */
export async function deriveMailToken({ config }: AccountContext, nonce: string): Promise<string> {
  const id = nonce.includes(".") ? nonce.slice(0, nonce.indexOf(".")) : "";
  for (const keys of config.keyRing.all) if ((await keys.id()) === id) return keys.sign("mail token", nonce);
  throw new Error(`The key "${id}" of the mail's token is not in DERIVATION_SECRETS`);
}

/** Hashes a token as it is stored. */
export function hashMailToken(token: string): Promise<string> {
  return sha256Hex(token);
}
