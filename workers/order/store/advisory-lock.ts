import { type SQL, sql } from "drizzle-orm";
import { err, ok, type Result } from "../../kit/domain/result.ts";
import { isConstraint } from "../../kit/storage/postgres.ts";

/**
 * The key of an order's row that a statement inserts, once no other statement is at that row. `on conflict (id)` looks
 * before it inserts: of twins that insert one row between each other's look and insert, Postgres refuses the later by
 * its key, as if that were another order's, or finds the two in a deadlock. So twins take turns, until the end of the
 * statement; the later then meets the row.
 */
export function lockedKey(key: string, orderId: string): SQL {
  return sql`(select ${key}::text from pg_advisory_xact_lock(hashtextextended(${orderId}, 0)))`;
}

/** Writes an order's row with its key; refused when the key is another order's. */
export async function withKey(write: () => Promise<unknown>): Promise<Result<void, "KEY_TAKEN">> {
  try {
    await write();
  } catch (error) {
    if (isConstraint(error, "orders_account_key")) return err("KEY_TAKEN");
    throw error;
  }
  return ok(undefined);
}
