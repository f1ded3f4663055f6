import { and, eq, inArray, isNull, lt, ne, or, type SQL, type SQLWrapper, sql } from "drizzle-orm";
import type { BatchItem } from "drizzle-orm/batch";
import type { Result } from "../../kit/domain/result.ts";
import type { Database } from "../../kit/storage/postgres.ts";
import { orders, paymentAttempts, placementKeys } from "../tables.ts";
import { lockedKey, withKey } from "./advisory-lock.ts";
import { deadlineMs } from "./deadlines.ts";

/** The key of an order. It is reserved before the order's object does anything. */
export interface IdempotencyKey {
  readonly orderId: string;
  readonly accountId: string;
  readonly idempotencyKey: string;
  /** When the cron job checks the order, in milliseconds since the epoch. */
  readonly deadlineAt: number;
}

/** Returns the statement that reserves a key while a condition is true. Execute it in `withKey`. */
export type KeyReservation = (db: Database, condition: SQL) => BatchItem<"pg">;

/**
 * Reserves the key of an order that is placed from lines. Fails when another order of the account has the key. A repeated
 * request extends the deadline of an existing reservation that is about to expire, because the order may start again.
 */
export function reservationOfKey(key: IdempotencyKey): KeyReservation {
  const { orderId, accountId, idempotencyKey } = key;
  const deadlineAt = sql`${new Date(key.deadlineAt).toISOString()}::timestamptz`;
  return (db, condition) =>
    db.execute(sql`
      insert into orders (id, account_id, status, deadline_at, idempotency_key)
      select ${orderId}, ${accountId}, 'CLAIMED', ${deadlineAt}, ${lockedKey(idempotencyKey, orderId)}
      where ${condition}
      on conflict (id) do update set deadline_at = excluded.deadline_at
      where ${orders.status} = 'CLAIMED' and ${expiresSoon(key)}`);
}

/** Reserves a key. Fails when another order of the account has it. */
export function reserveKey(db: Database, reservation: KeyReservation): Promise<Result<void, "KEY_TAKEN">> {
  return withKey(async () => {
    await reservation(db, sql`true`);
  });
}

/** Returns the order of the account that has this key. An order can have several keys. */
export async function findOrderIdByKey(
  db: Database,
  accountId: string,
  idempotencyKey: string,
): Promise<string | undefined> {
  const isKey = and(eq(placementKeys.accountId, accountId), eq(placementKeys.idempotencyKey, idempotencyKey));
  const [row] = await db.select({ id: placementKeys.orderId }).from(placementKeys).where(isKey);
  return row?.id;
}

/**
 * Like `reservationOfKey`, for a cart that is placed. A cart whose placement was rejected is placed again under another key, and has
 * both keys. The row of such a cart shows the status REJECTED, or that of a placement that waits and is ended before the next
 * one starts. The caller must know that the order is a cart which has not been
 * placed with this key.
 */
export function reservationOfKeyForCart(key: IdempotencyKey): KeyReservation {
  const { orderId, accountId, idempotencyKey } = key;
  const isPlaceable = inArray(orders.status, ["CART", "REJECTED", "PLACED", "RESERVED"]);
  const mayReplace = and(isPlaceable, or(ne(orders.idempotencyKey, idempotencyKey), expiresSoon(key)));
  const isFree = or(isNull(orders.idempotencyKey), mayReplace);
  return (db, condition) =>
    db
      .update(orders)
      .set({ idempotencyKey, deadlineAt: new Date(key.deadlineAt) })
      .where(and(condition, eq(orders.id, orderId), eq(orders.accountId, accountId), isFree));
}

/**
 * Replaces the keys of an account's orders by hashes, after the personal data of the orders was erased, and deletes its
 * payment attempts, which have the keys, too. A hash stays as it is.
 */
export async function hashKeys(db: Database, accountId: string): Promise<void> {
  const hashOf = (orderId: SQLWrapper, key: SQLWrapper) =>
    sql`'sha256:' || encode(sha256(convert_to(${orderId} || ' ' || ${key}, 'UTF8')), 'hex')`;
  const isRaw = (key: SQLWrapper) => sql`${key} !~ '^sha256:[0-9a-f]{64}$'`;
  const isOfAccount = and(eq(placementKeys.accountId, accountId), isRaw(placementKeys.idempotencyKey));
  await db.batch([
    // The order's object may have written the row with the hash already. A trigger then added the hash here.
    db.execute(sql`insert into ${placementKeys} (account_id, idempotency_key, order_id)
      select account_id, ${hashOf(placementKeys.orderId, placementKeys.idempotencyKey)}, order_id
      from ${placementKeys} where ${isOfAccount} on conflict do nothing`),
    db
      .update(orders)
      .set({ idempotencyKey: hashOf(orders.id, orders.idempotencyKey) })
      .where(and(eq(orders.accountId, accountId), isRaw(orders.idempotencyKey))),
    db.delete(placementKeys).where(isOfAccount),
    db.delete(paymentAttempts).where(eq(paymentAttempts.accountId, accountId)),
  ]);
}

/**
 * Deletes the row of an order without events that was overdue at `from`: a reserved key whose order never started, or a cart
 * that has ended. Keeps a row that shows another order, or whose deadline was extended.
 */
export async function deleteRowWithoutOrder(db: Database, orderId: string, from: number): Promise<void> {
  const isOverdue = lt(orders.deadlineAt, new Date(from));
  const isDeletable = inArray(orders.status, ["CLAIMED", "CART", "CANCELLED"]);
  await db.delete(orders).where(and(eq(orders.id, orderId), isDeletable, isOverdue));
}

/**
 * Whether the existing reservation expires before an order that starts now has certainly started. Any other reservation
 * keeps its deadline: if the order has ended and its row does not show that yet, the later deadline would stay for
 * nothing.
 */
function expiresSoon({ deadlineAt }: IdempotencyKey): SQL {
  const startedBy = new Date(deadlineAt - deadlineMs / 2).toISOString();
  return sql`coalesce(${orders.deadlineAt} < ${startedBy}::timestamptz, true)`;
}
