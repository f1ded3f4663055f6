import { createSecurityEvent, type EventDetail, type SecurityEventType } from "./audit/security-events.ts";
import type { AccountContext } from "./context.ts";
import { createTask, type NewTask, relayOutbox, type Task } from "./outbox.ts";
import { type UserChange, writeChange } from "./store/changes.ts";

export interface Change extends Omit<UserChange, "event" | "tasks"> {
  readonly event?: SecurityEventType;
  readonly detail?: EventDetail;
  /** Tasks that run before the response. A user who is signed out is signed out when the caller receives it. */
  readonly sync?: readonly Task[];
  /** Tasks that run after the response. */
  readonly deferred?: readonly Task[];
  /** Tasks that the cron trigger runs a minute later, for requests that were still in progress. */
  readonly delayed?: readonly Task[];
}

/** Delay of `delayed` tasks: longer than a request lasts. */
const delaySeconds = 60;

/**
 * Commits a change of a user in one transaction, with its security event and its tasks, and then runs the tasks. Returns
 * false when the write changed nothing.
 */
export async function commitChange(
  ctx: AccountContext,
  write: Parameters<typeof writeChange>[1],
  { event, detail, sync = [], deferred = [], delayed = [], ...change }: Change,
): Promise<boolean> {
  const syncTasks = sync.map((task) => createTask(ctx, task));
  const deferredTasks = deferred.map((task) => createTask(ctx, task));
  const delayedTasks = delayed.map((task) => createTask(ctx, task, delaySeconds));
  const rows = await writeChange(ctx.db, write, {
    ...change,
    ...(event === undefined ? {} : { event: await createSecurityEvent(ctx, event, change.userId, detail) }),
    tasks: [...syncTasks, ...deferredTasks, ...delayedTasks],
  });
  if (rows.length === 0) return false;
  await runTasks(ctx, syncTasks);
  ctx.defer(runTasks(ctx.background(), deferredTasks));
  return true;
}

async function runTasks(ctx: AccountContext, tasks: readonly NewTask[]): Promise<void> {
  if (tasks.length > 0)
    await relayOutbox(
      ctx,
      tasks.map(({ id }) => id),
    );
}
