import { and, desc, eq, inArray, isNull, lt, or, sql } from "drizzle-orm";
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

export interface CartRow {
  readonly id: string;
  /** Milliseconds since the epoch. */
  readonly createdAt: number;
}

/** More rows than an account has carts, unless they were created before the limit on open carts. */
const maxListed = 100;

/**
 * Inserts the row of a cart, so that its key can be reserved when it is placed. Returns the account's other carts, newest
 * first. Inserts of one account run one after the other, so of two concurrent ones the later returns the cart of the first.
 */
export async function insertCart(
  db: Database,
  { id, accountId, deadlineAt }: { readonly id: string; readonly accountId: string; readonly deadlineAt: number },
): Promise<readonly CartRow[]> {
  const at = new Date(deadlineAt).toISOString();
  const [, { rows }] = await db.batch([
    db.execute(sql`select pg_advisory_xact_lock(7, hashtext(${accountId}))`),
    db.execute<{ id: string; created_ms: string }>(sql`
      with inserted as (
        insert into ${orders} (id, account_id, status, from_cart, deadline_at)
        values (${id}, ${accountId}, 'CART', true, ${at}::timestamptz) on conflict do nothing
      )
      select id, extract(epoch from created_at) * 1000 as created_ms from ${orders}
      where account_id = ${accountId} and status = 'CART' and id <> ${id} order by created_at desc limit ${maxListed}`),
  ]);
  return rows.map((row) => ({ id: row.id, createdAt: Number(row.created_ms) }));
}

/** A row without an order belongs to a cart that is being created, for at most this long. */
const creationSeconds = 10;

/**
 * Inserts the row of a cart of an account that has none. Returns its id, or the id of a cart that a concurrent request is
 * creating.
 */
export async function insertOnlyCart(
  db: Database,
  { id, accountId, deadlineAt }: { readonly id: string; readonly accountId: string; readonly deadlineAt: number },
): Promise<string> {
  const at = new Date(deadlineAt).toISOString();
  const [, { rows }] = await db.batch([
    db.execute(sql`select pg_advisory_xact_lock(7, hashtext(${accountId}))`),
    db.execute<{ id: string }>(sql`
      with concurrent as (
        select id from ${orders}
        where account_id = ${accountId} and status = 'CART' and idempotency_key is null
          and created_at > now() - make_interval(secs => ${creationSeconds})
        order by created_at desc limit 1
      ), inserted as (
        insert into ${orders} (id, account_id, status, from_cart, deadline_at)
        select ${id}, ${accountId}, 'CART', true, ${at}::timestamptz where not exists (select from concurrent)
        returning id
      )
      select id from concurrent union all select id from inserted`),
  ]);
  const [row] = rows;
  if (row === undefined) throw new Error("The cart was not inserted");
  return row.id;
}

/** Returns the account's order that changed last. */
export async function findLatestOrderId(db: Database, accountId: string): Promise<string | undefined> {
  const [row] = await db
    .select({ id: orders.id })
    .from(orders)
    .where(eq(orders.accountId, accountId))
    .orderBy(desc(orders.updatedAt))
    .limit(1);
  return row?.id;
}

/**
 * Returns the ids of an account's orders that can be changed or placed: its carts, and rejected orders that began as carts,
 * newest first. Carts come first.
 */
export async function listPlaceableIds(db: Database, accountId: string, limit: number): Promise<readonly string[]> {
  const isRejectedCart = and(eq(orders.status, "REJECTED"), eq(orders.fromCart, true));
  const rows = await db
    .select({ id: orders.id })
    .from(orders)
    .where(and(eq(orders.accountId, accountId), or(eq(orders.status, "CART"), isRejectedCart)))
    .orderBy(sql`${orders.status} = 'REJECTED'`, desc(orders.updatedAt))
    .limit(limit);
  return rows.map(({ id }) => id);
}

/** Returns the account's carts. */
export async function listCarts(db: Database, accountId: string): Promise<readonly CartRow[]> {
  const rows = await db
    .select({ id: orders.id, createdAt: orders.createdAt })
    .from(orders)
    .where(and(eq(orders.accountId, accountId), eq(orders.status, "CART")))
    .limit(maxListed);
  return rows.map(({ id, createdAt }) => ({ id, createdAt: createdAt.getTime() }));
}

/** Deletes the row of a cart that has ended. */
export async function deleteCartRow(db: Database, id: string): Promise<void> {
  const isCart = and(inArray(orders.status, ["CART", "CANCELLED"]), isNull(orders.placedAt));
  await db.delete(orders).where(and(eq(orders.id, id), isCart));
}
