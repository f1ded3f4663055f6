import { type SQL, sql } from "drizzle-orm";
import { type DomainError, ok, type Result } from "../../kit/domain/result.ts";
import type { Database } from "../../kit/storage/postgres.ts";
import { invalid } from "../domain/fields.ts";
import { textArray } from "./arrays.ts";
import { addUncountedUses, countUses, lockUses, redeemedUses } from "./redemption-sql.ts";
import type { Redemption, SoldReservation } from "./reservations.ts";

type ReservationStatus = { status: string; orderId: string };

/**
 * Releases a reservation. An unknown id becomes a tombstone, so that a Reserve that arrives later holds nothing. The first
 * statement inserts the tombstone, or waits for a concurrent Reserve. The second one releases the reservation it finds.
 */
export async function release(db: Database, id: string, orderId: string): Promise<Result<void, DomainError>> {
  const [, , { rows }] = await db.batch([
    db.execute(sql`
      insert into reservations (id, order_id, status) values (${id}, ${orderId}, 'released') on conflict (id) do nothing`),
    db.execute(
      close(sql`id = ${id} and order_id = ${orderId} and status in ('held', 'short', 'exhausted')`, "released", []),
    ),
    findStatus(db, id),
  ]);
  if (rows[0]?.orderId !== orderId) {
    return invalid("IDEMPOTENCY_KEY_REUSED", "The reservation belongs to another order", "reservationId");
  }
  if (rows[0]?.status === "committed") {
    return invalid("RESERVATION_COMMITTED", "The reservation is already committed", "reservationId");
  }
  return ok(undefined);
}

/**
 * Commits a reservation: its units become sold, and the promotions of `redemptions` are redeemed. Uses of other promotions
 * are released.
 */
export async function commit(
  db: Database,
  id: string,
  redemptions: readonly Redemption[],
): Promise<Result<void, DomainError>> {
  const [, { rows }] = await db.batch([
    db.execute(close(sql`id = ${id} and status = 'held'`, "committed", [{ id, redemptions }])),
    findStatus(db, id),
  ]);
  if (rows[0]?.status === "committed") return ok(undefined);
  return invalid("RESERVATION_NOT_HELD", "No units are held under this ID", "reservationId");
}

/**
 * Commits several reservations in one transaction, each once. Returns the ids of those that are not committed: nothing is held
 * under these ids.
 */
export async function commitAll(db: Database, sold: readonly SoldReservation[]): Promise<readonly string[]> {
  const ids = textArray(sold.map(({ id }) => id));
  const [, { rows }] = await db.batch([
    db.execute(close(sql`id = any(${ids}) and status = 'held'`, "committed", sold)),
    db.execute<{ id: string }>(sql`
      select s.id from unnest(${ids}) as s(id)
      where not exists (select from reservations r where r.id = s.id and r.status = 'committed')`),
  ]);
  return rows.map(({ id }) => id);
}

function findStatus(db: Database, id: string) {
  return db.execute<ReservationStatus>(sql`select status, order_id as "orderId" from reservations where id = ${id}`);
}

/**
 * Returns a statement that closes the reservations that `condition` matches: their units become available or committed. Of
 * concurrent callers, the first to lock a reservation wins. The rows are updated only after the stock is locked too.
 * Reserve locks the stock first; it would wait for an updated reservation, but not for one that is only locked. Callers lock
 * several reservations in the order of their ids. A short reservation holds nothing and only changes its status.
 */
function close(condition: SQL, status: "released" | "committed", sold: readonly SoldReservation[]): SQL {
  const [cause, available, committed] =
    status === "released" ? (["release", 1, 0] as const) : (["commit", 0, 1] as const);
  return sql`
    with closing as (
      select id, status from reservations where ${condition} order by id for update
    ), locked as materialized (
      select s.sku, i.quantity, i.reservation_id from stock s
      join reservation_items i on i.sku = s.sku
      join closing e on e.id = i.reservation_id and e.status = 'held'
      order by s.sku for update of s
    ), ${redeemedUses(sold)}, uses as materialized (
      select r.reservation_id, r.promotion_id, r.code_id, r.counts_promotion, r.counts_code, r.customer_keys,
        (r.reservation_id, r.promotion_id) in (select reservation_id, promotion_id from redeemed) as is_redeemed
      from reservation_redemptions r join closing e on e.id = r.reservation_id and e.status = 'held'
    ), ${lockUses(sql`(select count(*) from locked)`)}, closed as (
      update reservations r set status = ${status}, updated_at = now()
      from closing e, (select count(*) from locked) as after_locking, (select count(*) from uses_locked) as after_uses
      where r.id = e.id
      returning r.id
    ), ${countUses(sql`reserved = x.reserved - u.uses, used = x.used + u.redeemed`)}, dropped as (
      delete from reservation_redemptions r using uses u, closed e
      where r.reservation_id = e.id and u.reservation_id = e.id and r.promotion_id = u.promotion_id and not u.is_redeemed
    )${sold.every(({ redemptions }) => redemptions.length === 0) ? sql`` : addUncountedUses()}, changed as (
      update stock s set
        reserved = s.reserved - l.quantity,
        available = s.available + l.quantity * ${available}::int,
        committed = s.committed + l.quantity * ${committed}::int,
        updated_at = now()
      from (select sku, sum(quantity)::int as quantity from locked group by sku) l where s.sku = l.sku
    )
    insert into stock_ledger (sku, available, reserved, committed, cause, reference)
    select l.sku, l.quantity * ${available}::int, -l.quantity, l.quantity * ${committed}::int, ${cause}, e.id
    from locked l join closed e on e.id = l.reservation_id order by e.id, l.sku`;
}

/** Returns held reservations whose `expires_at` has passed, oldest first. */
export async function findExpiredReservations(
  db: Database,
  limit: number,
): Promise<readonly { readonly id: string; readonly orderId: string }[]> {
  const { rows } = await db.execute<{ id: string; orderId: string }>(sql`
    select id, order_id as "orderId" from reservations
    where status = 'held' and expires_at < now() order by expires_at limit ${limit}`);
  return rows;
}

/** Moves the expiry of a held reservation. */
export async function extendReservation(db: Database, id: string, until: Date): Promise<void> {
  await db.execute(sql`
    update reservations set expires_at = ${until.toISOString()}::timestamptz where id = ${id} and status = 'held'`);
}
