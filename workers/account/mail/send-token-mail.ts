import { type SecurityEventType, securityEvent } from "../audit/security-events.ts";
import type { AccountContext } from "../context.ts";
import { newTask, relay } from "../outbox.ts";
import { saveMailToken } from "../store/mail-tokens.ts";
import { insertTask } from "../store/outbox.ts";
import { insertSecurityEvent } from "../store/security-events.ts";
import { type Purpose, prepareToken } from "./tokens.ts";

/** Sends a mail with a new token; one that was sent before is worth nothing from then on. */
export async function sendToken(
  ctx: AccountContext,
  purpose: Purpose,
  user: { userId: string; email: string },
  event?: SecurityEventType,
): Promise<void> {
  const prepared = await prepareToken(ctx, purpose, user);
  const task = newTask(ctx, { type: "sendMail", letter: prepared.letter });
  const statements =
    event === undefined ? [] : [insertSecurityEvent(ctx.db, await securityEvent(ctx, event, user.userId))];
  await ctx.db.batch([saveMailToken(ctx.db, prepared.token), insertTask(ctx.db, task), ...statements]);
  await relay(ctx, [task]);
}
