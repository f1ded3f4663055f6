import { and, eq } from "drizzle-orm";
import { type Database, isConstraint } from "../../kit/postgres.ts";
import { err, ok, type Result } from "../../kit/result.ts";
import { orders } from "../tables.ts";

/** Which order of an account a key belongs to. */
export interface KeyOwner {
  readonly orderId: string;
  readonly accountId: string;
  readonly idempotencyKey: string;
}

/**
 * Writes an order's row with its key; refused when the key is another order's. That the key is there already does not
 * say whose it is: `on conflict (id)` looks before it inserts, and of twins that insert one row between each other's
 * look and insert, Postgres refuses the later by whichever unique index it comes to. So the owner is looked up, and who
 * lost to their own twin writes again: the row is there to be met then.
 */
export async function withKey(
  db: Database,
  { orderId, accountId, idempotencyKey }: KeyOwner,
  write: () => Promise<unknown>,
): Promise<Result<void, "KEY_TAKEN">> {
  try {
    await write();
  } catch (error) {
    if (!isConstraint(error, "orders_account_key")) throw error;
    const [owner] = await db
      .select({ id: orders.id })
      .from(orders)
      .where(and(eq(orders.accountId, accountId), eq(orders.idempotencyKey, idempotencyKey)));
    if (owner?.id !== orderId) return err("KEY_TAKEN");
    await write();
  }
  return ok(undefined);
}
