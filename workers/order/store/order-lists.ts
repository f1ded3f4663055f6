import { and, arrayOverlaps, asc, desc, eq, gt, gte, inArray, isNotNull, lt, ne, or, type SQL, sql } from "drizzle-orm";
import { toEmailKey } from "../../kit/domain/email-key.ts";
import { literalLimit } from "../../kit/storage/literal-limit.ts";
import type { Database } from "../../kit/storage/postgres.ts";
import { maxPaymentWaitMs } from "../domain/limits.ts";
import { orders } from "../tables.ts";
import { type SearchConditions, toSearchQuery } from "./search-keys.ts";

export type OrderRow = typeof orders.$inferSelect;

interface OrderConditions {
  /** Undefined lists the orders of all accounts. */
  readonly accountId: string | undefined;
  /** Undefined lists the orders of all numbers. Two orders may have the same number. */
  readonly number: string | undefined;
  /** Undefined lists the orders of all addresses. `accountId` is the account with this address: its orders match too. */
  readonly email: { readonly key: string; readonly accountId: string | undefined } | undefined;
  /** An empty list matches every status. */
  readonly statuses: readonly string[];
  /** Statuses of disputes, of which the order has at least one. An empty list matches every order. */
  readonly disputeStatuses: readonly string[];
  /** An empty list matches every status. */
  readonly paymentStatuses: readonly string[];
  /** An empty list matches every status. */
  readonly fulfillmentStatuses: readonly string[];
  /** The time of placement: from is inclusive, to is exclusive. */
  readonly placedFrom: Date | undefined;
  readonly placedTo: Date | undefined;
  /** Of the shipping address. An empty list matches every country. */
  readonly countryCodes: readonly string[];
  readonly search: SearchConditions;
  /** Inclusive bounds of the total, in one currency. */
  readonly total:
    | { readonly currency: string; readonly min: bigint | undefined; readonly max: bigint | undefined }
    | undefined;
  /** Only orders that do not progress, or only all others. */
  readonly isStuck: boolean | undefined;
  readonly now: Date;
}

/** The position of an order in a list: where the next page starts. */
export type ListPosition =
  | { readonly sort: "NEWEST" | "OLDEST"; readonly at: Date; readonly id: string }
  | { readonly sort: "TOTAL_DESC"; readonly currency: string; readonly totalMinor: bigint; readonly id: string };

export type ListSort = ListPosition["sort"];

export interface OrderPage extends OrderConditions {
  readonly size: number;
  readonly sort: ListSort;
  /** The last order of the previous page. */
  readonly after: ListPosition | undefined;
}

/** Returns placed orders. Returns one row more than `size` when there is a next page. */
export async function listOrders(db: Database, page: OrderPage): Promise<readonly OrderRow[]> {
  const isSearch = toSearchQuery(page.search) !== undefined;
  return db
    .select()
    .from(orders)
    .where(isSearch ? sql`${orders.id} in (${findOnPage(page)})` : isOnPage(page))
    .orderBy(...sortKeys[page.sort])
    .limit(page.size + 1);
}

/** The index `orders_total` has the negative total: so both columns are sorted in one direction. */
const negativeTotal = sql`(- ${orders.totalMinor})`;

/** Each is the order of an index. */
const sortKeys: Readonly<Record<ListSort, readonly SQL[]>> = {
  NEWEST: [desc(orders.placedAt), desc(orders.id)],
  OLDEST: [asc(orders.placedAt), asc(orders.id)],
  TOTAL_DESC: [asc(orders.currency), sql`${negativeTotal} asc`, asc(orders.id)],
};

interface SearchHints {
  /** Whether many orders match the search. The index of keys would find all of them, so it is not used. */
  readonly keysAreCommon?: boolean;
}

const isListed = (page: OrderPage, hints?: SearchHints): SQL | undefined =>
  and(isMatch(page, hints), isOneOf(orders.status, page.statuses));
const isBehind = ({ after }: OrderPage): SQL | undefined => after && isAfter(after);
const isOnPage = (page: OrderPage, hints?: SearchHints): SQL | undefined => and(isListed(page, hints), isBehind(page));

/** Orders with the same keys that are read and sorted. The list of more orders is read in its own order. */
const maxSorted = 2_000;

/**
 * Selects the ids of a page of a search. Postgres does not know how many orders a key matches. So the index of keys finds some of them
 * first. If these are all, they are sorted. Otherwise the key is common, and the list has a page of matching orders near its start.
 */
function findOnPage(page: OrderPage): SQL {
  const limited = sql`order by ${sql.join([...sortKeys[page.sort]], sql`, `)} ${literalLimit(page.size + 1)}`;
  const isCommon = sql`(select count(*) > ${sql.raw(`${maxSorted}`)} from found)`;
  return sql`
    with found as materialized (
      select id, placed_at, currency, total_minor from ${orders} where ${isListed(page)} ${literalLimit(maxSorted + 1)}
    )
    (select id from found as ${orders} where ${and(sql`not ${isCommon}`, isBehind(page))} ${limited})
    union all
    (select id from ${orders} where ${and(isCommon, isOnPage(page, { keysAreCommon: true }))} ${limited})`;
}

