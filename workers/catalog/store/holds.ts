import { sql } from "drizzle-orm";
import type { Database } from "../../kit/postgres.ts";
import { err, ok, type Result } from "../../kit/result.ts";
import type { Refusal } from "../domain/fields.ts";

type Moved = { before: string | null };

/**
 * Lets a hold go. An unknown reservation becomes a tombstone, so that its Reserve, should it come yet, holds nothing.
 * The first statement locks the reservation, or makes the tombstone; the second moves what it found held.
 */
export async function release(db: Database, id: string, orderId: string): Promise<Result<void, Refusal>> {
  const [, , { rows }] = await db.batch([
    db.execute(sql`
      insert into reservations (id, order_id, status) values (${id}, ${orderId}, 'released') on conflict (id) do nothing`),
    db.execute(moveHeld(id, "released", { available: 1, committed: 0 })),
    db.execute<Moved>(sql`select status as before from reservations where id = ${id}`),
  ]);
  if (rows[0]?.before === "committed") {
    return err({ reason: "RESERVATION_COMMITTED", message: "what it held has been sold", field: ["reservationId"] });
  }
  return ok(undefined);
}

/** Turns a hold into units sold. */
export async function commit(db: Database, id: string): Promise<Result<void, Refusal>> {
  const [, { rows }] = await db.batch([
    db.execute(moveHeld(id, "committed", { available: 0, committed: 1 })),
    db.execute<Moved>(sql`select status as before from reservations where id = ${id}`),
  ]);
  if (rows[0]?.before === "committed") return ok(undefined);
  return err({ reason: "RESERVATION_NOT_HELD", message: "nothing is held under this id", field: ["reservationId"] });
}

/**
 * Ends a hold, whose units become available or committed. Taking the reservation out of 'held' is what one of several
 * callers wins; a short one that is released just becomes so.
 */
function moveHeld(id: string, to: "released" | "committed", share: { available: 0 | 1; committed: 0 | 1 }) {
  const from = to === "released" ? sql`status in ('held', 'short')` : sql`status = 'held'`;
  return sql`
    with before as (
      select id, status from reservations where id = ${id} and ${from} for update
    ), moved as (
      update reservations r set status = ${to}, updated_at = now() from before b where r.id = b.id
      returning r.id, b.status as before
    ), locked as materialized (
      select s.sku, i.quantity from stock s
      join reservation_items i on i.sku = s.sku
      join moved m on m.id = i.reservation_id and m.before = 'held'
      order by s.sku for update of s
    ), changed as (
      update stock s set
        reserved = s.reserved - l.quantity,
        available = s.available + l.quantity * ${share.available}::int,
        committed = s.committed + l.quantity * ${share.committed}::int,
        updated_at = now()
      from locked l where s.sku = l.sku returning s.sku, l.quantity
    )
    insert into stock_ledger (sku, available, reserved, committed, cause, reference)
    select sku, quantity * ${share.available}::int, -quantity, quantity * ${share.committed}::int,
      ${to === "released" ? "release" : "commit"}, ${id}
    from changed`;
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
