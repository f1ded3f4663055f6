import { and, count, eq, ne, sql } from "drizzle-orm";
import type { Database } from "../../kit/storage/postgres.ts";
import { maxAddresses } from "../domain/limits.ts";
import { addresses, users } from "../tables.ts";

/** An address as part of its user. */
export interface AddressRow {
  readonly id: string;
  readonly name: string;
  readonly line1: string;
  readonly line2: string | null;
  readonly city: string;
  readonly region: string | null;
  readonly postalCode: string;
  readonly countryCode: string;
  readonly isDefault: boolean;
}

/** Locks the user's row. Concurrent changes of addresses are serialized, so that exactly one address is the default. */
function lockUser(db: Database, userId: string) {
  return db
    .update(users)
    .set({ version: sql`${users.version} + 1`, updatedAt: sql`now()` })
    .where(eq(users.id, userId))
    .returning({ id: users.id });
}

const isFirst = (userId: string) =>
  sql<boolean>`not exists (select 1 from ${addresses} other where other.user_id = ${userId} and other.is_default)`;

/** Adds an address. The first one becomes the default. Returns false when the user has the maximum number. */
export async function insertAddress(db: Database, userId: string, address: AddressRow): Promise<boolean> {
  const { isDefault, ...fields } = address;
  const hasCapacity = sql`(select ${count()} from ${addresses} where ${addresses.userId} = ${userId}) < ${maxAddresses}`;
  const columns = sql`(id, user_id, name, line1, line2, city, region, postal_code, country_code, is_default)`;
  const values = sql`${fields.id}, ${userId}, ${fields.name}, ${fields.line1}, ${fields.line2}, ${fields.city},
    ${fields.region}, ${fields.postalCode}, ${fields.countryCode}, ${isDefault ? sql`true` : isFirst(userId)}`;
  const insert = db.execute(
    sql`insert into ${addresses} ${columns} select ${values} where ${hasCapacity} returning ${addresses.id}`,
  );
  const lock = lockUser(db, userId);
  const clear = db
    .update(addresses)
    .set({ isDefault: false })
    .where(and(eq(addresses.userId, userId), eq(addresses.isDefault, true), hasCapacity));
  const [, ...results] = isDefault ? await db.batch([lock, clear, insert]) : await db.batch([lock, insert]);
  return (results.at(-1) as { rows: unknown[] }).rows.length === 1;
}

/** Changes an address of the user. The default remains the default. Returns false when the user has no such address. */
export async function updateAddress(db: Database, userId: string, address: AddressRow): Promise<boolean> {
  const { id, isDefault, ...fields } = address;
  const update = db
    .update(addresses)
    .set({ ...fields, ...(isDefault ? { isDefault } : {}) })
    .where(and(eq(addresses.id, id), eq(addresses.userId, userId)))
    .returning({ id: addresses.id });
  const lock = lockUser(db, userId);
  const owned = sql`exists (select 1 from ${addresses} mine where mine.id = ${id} and mine.user_id = ${userId})`;
  const clear = db
    .update(addresses)
    .set({ isDefault: false })
    .where(and(eq(addresses.userId, userId), ne(addresses.id, id), eq(addresses.isDefault, true), owned));
  const [, ...results] = isDefault ? await db.batch([lock, clear, update]) : await db.batch([lock, update]);
  return (results.at(-1) as { id: string }[]).length === 1;
}

/** Deletes an address. If it was the default, the oldest other one becomes the default. Returns false when not found. */
export async function deleteAddress(db: Database, userId: string, id: string): Promise<boolean> {
  const remove = db
    .delete(addresses)
    .where(and(eq(addresses.id, id), eq(addresses.userId, userId)))
    .returning({ id: addresses.id });
  const oldest = sql`(select other.id from ${addresses} other where other.user_id = ${userId}
    order by other.created_at, other.id limit 1)`;
  const promote = db
    .update(addresses)
    .set({ isDefault: true })
    .where(and(sql`${addresses.id} = ${oldest}`, isFirst(userId)));
  const [, removed] = await db.batch([lockUser(db, userId), remove, promote]);
  return removed.length === 1;
}
