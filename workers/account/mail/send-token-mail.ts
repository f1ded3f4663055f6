import { createSecurityEvent, type SecurityEventType } from "../audit/security-events.ts";
import type { AccountContext } from "../context.ts";
import { createTask, relayOutbox, sendMailTask } from "../outbox.ts";
import { saveMailToken } from "../store/mail-tokens.ts";
import { insertTask } from "../store/outbox.ts";
import { insertSecurityEvent } from "../store/security-events.ts";
import { type MailTokenPurpose, prepareTokenMail } from "./tokens.ts";

/** Sends a mail with a new token, which replaces an earlier token of the same purpose. */
export async function sendTokenMail(
  ctx: AccountContext,
  purpose: MailTokenPurpose,
  user: { userId: string; email: string },
  event?: SecurityEventType,
): Promise<void> {
  const { mail, token } = await prepareTokenMail(ctx, purpose, user);
  const task = createTask(ctx, sendMailTask(mail));
  const eventRows = event === undefined ? [] : [await createSecurityEvent(ctx, event, user.userId)];
  await ctx.db.batch([
    saveMailToken(ctx.db, token),
    insertTask(ctx.db, task),
    ...eventRows.map((row) => insertSecurityEvent(ctx.db, row)),
  ]);
  await relayOutbox(ctx, [task]);
}
