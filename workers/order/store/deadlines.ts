import { and, eq, inArray, lt, sql } from "drizzle-orm";
import type { Database } from "../../kit/storage/postgres.ts";
import { cartLifetimeMs } from "../domain/limits.ts";
import { cartEndsAt, type OrderState } from "../domain/order.ts";
import { orders } from "../tables.ts";

/** An order that is not settled after this time is resumed by the cron job. */
export const deadlineMs = 60_000;

/** A cart's own alarm ends it. This long after its end, the cron job checks that it did. */
const cartGraceMs = 3_600_000;

/** Returns when the cron job checks a cart that is created at `now`. */
export function newCartDeadline(now: number): number {
  return now + cartLifetimeMs + cartGraceMs;
}

/** Returns when the cron job checks a settled order again: after the end of a cart. Undefined for never. */
export function settledDeadline(state: OrderState): number | undefined {
  const endsAt = cartEndsAt(state);
  return endsAt === undefined ? undefined : endsAt + cartGraceMs;
}

/** Returns the ids of orders whose deadline has passed, the longest overdue first, and carts after all other orders. */
export async function findOverdue(db: Database, now: number, limit: number): Promise<readonly string[]> {
  const rows = await db
    .select({ id: orders.id })
    .from(orders)
    .where(lt(orders.deadlineAt, new Date(now)))
    .orderBy(sql`${orders.status} in ('CART', 'CANCELLED') and ${orders.idempotencyKey} is null`, orders.deadlineAt)
    .limit(limit);
  return rows.map(({ id }) => id);
}

/**
 * Sets a deadline for orders that are about to change, so that the cron job finds them even if they lose their alarms. The
 * deadline of a cart is its end, days later. It is replaced, and set again when the order is settled.
 */
export async function extendDeadline(db: Database, ids: readonly string[], deadlineAt: number): Promise<void> {
  const at = new Date(deadlineAt).toISOString();
  await db
    .update(orders)
    .set({
      deadlineAt: sql`case when ${orders.deadlineAt} > ${at}::timestamptz + interval '1 day' then ${at}::timestamptz
        else greatest(${orders.deadlineAt}, ${at}::timestamptz) end`,
    })
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
