import { and, eq, inArray, lt, sql } from "drizzle-orm";
import type { Database } from "../../kit/storage/postgres.ts";
import { orders } from "../tables.ts";

/** An order that is not settled after this time is resumed by the cron job. */
export const deadlineMs = 60_000;

/** Returns the ids of orders whose deadline has passed, the longest overdue first. */
export async function findOverdue(db: Database, now: number, limit: number): Promise<readonly string[]> {
  const rows = await db
    .select({ id: orders.id })
    .from(orders)
    .where(lt(orders.deadlineAt, new Date(now)))
    .orderBy(orders.deadlineAt)
    .limit(limit);
  return rows.map(({ id }) => id);
}

/** Sets a deadline for orders that are about to change, so that the cron job finds them even if they lose their alarms. */
export async function extendDeadline(db: Database, ids: readonly string[], deadlineAt: number): Promise<void> {
  const at = new Date(deadlineAt).toISOString();
  await db
    .update(orders)
    .set({ deadlineAt: sql`greatest(${orders.deadlineAt}, ${at}::timestamptz)` })
    .where(inArray(orders.id, [...ids]));
}

/**
 * Moves the deadline of an order that was overdue at `from`. `to` is undefined when the order is settled, which removes
 * the deadline. A later deadline, which a newer command has set, stays.
 */
export async function updateDeadline(
  db: Database,
  id: string,
  { from, to }: { readonly from: number; readonly to: number | undefined },
): Promise<void> {
  await db
    .update(orders)
    .set({ deadlineAt: to === undefined ? null : new Date(to) })
    .where(and(eq(orders.id, id), lt(orders.deadlineAt, new Date(from))));
}
