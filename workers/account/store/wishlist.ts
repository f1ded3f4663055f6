import { and, count, desc, eq, sql } from "drizzle-orm";
import type { Database } from "../../kit/storage/postgres.ts";
import { maxWishlistItems } from "../domain/limits.ts";
import { users, wishlistItems } from "../tables.ts";

const hasSku = (userId: string, sku: string) =>
  and(eq(wishlistItems.userId, userId), eq(sql`lower(${wishlistItems.sku})`, sku.toLowerCase()));

/** Returns the saved SKUs of a user, newest first. */
export async function listWishlist(db: Database, userId: string): Promise<readonly string[]> {
  const rows = await db
    .select({ sku: wishlistItems.sku })
    .from(wishlistItems)
    .where(eq(wishlistItems.userId, userId))
    .orderBy(desc(wishlistItems.createdAt), desc(wishlistItems.sku));
  return rows.map(({ sku }) => sku);
}

/**
 * Saves a SKU, unless it is saved already. Returns false when the user has the maximum number of others. The lock of the user's
 * row serializes concurrent calls, so that they count each other's rows.
 */
export async function saveWishlistItem(db: Database, userId: string, sku: string): Promise<boolean> {
  const size = sql`(select ${count()} from ${wishlistItems} where ${wishlistItems.userId} = ${userId})`;
  const [, , saved] = await db.batch([
    db.execute(sql`select 1 from ${users} where id = ${userId} for update`),
    db.execute(sql`insert into ${wishlistItems} (user_id, sku)
      select id, ${sku} from ${users} where id = ${userId} and ${size} < ${maxWishlistItems}
      on conflict do nothing`),
    db.select({ sku: wishlistItems.sku }).from(wishlistItems).where(hasSku(userId, sku)),
  ]);
  return saved.length > 0;
}

/** Removes a SKU. Does nothing when it is not saved. */
export async function deleteWishlistItem(db: Database, userId: string, sku: string): Promise<void> {
  await db.delete(wishlistItems).where(hasSku(userId, sku));
}