/** Compares rows: the indexes that are sorted like the list start there. */
function isAfter(position: ListPosition): SQL {
  switch (position.sort) {
    case "NEWEST":
      return sql`(${orders.placedAt}, ${orders.id}) < (${position.at.toISOString()}::timestamptz, ${position.id})`;
    case "OLDEST":
      return sql`(${orders.placedAt}, ${orders.id}) > (${position.at.toISOString()}::timestamptz, ${position.id})`;
    case "TOTAL_DESC": {
      const { currency, totalMinor, id } = position;
      return sql`(${orders.currency}, ${negativeTotal}, ${orders.id}) > (${currency}::char(3), ${-totalMinor}::bigint, ${id})`;
    }
  }
}

/** An order that waits for longer than this does not progress. */
const maxWaitMs = maxPaymentWaitMs + 60_000;

/** Counts stop here: a larger number means this many or more. */
const maxCounted = 10_000;

/** Returns how many orders match, at most `maxCounted`. */
export async function countOrders(db: Database, page: OrderPage): Promise<number> {
  const matching = sql`select from ${orders} where ${isListed(page)}`;
  const { rows } = await db.execute<{ count: number }>(
    sql`select count(*)::int as count from (${matching} limit ${maxCounted}) as matching`,
  );
  return rows[0]?.count ?? 0;
}

/** Returns how many orders match by status, as if no status were chosen: at most `maxCounted` of each. */
export async function countOrdersByStatus(
  db: Database,
  page: OrderPage,
  statuses: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  const { rows } = await db.execute<{ status: string; count: number }>(
    hasConditions(page) ? countMatching(page, statuses) : countAll(page, statuses),
  );
  return new Map(rows.map(({ status, count }) => [status, count]));
}

/** Without conditions, the index of statuses counts each status up to the limit, however many orders there are. */
function countAll(page: OrderPage, statuses: readonly string[]): SQL {
  const matching = sql`select from ${orders} where ${orders.status} = listed.status and ${isMatch(page)}`;
  return sql`
    select listed.status, (select count(*)::int from (${matching} limit ${maxCounted}) as matching) as count
    from jsonb_array_elements_text(${JSON.stringify(statuses)}::jsonb) as listed (status)`;
}

/**
 * Counts few matching orders in one pass. More of them would be read completely, so each status is counted up to the limit. Postgres
 * chooses an index for each status, because few orders have some of them, and most orders have others.
 */
function countMatching(page: OrderPage, statuses: readonly string[]): SQL {
  const isMany = sql`(select count(*) > ${sql.raw(`${maxCounted}`)} from found)`;
  const counts = statuses.map((status) => {
    const isCounted = and(eq(orders.status, status), isMatch(page, { keysAreCommon: true }));
    const matching = sql`select from ${orders} where ${isCounted} ${literalLimit(maxCounted)}`;
    return sql`union all
      select ${status} as status, (select count(*)::int from (${matching}) as matching) as count where ${isMany}`;
  });
  return sql`
    with found as materialized (select status from ${orders} where ${isMatch(page)} ${literalLimit(maxCounted + 1)})
    select status, count(*)::int as count from found where not ${isMany} group by status
    ${sql.join(counts, sql` `)}`;
}

function hasConditions(page: OrderPage): boolean {
  const { accountId, number, email, placedFrom, placedTo, total, isStuck: isStuckSet, search } = page;
  const lists = [page.paymentStatuses, page.fulfillmentStatuses, page.disputeStatuses, page.countryCodes];
  const values = [accountId, number, email, placedFrom, placedTo, total, isStuckSet, toSearchQuery(search)];
  return lists.some((list) => list.length > 0) || values.some((value) => value !== undefined);
}

/** Returns the conditions without that on the status. */
function isMatch(page: OrderPage, hints: SearchHints = {}): SQL | undefined {
  return and(
    page.accountId === undefined ? undefined : eq(orders.accountId, page.accountId),
    page.number === undefined ? undefined : eq(orders.number, page.number),
    page.email && isOfEmail(page.email),
    isNotNull(orders.placedAt),
    ne(orders.status, "CLAIMED"),
    isOneOf(orders.paymentStatus, page.paymentStatuses),
    isOneOf(orders.fulfillmentStatus, page.fulfillmentStatuses),
    page.placedFrom && gte(orders.placedAt, page.placedFrom),
    page.placedTo && lt(orders.placedAt, page.placedTo),
    page.disputeStatuses.length === 0 ? undefined : hasDispute(page.disputeStatuses),
    page.countryCodes.length === 0 ? undefined : inArray(orders.countryCode, [...page.countryCodes]),
    hasKeys(page.search, hints),
    page.total && hasTotal(page.total),
    page.isStuck === undefined ? undefined : isStuck(page.isStuck, page.now),
  );
}

