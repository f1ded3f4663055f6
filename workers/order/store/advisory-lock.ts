import { type SQL, sql } from "drizzle-orm";
import { err, ok, type Result } from "../../kit/domain/result.ts";
import { isConstraintViolation } from "../../kit/storage/postgres.ts";

/**
 * Returns the idempotency key of a row that a statement inserts, after an advisory lock on the order was acquired.
 *
 * `on conflict (id)` checks for the row before it inserts. When two statements insert the same row concurrently, Postgres
 * rejects the later one because of its key, as if another order owned that key, or reports a deadlock. With the lock,
 * which is held until the end of the statement, the later statement finds the row.
 */
export function lockedKey(key: string, orderId: string): SQL {
  return sql`(select ${key}::text from pg_advisory_xact_lock(hashtextextended(${orderId}, 0)))`;
}

/** Runs a statement that writes an order's row with its key. Fails when another order owns the key. */
export async function withKey<T>(write: () => Promise<T>): Promise<Result<T, "KEY_TAKEN">> {
  try {
    return ok(await write());
  } catch (error) {
    if (isConstraintViolation(error, "orders_account_key")) return err("KEY_TAKEN");
    throw error;
  }
}
