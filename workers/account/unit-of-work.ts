import { type SecurityEventType, securityEvent } from "./audit/security-events.ts";
import type { AccountContext } from "./context.ts";
import { type NewTask, newTask, relay, type Task } from "./outbox.ts";
import { type UserChange, writeChange } from "./store/changes.ts";

export interface Change extends Omit<UserChange, "event" | "tasks"> {
  readonly event?: SecurityEventType;
  /** What must be done before the answer: whoever is shut out is out by then. */
  readonly before?: readonly Task[];
  /** What may be done after it. */
  readonly after?: readonly Task[];
  /** What is to be done a minute later, by the cron: for what was still under way. */
  readonly eventually?: readonly Task[];
}

/**
 * Makes a change of a user, with its security event and all that follows from it, in one transaction; then does what
 * follows. False when there was nothing to change.
 */
export async function commitChange(
  ctx: AccountContext,
  write: Parameters<typeof writeChange>[1],
  { event, before = [], after = [], eventually = [], ...change }: Change,
): Promise<boolean> {
  const first = before.map((task) => newTask(ctx, task));
  const later = after.map((task) => newTask(ctx, task));
  const last = eventually.map((task) => newTask(ctx, task, 60));
  const row = event === undefined ? {} : { event: await securityEvent(ctx, event, change.userId) };
  const rows = await writeChange(ctx.db, write, { ...change, ...row, tasks: [...first, ...later, ...last] });
  if (rows.length === 0) return false;
  await relaySome(ctx, first);
  ctx.defer(relaySome(ctx, later));
  return true;
}

async function relaySome(ctx: AccountContext, tasks: readonly NewTask[]): Promise<void> {
  if (tasks.length > 0) await relay(ctx, tasks);
}
