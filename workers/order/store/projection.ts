import { and, desc, eq, inArray, isNotNull, lt, ne, or, sql } from "drizzle-orm";
import { type Database, isConstraint } from "../../kit/postgres.ts";
import { err, ok, type Result } from "../../kit/result.ts";
import { isSettled, type OrderState } from "../domain/order.ts";
import { orders, type StoredLine } from "../tables.ts";

export type OrderRow = typeof orders.$inferSelect;

/** Past this without an end, the watchdog wakes an order. */
export const deadlineMs = 60_000;

/**
 * Writes the row of an order as it is now. A row that already shows a later state stays: projections may come late and
 * twice. Refused when another order of the account owns the idempotency key.
 */
export async function projectOrder(db: Database, state: OrderState): Promise<Result<void, "KEY_TAKEN">> {
  const row = rowOf(state);
  const { id: _, ...change } = row;
  try {
    await db
      .insert(orders)
      .values(row)
      .onConflictDoUpdate({ target: orders.id, set: change, setWhere: lt(orders.sequence, state.sequence) });
    return ok(undefined);
  } catch (error) {
    if (isConstraint(error, "orders_account_key")) return err("KEY_TAKEN");
    throw error;
  }
}

function rowOf(state: OrderState): typeof orders.$inferInsert {
  return {
    id: state.id,
    accountId: state.accountId,
    idempotencyKey: state.idempotencyKey ?? null,
    status: state.status,
    sequence: state.sequence,
    number: state.number ?? null,
    currency: state.currency,
    subtotalMinor: state.totals.subtotal.amountMinor,
    shippingMinor: state.totals.shipping.amountMinor,
    taxMinor: state.totals.tax.amountMinor,
    totalMinor: state.totals.total.amountMinor,
    refundedMinor: state.refunded.amountMinor,
    lines: state.lines.map(
      ({ sku, name, quantity, unitPrice, productId }): StoredLine => ({
        sku,
        name,
        quantity,
        unitPriceMinor: unitPrice.amountMinor.toString(),
        productId,
      }),
    ),
    placedAt: state.placedAt === undefined ? null : new Date(state.placedAt),
    createdAt: new Date(state.createdAt),
    updatedAt: new Date(state.updatedAt),
    deadlineAt: isSettled(state) ? null : new Date(state.updatedAt + deadlineMs),
  };
}

export interface OrderPage {
  readonly accountId: string;
  readonly size: number;
  readonly statuses: readonly string[];
  /** The last order of the page before. */
  readonly after: { readonly placedAt: Date; readonly id: string } | undefined;
}

/** An account's orders, newest first; one more than asked for when there is a next page. */
export async function listOrders(db: Database, page: OrderPage): Promise<readonly OrderRow[]> {
  const { after } = page;
  const older =
    after && or(lt(orders.placedAt, after.placedAt), and(eq(orders.placedAt, after.placedAt), lt(orders.id, after.id)));
  return db
    .select()
    .from(orders)
    .where(
      and(
        eq(orders.accountId, page.accountId),
        isNotNull(orders.placedAt),
        ne(orders.status, "CLAIMED"),
        page.statuses.length === 0 ? undefined : inArray(orders.status, [...page.statuses]),
        older,
      ),
    )
    .orderBy(desc(orders.placedAt), desc(orders.id))
    .limit(page.size + 1);
}

/** Orders that should have ended by now, the longest overdue first. */
export async function findOverdue(db: Database, now: number, limit: number): Promise<readonly string[]> {
  const rows = await db
    .select({ id: orders.id })
    .from(orders)
    .where(lt(orders.deadlineAt, new Date(now)))
    .orderBy(orders.deadlineAt)
    .limit(limit);
  return rows.map(({ id }) => id);
}

/** Forgets a claim whose order never began; a row that has become more than a claim stays. */
export async function dropClaim(db: Database, id: string): Promise<void> {
  await db.delete(orders).where(and(eq(orders.id, id), eq(orders.status, "CLAIMED")));
}

/** Looks at an order again later, or no more when there is nothing to wait for. */
export async function setDeadline(db: Database, id: string, deadlineAt: number | undefined): Promise<void> {
  await db
    .update(orders)
    .set({ deadlineAt: deadlineAt === undefined ? null : new Date(deadlineAt) })
    .where(and(eq(orders.id, id), sql`${orders.deadlineAt} is not null`));
}