/** Only a condition that is a comparison with the expression of an index can use the index. */
function hasKeys(search: SearchConditions, { keysAreCommon = false }: SearchHints): SQL | undefined {
  const query = toSearchQuery(search);
  if (query === undefined) return undefined;
  const isFound = sql`array_to_tsvector(${orders.searchKeys}) @@ ${query}::tsquery`;
  return keysAreCommon ? sql`(${isFound}) is true` : isFound;
}

function hasTotal({ currency, min, max }: NonNullable<OrderPage["total"]>): SQL | undefined {
  return and(
    eq(orders.currency, currency),
    min === undefined ? undefined : sql`${negativeTotal} <= ${-min}::bigint`,
    max === undefined ? undefined : sql`${negativeTotal} >= ${-max}::bigint`,
  );
}

/** The first condition is that of the index, which contains few orders. */
function isStuck(expected: boolean, now: Date): SQL {
  const needsAttention = sql`${orders.status} = 'NEEDS_ATTENTION'`;
  const isOverdue = sql`${orders.deadlineAt} < ${now.toISOString()}::timestamptz`;
  // The cron job extends the deadlines of orders that wait. None waits longer than a cardholder may take.
  const waitingSince = new Date(now.getTime() - maxWaitMs).toISOString();
  const waits = sql`${orders.status} in ('PLACED', 'RESERVED', 'AUTHORIZED', 'CREATED', 'CAPTURED')
    and ${orders.deadlineAt} is not null and ${orders.updatedAt} < ${waitingSince}::timestamptz`;
  const stuck = sql`(${orders.deadlineAt} is not null or ${needsAttention})
    and (${isOverdue} or ${needsAttention} or (${waits}))`;
  return expected ? stuck : sql`(${stuck}) is not true`;
}

function isOfEmail({ key, accountId }: NonNullable<OrderPage["email"]>): SQL | undefined {
  const isContact = eq(orders.emailKey, key);
  return accountId === undefined ? isContact : or(isContact, eq(orders.accountId, accountId));
}

type StatusColumn = typeof orders.status | typeof orders.paymentStatus | typeof orders.fulfillmentStatus;

/** Returns no condition for an empty list. */
function isOneOf(column: StatusColumn, statuses: readonly string[]): SQL | undefined {
  return statuses.length === 0 ? undefined : inArray(column, [...statuses]);
}

/** Returns whether an account, or orders with a contact email, have one that was confirmed and not cancelled. */
export async function hasConfirmedOrder(
  db: Database,
  { accountId, email }: { readonly accountId: string; readonly email?: string | undefined },
): Promise<boolean> {
  const statuses = ["CONFIRMED", "FULFILLED", "DELIVERED", "PARTIALLY_REFUNDED", "REFUNDED"];
  const rows = await db
    .select({ id: orders.id })
    .from(orders)
    .where(
      and(
        or(eq(orders.accountId, accountId), email === undefined ? undefined : eq(orders.emailKey, toEmailKey(email))),
        isNotNull(orders.placedAt),
        inArray(orders.status, statuses),
      ),
    )
    .limit(1);
  return rows.length > 0;
}

/** The first condition is that of the index, which contains no other orders. */
function hasDispute(statuses: readonly string[]): SQL | undefined {
  return and(sql`${orders.disputeStatuses} <> '{}'`, arrayOverlaps(orders.disputeStatuses, [...statuses]));
}

/** Returns the ids of an account's orders, carts included, in ascending order, starting after the id `after`. */
export async function listOrderIds(
  db: Database,
  accountId: string,
  after: string,
  limit: number,
): Promise<readonly string[]> {
  const rows = await db
    .select({ id: orders.id })
    .from(orders)
    .where(and(eq(orders.accountId, accountId), gt(orders.id, after)))
    .orderBy(orders.id)
    .limit(limit);
  return rows.map(({ id }) => id);
}

/** Returns those of these ids that have a row. Carts have one too. */
export async function findExistingOrderIds(db: Database, ids: readonly string[]): Promise<readonly string[]> {
  const rows = await db
    .select({ id: orders.id })
    .from(orders)
    .where(inArray(orders.id, [...ids]));
  return rows.map(({ id }) => id);
}

/** Returns the id of the order with this number. Numbers are a part of the id, and in theory not unique. */
export async function findOrderIdByNumber(db: Database, number: string): Promise<string | undefined> {
  const [row] = await db.select({ id: orders.id }).from(orders).where(eq(orders.number, number)).limit(1);
  return row?.id;
}
