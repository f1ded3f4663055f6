import { and, desc, eq, gt, inArray, isNotNull, lt, lte, ne, or, type SQL, sql } from "drizzle-orm";
import type { Result } from "../../kit/domain/result.ts";
import type { Database } from "../../kit/storage/postgres.ts";
import { isSettled, type OrderState } from "../domain/order.ts";
import { orders, type StoredLine } from "../tables.ts";
import { lockedKey, withKey } from "./advisory-lock.ts";

export type OrderRow = typeof orders.$inferSelect;

/** Past this without an end, the watchdog wakes an order. */
export const deadlineMs = 60_000;

/** As `projectOrder`. A key that another order owns is that order's: this one is listed without. */
export async function listOrder(db: Database, state: OrderState): Promise<void> {
  await unlessKeyTaken(state, (fitting) => projectOrder(db, fitting));
}

async function unlessKeyTaken(
  state: OrderState,
  write: (state: OrderState) => Promise<Result<void, "KEY_TAKEN">>,
): Promise<void> {
  if ((await write(state)).ok) return;
  const { idempotencyKey: _, ...keyless } = state;
  await write(keyless);
}

/**
 * Writes an order's row anew, whatever it shows; false where there is no such order. A row never shows a later state
 * than its object had when it was written. So one that is read before the object, and shows more, is wrong, and is
 * written over unless it has changed since.
 */
export async function rebuildRow(
  db: Database,
  id: string,
  read: () => Promise<OrderState | undefined>,
): Promise<boolean> {
  const [shown] = await db.select({ sequence: orders.sequence }).from(orders).where(eq(orders.id, id));
  const state = await read();
  if (state === undefined) return false;
  const notLater = lte(orders.sequence, state.sequence);
  const setWhere = shown === undefined ? notLater : or(notLater, eq(orders.sequence, shown.sequence));
  await unlessKeyTaken(state, (fitting) => upsert(db, fitting, setWhere));
  return true;
}

/**
 * Writes the row of an order as it is now. A row that already shows a later state stays: projections may come late and
 * twice. So does the deadline of a command that came since. Refused when another order of the account owns the
 * idempotency key.
 */
export function projectOrder(db: Database, state: OrderState): Promise<Result<void, "KEY_TAKEN">> {
  return upsert(db, state, lt(orders.sequence, state.sequence));
}

async function upsert(db: Database, state: OrderState, setWhere: SQL | undefined): Promise<Result<void, "KEY_TAKEN">> {
  const row = rowOf(state);
  const { id, ...change } = row;
  const idempotencyKey = state.idempotencyKey === undefined ? null : lockedKey(state.idempotencyKey, id);
  const since = new Date(state.updatedAt + deadlineMs).toISOString();
  const deadlineAt =
    change.deadlineAt ?? sql`case when ${orders.deadlineAt} >= ${since}::timestamptz then ${orders.deadlineAt} end`;
  return withKey(() =>
    db
      .insert(orders)
      .values({ ...row, idempotencyKey })
      .onConflictDoUpdate({
        target: orders.id,
        set: { ...change, deadlineAt },
        ...(setWhere === undefined ? {} : { setWhere }),
      }),
  );
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
  /** Of all accounts when undefined. */
  readonly accountId: string | undefined;
  readonly size: number;
  readonly statuses: readonly string[];
  /** The last order of the page before. */
  readonly after: { readonly at: Date; readonly id: string } | undefined;
}

/** Orders, newest first; one more than asked for when there is a next page. */
export async function listOrders(db: Database, page: OrderPage): Promise<readonly OrderRow[]> {
  const { after } = page;
  const older = after && or(lt(orders.placedAt, after.at), and(eq(orders.placedAt, after.at), lt(orders.id, after.id)));
  return db
    .select()
    .from(orders)
    .where(
      and(
        page.accountId === undefined ? undefined : eq(orders.accountId, page.accountId),
        isNotNull(orders.placedAt),
        ne(orders.status, "CLAIMED"),
        page.statuses.length === 0 ? undefined : inArray(orders.status, [...page.statuses]),
        older,
      ),
    )
    .orderBy(desc(orders.placedAt), desc(orders.id))
    .limit(page.size + 1);
}

/** The ids of everything that is an account's, carts included, from behind `after`. */
export async function listOrderIds(
  db: Database,
  accountId: string,
  after: string,
  limit: number,
): Promise<readonly string[]> {
  const rows = await db
    .select({ id: orders.id })
    .from(orders)
    .where(and(eq(orders.accountId, accountId), gt(orders.id, after)))
    .orderBy(orders.id)
    .limit(limit);
  return rows.map(({ id }) => id);
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

/** Forgets a claim that was overdue at `from` and whose order never began; what has become more, or was renewed, stays. */
export async function deleteIdempotencyKey(db: Database, id: string, from: number): Promise<void> {
  const isStale = lt(orders.deadlineAt, new Date(from));
  await db.delete(orders).where(and(eq(orders.id, id), eq(orders.status, "CLAIMED"), isStale));
}

/** Has orders looked at that are about to move, whatever then becomes of their alarms. */
export async function extendDeadline(db: Database, ids: readonly string[], deadlineAt: number): Promise<void> {
  const at = new Date(deadlineAt).toISOString();
  await db
    .update(orders)
    .set({ deadlineAt: sql`greatest(${orders.deadlineAt}, ${at}::timestamptz)` })
    .where(inArray(orders.id, [...ids]));
}

/**
 * Looks at an order that was overdue at `from` again later, or no more when there is nothing to wait for. The deadline of
 * a command that came since stays.
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
