import { and, desc, eq, getTableColumns, inArray, isNotNull, isNull, sql } from "drizzle-orm";
import { toEmailKey } from "../../kit/domain/email-key.ts";
import type { Database } from "../../kit/storage/postgres.ts";
import { users } from "../tables.ts";
import type { AddressRow } from "./addresses.ts";
import type { CustomerGroupRow } from "./customer-groups.ts";

export type UserRecord = typeof users.$inferSelect;

/** A user with their addresses, the default one first, and their customer groups. */
export type UserRow = UserRecord & {
  readonly addresses: readonly AddressRow[];
  /** By slug. */
  readonly groups: readonly CustomerGroupRow[];
};

/** Includes the addresses and customer groups, at the cost of one index lookup each, to save a second round trip. */
const userFields = {
  ...getTableColumns(users),
  addresses: sql<readonly AddressRow[]>`(
    select coalesce(json_agg(json_build_object('id', a.id, 'name', a.name, 'line1', a.line1, 'line2', a.line2,
      'city', a.city, 'region', a.region, 'postalCode', a.postal_code, 'countryCode', a.country_code,
      'isDefault', a.is_default) order by a.is_default desc, a.created_at, a.id), '[]')
    from addresses a where a.user_id = "users"."id")`.as("addresses"),
  groups: sql<readonly CustomerGroupRow[]>`(case when "users"."group_ids" = '{}' then '[]' else (
    select coalesce(json_agg(json_build_object('id', g.id, 'slug', g.slug, 'name', g.name) order by g.slug), '[]')
    from customer_groups g where g.id = any("users"."group_ids")) end)`.as("groups"),
};

export async function findUserByEmail(db: Database, email: string): Promise<UserRow | undefined> {
  const [row] = await db
    .select(userFields)
    .from(users)
    .where(eq(users.emailKey, toEmailKey(email)));
  return row;
}

export async function findUser(db: Database, id: string): Promise<UserRow | undefined> {
  const [row] = await findUsers(db, [id]);
  return row;
}

/** Returns users whose email address has no key yet, in any order. */
export async function findUsersWithoutEmailKey(
  db: Database,
  limit: number,
): Promise<readonly { readonly id: string; readonly email: string }[]> {
  return db
    .select({ id: users.id, email: sql<string>`${users.email}` })
    .from(users)
    .where(and(isNotNull(users.email), isNull(users.emailKey)))
    .orderBy(sql`random()`)
    .limit(limit);
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
  const pattern = `%${query.replace(/[\\%_]/g, "\\$&")}%`;
  const isMatch = sql`(${searchText} like lower(${pattern}) or ${users.emailKey} = ${toEmailKey(query)})`;
  const isAfter = after && sql`(${users.createdAt}, ${users.id}) < (${new Date(after.createdAt)}, ${after.id})`;
  return db
    .select(userFields)
    .from(users)
    .where(and(isNotNull(users.email), query === "" ? undefined : isMatch, isAfter))
    .orderBy(desc(users.createdAt), desc(users.id))
    .limit(limit);
}
