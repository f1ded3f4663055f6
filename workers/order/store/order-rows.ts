import { eq, getTableColumns, lt, lte, or, type SQL, sql } from "drizzle-orm";
import { toEmailKey } from "../../kit/domain/email-key.ts";
import type { Result } from "../../kit/domain/result.ts";
import type { Database } from "../../kit/storage/postgres.ts";
import { fulfillmentStatus } from "../domain/fulfillment-status.ts";
import { isSettled, type OrderState } from "../domain/order.ts";
import { paymentStatus } from "../domain/payment-status.ts";
import type { OrderRow as ReconciledRow } from "../domain/reconciliation/records.ts";
import { orders, placementKeys, type StoredLine, type StoredRefund } from "../tables.ts";
import { withKey } from "./advisory-lock.ts";
import { deadlineMs, settledDeadline } from "./deadlines.ts";
import { searchKeysOf } from "./search-keys.ts";

/**
 * Writes the row of an order. A row that shows a later state stays, because projections may arrive late and twice. So
 * does the deadline of a command that came later. Fails when another order of the account owns the idempotency key.
 */
export function projectOrder(db: Database, state: OrderState): Promise<Result<unknown, "KEY_TAKEN">> {
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
  write: (state: OrderState) => Promise<Result<unknown, "KEY_TAKEN">>,
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

/** Names of the columns of an order's row. */
const columns = Object.values(getTableColumns(orders)).map(({ name }) => name);
const isKey = (column: string): boolean => column === "idempotency_key";
/** See `lockedKey`. */
const keyWithLock = `case when r.idempotency_key is not null then
  (select r.idempotency_key from pg_advisory_xact_lock(hashtextextended(r.id, 0))) end`;
/** A statement with a parameter for the whole row: builders take more time to bind each column than Postgres to write it. */
const insertRow = sql.raw(`insert into orders (${columns.join(", ")})
  select ${columns.map((column) => (isKey(column) ? keyWithLock : `r.${column}`)).join(", ")}
  from jsonb_populate_record(null::orders, `);
const updateRow = sql.raw(
  `) r on conflict (id) do update set ${columns
    .filter((column) => column !== "id" && column !== "deadline_at")
    .map((column) => `${column} = excluded.${column}`)
    .join(", ")}`,
);

async function upsert(
  db: Database,
  state: OrderState,
  setWhere: SQL | undefined,
): Promise<Result<unknown, "KEY_TAKEN">> {
  const ownDeadline = new Date(state.updatedAt + deadlineMs).toISOString();
  const deadlineAt = sql`coalesce(excluded.deadline_at,
    case when ${orders.deadlineAt} >= ${ownDeadline}::timestamptz then ${orders.deadlineAt} end)`;
  const where = setWhere === undefined ? sql`` : sql` where ${setWhere}`;
  return withKey(() =>
    db.execute(
      sql`${endOfAttempt(state)}${insertRow}${rowJson(state)}::jsonb${updateRow}, deadline_at = ${deadlineAt}${where}`,
    ),
  );
}

/**
 * Ends the payment attempt of a confirmed order in the statement that writes its row. The attempt of an order that ended otherwise
 * ends before the response: see `payment-limits.ts`.
 */
function endOfAttempt({ id, status, idempotencyKey, updatedAt }: OrderState): SQL {
  if (status !== "CONFIRMED" || idempotencyKey === undefined) return sql``;
  return sql`with ended as (
    update payment_attempts set ended_at = ${new Date(updatedAt).toISOString()}::timestamptz
    where order_id = ${id} and idempotency_key = ${idempotencyKey} and ended_at is null
  ) `;
}

/** Returns the row as a JSON object of its columns. */
function rowJson(state: OrderState): string {
  const row: Readonly<Record<string, unknown>> = toRow(state);
  const values = Object.entries(getTableColumns(orders)).map(([property, { name }]) => [name, row[property]]);
  return JSON.stringify(Object.fromEntries(values), (_key, value) => (typeof value === "bigint" ? `${value}` : value));
}

function toDeadline(state: OrderState): Date | null {
  const deadline = isSettled(state) ? settledDeadline(state) : state.updatedAt + deadlineMs;
  return deadline === undefined ? null : new Date(deadline);
}

function toRow(state: OrderState): typeof orders.$inferInsert {
  const discounts = new Map(state.pricing?.lines.map(({ sku, discountTotal }) => [sku, discountTotal]));
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
        discountedTotalMinor: (unitPrice.amountMinor * BigInt(quantity) - (discounts.get(sku) ?? 0n)).toString(),
      }),
    ),
    disputeStatuses: [...new Set(state.disputes.map(({ status }) => status))],
    paymentStatus: paymentStatus(state),
    fulfillmentStatus: fulfillmentStatus(state),
    marketId: state.marketId ?? null,
    ...toReportColumns(state),
    countryCode: state.shippingAddress?.countryCode ?? null,
    searchKeys: [...searchKeysOf(state)],
    email: state.email ?? null,
    emailKey: state.email === undefined ? null : toEmailKey(state.email),
    placedAt: state.placedAt === undefined ? null : new Date(state.placedAt),
    createdAt: new Date(state.createdAt),
    updatedAt: new Date(state.updatedAt),
    deadlineAt: toDeadline(state),
  };
}

/** Returns the columns that reports of sales and statistics add up. */
function toReportColumns({ pricing, lines, transactions, confirmedAt, rejection }: OrderState) {
  const refunds = transactions.flatMap(({ kind, status, amount, completedAt, at }): StoredRefund[] =>
    kind === "REFUND" && status === "SUCCEEDED"
      ? [{ at: completedAt ?? at, amountMinor: amount.amountMinor.toString() }]
      : [],
  );
  const lastRefundedAt = refunds.length === 0 ? null : new Date(Math.max(...refunds.map(({ at }) => at)));
  return {
    confirmedAt: confirmedAt === undefined ? null : new Date(confirmedAt),
    rejectionCode: rejection?.code ?? null,
    discountMinor: pricing?.discountTotal ?? 0n,
    reverseChargeMinor: pricing?.reverseChargeAmount ?? 0n,
    taxesIncluded: pricing?.taxesIncluded ?? true,
    unitCount: lines.reduce((sum, { quantity }) => sum + quantity, 0),
    refunds,
    lastRefundedAt,
  };
}

/** Returns the row of an order as reconciliation compares it. Undefined when there is none. */
export async function findReconciledRow(db: Database, id: string) {
  const [row] = await db.select().from(orders).where(eq(orders.id, id)).limit(1);
  if (row === undefined) return undefined;
  const compared: ReconciledRow = {
    id: row.id,
    accountId: row.accountId,
    status: row.status,
    paymentStatus: row.paymentStatus,
    fulfillmentStatus: row.fulfillmentStatus,
    sequence: row.sequence,
    number: row.number,
    currency: row.currency,
    subtotal: String(row.subtotalMinor),
    shipping: String(row.shippingMinor),
    tax: String(row.taxMinor),
    total: String(row.totalMinor),
    refunded: String(row.refundedMinor),
  };
  const { placedAt, createdAt, updatedAt, deadlineAt } = row;
  return { compared, times: { placedAt, createdAt, updatedAt, deadlineAt } };
}
