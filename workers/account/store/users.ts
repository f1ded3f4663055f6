import { and, desc, eq, getTableColumns, inArray, isNotNull, sql } from "drizzle-orm";
import type { Database } from "../../kit/storage/postgres.ts";
import { users } from "../tables.ts";
import type { AddressRow } from "./addresses.ts";

export type UserRecord = typeof users.$inferSelect;

/** A user with their addresses, the default one first. */
export type UserRow = UserRecord & { readonly addresses: readonly AddressRow[] };

/** Includes the addresses, at the cost of one index lookup, to save a second round trip. */
const userFields = {
  ...getTableColumns(users),
  addresses: sql<readonly AddressRow[]>`(
    select coalesce(json_agg(json_build_object('id', a.id, 'name', a.name, 'line1', a.line1, 'line2', a.line2,
      'city', a.city, 'region', a.region, 'postalCode', a.postal_code, 'countryCode', a.country_code,
      'isDefault', a.is_default) order by a.is_default desc, a.created_at, a.id), '[]')
    from addresses a where a.user_id = "users"."id")`.as("addresses"),
};

export async function findUserByEmail(db: Database, email: string): Promise<UserRow | undefined> {
  const [row] = await db
    .select(userFields)
    .from(users)
    .where(eq(sql`lower(${users.email})`, email.toLowerCase()));
  return row;
}

export async function findUser(db: Database, id: string): Promise<UserRow | undefined> {
  const [row] = await findUsers(db, [id]);
  return row;
}

/** Returns the account's current epoch, or undefined when the account does not exist. */
export async function findEpoch(db: Database, id: string): Promise<number | undefined> {
  const [row] = await db.select({ epoch: users.epoch }).from(users).where(eq(users.id, id));
  return row?.epoch;
}

export async function findUsers(db: Database, ids: readonly string[]): Promise<readonly UserRow[]> {
  return db
    .select(userFields)
    .from(users)
    .where(inArray(users.id, [...ids]));
}

const searchText = sql`lower(coalesce(${users.email}, '') || ' ' || ${users.firstName} || ' ' || ${users.lastName})`;

/** Lists registered users after the position `after`, newest first. `query` is part of an email address or a name. */
export async function listUsers(
  db: Database,
  { query, after, limit }: { query: string; after?: { createdAt: number; id: string } | undefined; limit: number },
): Promise<readonly UserRow[]> {
  const pattern = `%${query.toLowerCase().replace(/[\\%_]/g, "\\$&")}%`;
  const isAfter = after && sql`(${users.createdAt}, ${users.id}) < (${new Date(after.createdAt)}, ${after.id})`;
  return db
    .select(userFields)
    .from(users)
    .where(and(isNotNull(users.email), query === "" ? undefined : sql`${searchText} like ${pattern}`, isAfter))
    .orderBy(desc(users.createdAt), desc(users.id))
    .limit(limit);
}
