import { type SQL, sql } from "drizzle-orm";
import { ok, type Result } from "../../kit/domain/result.ts";
import type { Database } from "../../kit/storage/postgres.ts";
import { type DomainError, invalid } from "../domain/fields.ts";

type Found = { status: string; orderId: string };

/**
 * Lets a hold go. An unknown reservation becomes a tombstone, so that its Reserve, should it come yet, holds nothing.
 * The first statement makes the tombstone, or waits for whoever makes the reservation; the second ends what it finds.
 */
export async function release(db: Database, id: string, orderId: string): Promise<Result<void, DomainError>> {
  const [, , { rows }] = await db.batch([
    db.execute(sql`
      insert into reservations (id, order_id, status) values (${id}, ${orderId}, 'released') on conflict (id) do nothing`),
    db.execute(end(sql`id = ${id} and order_id = ${orderId} and status in ('held', 'short')`, "released")),
    find(db, id),
  ]);
  if (rows[0]?.orderId !== orderId) {
    return invalid("IDEMPOTENCY_KEY_REUSED", "this reservation is another order's", "reservationId");
  }
  if (rows[0]?.status === "committed") {
    return invalid("RESERVATION_COMMITTED", "what it held has been sold", "reservationId");
  }
  return ok(undefined);
}

/** Turns a hold into units sold. */
export async function commit(db: Database, id: string): Promise<Result<void, DomainError>> {
  const [, { rows }] = await db.batch([
    db.execute(end(sql`id = ${id} and status = 'held'`, "committed")),
    find(db, id),
  ]);
  if (rows[0]?.status === "committed") return ok(undefined);
  return invalid("RESERVATION_NOT_HELD", "nothing is held under this id", "reservationId");
}

function find(db: Database, id: string) {
  return db.execute<Found>(sql`select status, order_id as "orderId" from reservations where id = ${id}`);
}

/**
 * Ends the hold of the reservation that `which` finds: its units become available or committed. Of several callers one
 * locks the reservation first and wins. It is changed only when the stock is locked too: Reserve takes the stock first,
 * and would wait for a changed reservation, but not for one that is only locked. A short one holds nothing and just
 * becomes released.
 */
function end(which: SQL, as: "released" | "committed"): SQL {
  const [cause, available, committed] = as === "released" ? (["release", 1, 0] as const) : (["commit", 0, 1] as const);
  return sql`
    with ending as (
      select id, status from reservations where ${which} for update
    ), locked as materialized (
      select s.sku, i.quantity from stock s
      join reservation_items i on i.sku = s.sku
      join ending e on e.id = i.reservation_id and e.status = 'held'
      order by s.sku for update of s
    ), ended as (
      update reservations r set status = ${as}, updated_at = now()
      from ending e, (select count(*) from locked) as after_locking where r.id = e.id
      returning r.id
    ), changed as (
      update stock s set
        reserved = s.reserved - l.quantity,
        available = s.available + l.quantity * ${available}::int,
        committed = s.committed + l.quantity * ${committed}::int,
        updated_at = now()
      from locked l where s.sku = l.sku returning s.sku, l.quantity
    )
    insert into stock_ledger (sku, available, reserved, committed, cause, reference)
    select c.sku, c.quantity * ${available}::int, -c.quantity, c.quantity * ${committed}::int, ${cause}, e.id
    from changed c, ended e`;
}

/** Holds that are past their time, the longest first. */
export async function findExpired(
  db: Database,
  limit: number,
): Promise<readonly { readonly id: string; readonly orderId: string }[]> {
  const { rows } = await db.execute<{ id: string; orderId: string }>(sql`
    select id, order_id as "orderId" from reservations
    where status = 'held' and expires_at < now() order by expires_at limit ${limit}`);
  return rows;
}

/** The order still needs it: look again later. */
export async function extend(db: Database, id: string, until: Date): Promise<void> {
  await db.execute(sql`
    update reservations set expires_at = ${until.toISOString()}::timestamptz where id = ${id} and status = 'held'`);
}
