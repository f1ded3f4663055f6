import {
  and,
  arrayOverlaps,
  count,
  desc,
  eq,
  getTableColumns,
  gte,
  inArray,
  isNotNull,
  isNull,
  lt,
  type SQL,
  sql,
} from "drizzle-orm";
import { toEmailKey } from "../../kit/domain/email-key.ts";
import { literalLimit } from "../../kit/storage/literal-limit.ts";
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

/** All conditions that are defined must hold. */
export interface UserSelection {
  /** Part of an email address or a name, or up to two characters at its beginning. Empty for all users. */
  readonly query: string;
  /** Users with at least one of these roles. Empty for all roles. */
  readonly roles: readonly string[];
  readonly disabled: boolean | undefined;
  /** Inclusive. */
  readonly createdFrom: Date | undefined;
  /** Exclusive. */
  readonly createdTo: Date | undefined;
}

export interface UserPage extends UserSelection {
  /** The last user of the page before. */
  readonly after: UserPosition | undefined;
  readonly limit: number;
}

export interface UserPosition {
  readonly createdAt: Date;
  readonly id: string;
}

const newestFirst = [desc(users.createdAt), desc(users.id)] as const;

/** Lists registered users, newest first. */
export async function listUsers(db: Database, page: UserPage): Promise<readonly UserRow[]> {
  const isOnPage = and(isSelected(page), isAfter(page.after));
  return db
    .select(userFields)
    .from(users)
    .where(page.query === "" ? isOnPage : sql`${users.id} in (${findOnPage(page)})`)
    .orderBy(...newestFirst)
    .limit(page.limit);
}

/** Users with a text that are read and sorted. The list of more users is read in its own order. */
const maxSorted = 2_000;

/**
 * Selects the ids of a page of a search. Postgres cannot know how many users have a text. So it finds some of them first. If these are
 * all, they are sorted. Otherwise the text is common, and the list has a page of matching users near its start.
 */
function findOnPage(page: UserPage): SQL {
  const limited = sql`order by ${sql.join([...newestFirst], sql`, `)} ${literalLimit(page.limit)}`;
  const isCommon = sql`(select count(*) > ${sql.raw(`${maxSorted}`)} from found)`;
  return sql`
    with found as materialized (select id, created_at from ${users} where ${isSelected(page)} ${literalLimit(maxSorted + 1)})
    (select id from found as ${users} where ${and(sql`not ${isCommon}`, isAfter(page.after))} ${limited})
    union all
    (select id from ${users} where ${and(isCommon, isSelected(page), isAfter(page.after))} ${limited})`;
}

/** Lists the positions of the users that `listUsers` lists, without reading the users. */
export async function listUserPositions(db: Database, page: UserPage): Promise<readonly UserPosition[]> {
  return db
    .select({ createdAt: users.createdAt, id: users.id })
    .from(users)
    .where(and(isSelected(page), isAfter(page.after)))
    .orderBy(...newestFirst)
    .limit(page.limit);
}

/** Counts the users that `listUsers` lists on all pages, at most `limit`. */
export async function countUsers(db: Database, selection: UserSelection, limit: number): Promise<number> {
  const selected = db.select({ id: users.id }).from(users).where(isSelected(selection)).limit(limit).as("selected");
  const [row] = await db.select({ count: count() }).from(selected);
  return row?.count ?? 0;
}

/** The roles in the condition of the index `users_staff`. */
const staffRoles = ["SUPPORT", "CATALOG_MANAGER", "ADMIN"];

/** Fewer characters are compared with the beginnings of email addresses and names: the index has trigrams. */
const minPartLength = 3;

function hasText(query: string): SQL {
  const text = query.replace(/[\\%_]/g, "\\$&");
  const patterns = query.length < minPartLength ? [`${text}%`, `% ${text}%`] : [`%${text}%`];
  const matches = patterns.map((pattern) => sql`${searchText} like lower(${pattern})`);
  return sql`(${sql.join([...matches, sql`${users.emailKey} = ${toEmailKey(query)}`], sql` or `)})`;
}

function isSelected({ query, roles, disabled, createdFrom, createdTo }: UserSelection): SQL | undefined {
  const isStaff = roles.length > 0 && roles.every((role) => staffRoles.includes(role));
  return and(
    isNotNull(users.email),
    query === "" ? undefined : hasText(query),
    // The conditions of the partial indexes, which contain few of the users.
    isStaff ? sql`${users.roles} && '{SUPPORT,CATALOG_MANAGER,ADMIN}'::text[]` : undefined,
    disabled === true ? sql`${users.disabled}` : undefined,
    disabled === false ? sql`not ${users.disabled}` : undefined,
    roles.length === 0 ? undefined : arrayOverlaps(users.roles, [...roles]),
    createdFrom && gte(users.createdAt, createdFrom),
    createdTo && lt(users.createdAt, createdTo),
  );
}

function isAfter(position: UserPosition | undefined): SQL | undefined {
  if (position === undefined) return undefined;
  return sql`(${users.createdAt}, ${users.id}) < (${position.createdAt.toISOString()}::timestamptz, ${position.id})`;
}
