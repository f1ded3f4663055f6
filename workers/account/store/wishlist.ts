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

/**
 * Statements that copy the saved SKUs of a guest to a user, newest first, up to the maximum of the user's list. They copy nothing of an
 * account that is no guest. The lock of the user's row is that of `saveWishlistItem`.
 */
export function copyGuestWishlist(db: Database, guestId: string, userId: string) {
  const size = sql`(select ${count()} from ${wishlistItems} where ${wishlistItems.userId} = ${userId})`;
  return [
    db.execute(sql`select 1 from ${users} where id = ${userId} for update`),
    db.execute(sql`insert into ${wishlistItems} (user_id, sku, created_at)
      select ${userId}, saved.sku, saved.created_at from ${wishlistItems} saved join ${users} guest on guest.id = saved.user_id
      where guest.id = ${guestId} and guest.roles = '{GUEST}'::text[] and not exists (
        select 1 from ${wishlistItems} own where own.user_id = ${userId} and lower(own.sku) = lower(saved.sku)
      )
      order by saved.created_at desc, saved.sku desc limit greatest(${maxWishlistItems} - ${size}, 0)`),
  ];
}
