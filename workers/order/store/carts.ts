import { and, eq, lt } from "drizzle-orm";
import type { Database } from "../../kit/storage/postgres.ts";
import { orders } from "../tables.ts";

/** Returns the ids of an account's carts that were created before a time. */
export async function listCartIds(db: Database, accountId: string, createdBefore: Date): Promise<readonly string[]> {
  const rows = await db
    .select({ id: orders.id })
    .from(orders)
    .where(and(eq(orders.accountId, accountId), eq(orders.status, "CART"), lt(orders.createdAt, createdBefore)));
  return rows.map(({ id }) => id);
}
