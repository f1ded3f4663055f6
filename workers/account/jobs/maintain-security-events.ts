import type { AccountContext } from "../context.ts";
import { moveCountedEvents } from "../store/counted-events.ts";
import { maintainPartitions } from "../store/security-events.ts";

/** A minute, and the time after which a Worker has stored the events that it counted in it. */
const countedMs = 120_000;

/** Moves the counted events of past minutes to the audit trail. */
export async function archiveCountedEvents(ctx: AccountContext): Promise<void> {
  await moveCountedEvents(ctx.db, new Date(ctx.now() - countedMs));
}

/** Creates the partitions of the next months, and drops those that ended 400 days ago. */
export async function maintainSecurityEvents(ctx: AccountContext): Promise<void> {
  await maintainPartitions(ctx.db);
}
