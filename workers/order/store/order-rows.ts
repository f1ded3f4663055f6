import { eq, lt, lte, or, type SQL, sql } from "drizzle-orm";
import { toEmailKey } from "../../kit/domain/email-key.ts";
import type { Result } from "../../kit/domain/result.ts";
import type { Database } from "../../kit/storage/postgres.ts";
import { fulfillmentStatus } from "../domain/fulfillment-status.ts";
import { isSettled, type OrderState } from "../domain/order.ts";
import { paymentStatus } from "../domain/payment-status.ts";
import { orders, placementKeys, type StoredLine } from "../tables.ts";
import { lockedKey, withKey } from "./advisory-lock.ts";
import { deadlineMs, settledDeadline } from "./deadlines.ts";

/**
 * Writes the row of an order. A row that shows a later state stays, because projections may arrive late and twice. So
 * does the deadline of a command that came later. Fails when another order of the account owns the idempotency key.
 */
export function projectOrder(db: Database, state: OrderState): Promise<Result<void, "KEY_TAKEN">> {
  return upsert(db, state, lt(orders.sequence, state.sequence));
}

/** Like `projectOrder`, but writes the row without the idempotency key when another order owns that key. */
export async function projectOrderIgnoringKey(db: Database, state: OrderState): Promise<void> {
  await writeIgnoringKey(state, (writable) => projectOrder(db, writable));
}

/**
 * Rewrites the row of an order. Returns false when the order does not exist. A row never shows a later state than the
 * object had when the row was written. So a row that was read before the object, and shows a later state than the object,
 * is wrong. It is overwritten unless it has changed since it was read.
 */
export async function rebuildRow(
  db: Database,
  id: string,
  readState: () => Promise<OrderState | undefined>,
): Promise<boolean> {
  const [row] = await db.select({ sequence: orders.sequence }).from(orders).where(eq(orders.id, id));
  const state = await readState();
  if (state === undefined) return false;
  const isNotLater = lte(orders.sequence, state.sequence);
  const setWhere = row === undefined ? isNotLater : or(isNotLater, eq(orders.sequence, row.sequence));
  await writeIgnoringKey(state, (writable) => upsert(db, writable, setWhere));
  await insertEarlierKeys(db, state);
  return true;
}

async function writeIgnoringKey(
  state: OrderState,
  write: (state: OrderState) => Promise<Result<void, "KEY_TAKEN">>,
): Promise<void> {
  if ((await write(state)).ok) return;
  const { idempotencyKey: _, ...keyless } = state;
  await write(keyless);
}

/** Inserts the keys of earlier placements. Triggers insert the latest key with the row. */
async function insertEarlierKeys(db: Database, { id: orderId, accountId, earlierKeys }: OrderState): Promise<void> {
  if (earlierKeys.length === 0) return;
  const keys = earlierKeys.map((idempotencyKey) => ({ accountId, idempotencyKey, orderId }));
  await db.insert(placementKeys).values(keys).onConflictDoNothing();
}

async function upsert(db: Database, state: OrderState, setWhere: SQL | undefined): Promise<Result<void, "KEY_TAKEN">> {
  const row = toRow(state);
  const { id, ...changes } = row;
  const idempotencyKey = state.idempotencyKey === undefined ? null : lockedKey(state.idempotencyKey, id);
  const ownDeadline = new Date(state.updatedAt + deadlineMs).toISOString();
  const deadlineAt =
    changes.deadlineAt ??
    sql`case when ${orders.deadlineAt} >= ${ownDeadline}::timestamptz then ${orders.deadlineAt} end`;
  return withKey(() =>
    db
      .insert(orders)
      .values({ ...row, idempotencyKey })
      .onConflictDoUpdate({
        target: orders.id,
        set: { ...changes, deadlineAt },
        ...(setWhere === undefined ? {} : { setWhere }),
      }),
  );
}

function toDeadline(state: OrderState): Date | null {
  const deadline = isSettled(state) ? settledDeadline(state) : state.updatedAt + deadlineMs;
  return deadline === undefined ? null : new Date(deadline);
}

function toRow(state: OrderState): typeof orders.$inferInsert {
  return {
    id: state.id,
    accountId: state.accountId,
    idempotencyKey: state.idempotencyKey ?? null,
    status: state.status,
    fromCart: state.isFromCart,
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
    disputeStatuses: [...new Set(state.disputes.map(({ status }) => status))],
    paymentStatus: paymentStatus(state),
    fulfillmentStatus: fulfillmentStatus(state),
    marketId: state.marketId ?? null,
    email: state.email ?? null,
    emailKey: state.email === undefined ? null : toEmailKey(state.email),
    placedAt: state.placedAt === undefined ? null : new Date(state.placedAt),
    createdAt: new Date(state.createdAt),
    updatedAt: new Date(state.updatedAt),
    deadlineAt: toDeadline(state),
  };
}
