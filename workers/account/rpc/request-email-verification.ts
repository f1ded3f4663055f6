import { recordUse } from "../auth/login-rate-limit.ts";
import type { AccountContext } from "../context.ts";
import { sendTokenMail } from "../mail/send-token-mail.ts";
import { findUserByEmail } from "../store/users.ts";
import { requireCurrentUser } from "./shared/current-user.ts";

/** Sends the mail to the pending address, or else to the unverified one. */
export async function requestEmailVerification(_request: unknown, ctx: AccountContext) {
  const { id, email, emailVerified, pendingEmail } = await requireCurrentUser(ctx);
  const address = pendingEmail ?? (emailVerified ? null : email);
  if (address === null) return {};
  await recordUse(ctx, "verification", id);
  // An address of another account gets no token. The response does not reveal it.
  const owner = await findUserByEmail(ctx.db, address);
  const isSuppressed = owner !== undefined && owner.id !== id;
  await sendTokenMail(ctx, "VERIFY_EMAIL", { userId: id, email: address }, { isSuppressed });
  return {};
}
