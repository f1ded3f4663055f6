import { and, arrayOverlaps, desc, eq, gt, gte, inArray, isNotNull, lt, ne, or, type SQL, sql } from "drizzle-orm";
import { toEmailKey } from "../../kit/domain/email-key.ts";
import type { Database } from "../../kit/storage/postgres.ts";
import { orders } from "../tables.ts";

export type OrderRow = typeof orders.$inferSelect;

export interface OrderPage {
  /** Undefined lists the orders of all accounts. */
  readonly accountId: string | undefined;
  readonly size: number;
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
  /** The last order of the previous page. */
  readonly after: { readonly at: Date; readonly id: string } | undefined;
}

/** Returns placed orders, newest first. Returns one row more than `size` when there is a next page. */
export async function listOrders(db: Database, page: OrderPage): Promise<readonly OrderRow[]> {
  const { after } = page;
  // A comparison of rows: the indexes that are sorted like the list start there.
  const isOlder =
    after && sql`(${orders.placedAt}, ${orders.id}) < (${after.at.toISOString()}::timestamptz, ${after.id})`;
  return db
    .select()
    .from(orders)
    .where(
      and(
        page.accountId === undefined ? undefined : eq(orders.accountId, page.accountId),
        page.number === undefined ? undefined : eq(orders.number, page.number),
        page.email && isOfEmail(page.email),
        isNotNull(orders.placedAt),
        ne(orders.status, "CLAIMED"),
        isOneOf(orders.status, page.statuses),
        isOneOf(orders.paymentStatus, page.paymentStatuses),
        isOneOf(orders.fulfillmentStatus, page.fulfillmentStatuses),
        page.placedFrom && gte(orders.placedAt, page.placedFrom),
        page.placedTo && lt(orders.placedAt, page.placedTo),
        page.disputeStatuses.length === 0 ? undefined : hasDispute(page.disputeStatuses),
        isOlder,
      ),
    )
    .orderBy(desc(orders.placedAt), desc(orders.id))
    .limit(page.size + 1);
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
