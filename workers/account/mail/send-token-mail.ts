import { createSecurityEvent, type SecurityEventType } from "../audit/security-events.ts";
import type { AccountContext } from "../context.ts";
import { createTask, type MailLimit, relayOutbox, sendMailTask } from "../outbox.ts";
import { deleteReplacedTokens, insertMailToken } from "../store/mail-tokens.ts";
import { insertTask } from "../store/outbox.ts";
import { insertSecurityEvent } from "../store/security-events.ts";
import { type MailTokenPurpose, prepareTokenMail } from "./tokens.ts";

interface TokenMailOptions {
  readonly event?: SecurityEventType;
  readonly limit?: MailLimit;
  /** True when the token is stored, but the mail must not be sent. The response is the same. */
  readonly isSuppressed?: boolean;
}

/** Sends a mail with a new token, after the response. */
export async function sendTokenMail(
  ctx: AccountContext,
  purpose: MailTokenPurpose,
  user: { userId: string; email: string },
  { event, limit = "drop", isSuppressed = false }: TokenMailOptions = {},
): Promise<void> {
  const { mail, token } = await prepareTokenMail(ctx, purpose, user);
  const tasks = isSuppressed ? [] : [createTask(ctx, sendMailTask(mail, limit))];
  const eventRows = event === undefined ? [] : [await createSecurityEvent(ctx, event, user.userId)];
  await ctx.db.batch([
    deleteReplacedTokens(ctx.db, token),
    insertMailToken(ctx.db, token),
    ...tasks.map((task) => insertTask(ctx.db, task)),
    ...eventRows.map((row) => insertSecurityEvent(ctx.db, row)),
  ]);
  if (tasks.length > 0)
    ctx.defer(
      relayOutbox(
        ctx.background(),
        tasks.map(({ id }) => id),
      ),
    );
}
