import { sql } from "drizzle-orm";
import { type Database, isConstraint } from "../../kit/postgres.ts";
import { err, ok, type Result } from "../../kit/result.ts";
import { invalid, type Refusal } from "../domain/fields.ts";
import { requestFingerprint, type StockLine } from "../domain/inventory.ts";
import { integers, texts } from "./arrays.ts";

export interface HeldLine {
  readonly sku: string;
  readonly name: string;
  readonly quantity: number;
  readonly unitPriceMinor: bigint;
  readonly currency: string;
  readonly productId: string;
}

export interface Shortage {
  readonly sku: string;
  readonly requested: number;
  readonly available: number;
}

export type Reservation =
  | { readonly status: "held" | "committed"; readonly lines: readonly HeldLine[] }
  | { readonly status: "short"; readonly short: readonly Shortage[] }
  | { readonly status: "released" };

export interface ReservationRequest {
  readonly id: string;
  readonly orderId: string;
  /** One line a SKU. */
  readonly lines: readonly StockLine[];
  readonly expiresAt: Date;
}

interface ReservationColumns extends Record<string, unknown> {
  status: "held" | "short" | "released" | "committed";
  request_hash: string | null;
  short: Shortage[] | null;
  lines: { sku: string; name: string; quantity: number; price: string; currency: string; product: string }[] | null;
}

/**
 * Holds every line or none, in one round trip. The stock rows are locked in the order of their SKUs, so that two orders
 * of the same SKUs wait for each other instead of in a circle; whatever else the statement reads is read after that.
 * The second statement tells what stands under this id: the first one cannot see a twin that was quicker.
 */
export async function reserve(db: Database, request: ReservationRequest): Promise<Result<Reservation, Refusal>> {
  const { id, orderId, lines, expiresAt } = request;
  const hash = requestFingerprint(orderId, lines);
  const skus = lines.map(({ sku }) => sku);
  const quantities = lines.map(({ quantity }) => quantity);
  const [, { rows }] = await db.batch([
    db.execute(sql`
      with wanted as (
        select * from unnest(${texts(skus)}, ${integers(quantities)}) with ordinality as w(sku, quantity, position)
      ), locked as materialized (
        select s.sku, s.available from stock s where s.sku = any(${texts(skus)}) order by s.sku for update
      ), priced as (
        select w.sku, w.quantity, w.position, l.available, v.price_minor, v.currency, p.id as product_id,
          case when v.name = 'Default' then p.name else p.name || ', ' || v.name end as name,
          case when v.deleted_at is null and p.deleted_at is null then coalesce(l.available, 0) else 0 end as sellable
        from wanted w
        left join locked l on l.sku = w.sku
        left join variants v on v.sku = w.sku
        left join products p on p.id = v.product_id
      ), lacking as (
        select json_agg(json_build_object('sku', sku, 'requested', quantity, 'available', sellable) order by position)
          as list
        from priced where sellable < quantity
      ), reservation as (
        insert into reservations (id, order_id, status, request_hash, short, expires_at)
        select ${id}, ${orderId}, case when list is null then 'held' else 'short' end, ${hash}, list,
          ${expiresAt.toISOString()}::timestamptz
        from lacking
        on conflict (id) do nothing
        returning id, status
      ), items as (
        insert into reservation_items
          (reservation_id, position, sku, quantity, name, product_id, unit_price_minor, currency)
        select r.id, p.position, p.sku, p.quantity, p.name, p.product_id, p.price_minor, p.currency
        from priced p, reservation r where r.status = 'held'
        returning sku, quantity
      ), held as (
        update stock s set available = s.available - i.quantity, reserved = s.reserved + i.quantity, updated_at = now()
        from items i where s.sku = i.sku returning s.sku, i.quantity
      )
      insert into stock_ledger (sku, available, reserved, committed, cause, reference)
      select sku, -quantity, quantity, 0, 'reserve', ${id} from held`),
    db.execute<ReservationColumns>(sql`
      select r.status, r.request_hash, r.short, (
        select json_agg(json_build_object('sku', i.sku, 'name', i.name, 'quantity', i.quantity,
          'price', i.unit_price_minor::text, 'currency', i.currency, 'product', i.product_id) order by i.position)
        from reservation_items i where i.reservation_id = r.id
      ) as lines
      from reservations r where r.id = ${id}`),
  ]);
  const row = rows[0];
  if (row === undefined) throw new Error(`reservation ${id} is gone`);
  if (row.request_hash !== null && row.request_hash !== hash) {
    return invalid("IDEMPOTENCY_KEY_REUSED", "this reservation was made for something else", "reservationId");
  }
  return ok(reservationOf(row));
}

function reservationOf({ status, short, lines }: ReservationColumns): Reservation {
  if (status === "released") return { status };
  if (status === "short") return { status, short: short ?? [] };
  return {
    status,
    lines: (lines ?? []).map(({ sku, name, quantity, price, currency, product }) => ({
      sku,
      name,
      quantity,
      unitPriceMinor: BigInt(price),
      currency,
      productId: product,
    })),
  };
}

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

export interface Restocking {
  readonly reservationId: string;
  readonly idempotencyKey: string;
  readonly lines: readonly StockLine[];
}

/** Puts sold units back on sale, once a key. The check on `restocked` refuses more than was sold, whoever races. */
export async function restock(db: Database, request: Restocking): Promise<Result<void, Refusal>> {
  try {
    return await putBack(db, request);
  } catch (error) {
    if (isConstraint(error, "reservation_items_restocked")) return tooLarge;
    throw error;
  }
}

const tooLarge = invalid("RESTOCK_TOO_LARGE", "more would come back than was sold", "lines");

async function putBack(db: Database, request: Restocking): Promise<Result<void, Refusal>> {
  const { reservationId, lines } = request;
  const key = `restock:${reservationId}:${request.idempotencyKey}`;
  const hash = requestFingerprint(reservationId, lines);
  const skus = lines.map(({ sku }) => sku);
  const quantities = lines.map(({ quantity }) => quantity);
  const [{ rows: changed }, { rows }] = await db.batch([
    db.execute<{ sku: string }>(sql`
      with wanted as (
        select * from unnest(${texts(skus)}, ${integers(quantities)}) as w(sku, quantity)
      ), reservation as (
        select id from reservations where id = ${reservationId} and status = 'committed' for update
      ), fits as (
        select r.id from reservation r where not exists (
          select 1 from wanted w left join reservation_items i on i.reservation_id = r.id and i.sku = w.sku
          where i.sku is null or i.restocked + w.quantity > i.quantity
        )
      ), change as (
        insert into stock_changes (key, request_hash) select ${key}, ${hash} from fits
        on conflict (key) do nothing returning key
      ), locked as materialized (
        select s.sku, w.quantity from stock s join wanted w on w.sku = s.sku
        where exists (select 1 from change) order by s.sku for update of s
      ), items as (
        update reservation_items i set restocked = i.restocked + l.quantity
        from locked l where i.reservation_id = ${reservationId} and i.sku = l.sku returning i.sku, l.quantity
      ), put as (
        update stock s set available = s.available + i.quantity, committed = s.committed - i.quantity, updated_at = now()
        from items i where s.sku = i.sku returning s.sku, i.quantity
      )
      insert into stock_ledger (sku, available, reserved, committed, cause, reference)
      select sku, quantity, 0, -quantity, 'restock', ${reservationId} from put returning sku`),
    db.execute<{ hash: string | null; status: string | null }>(sql`
      select (select request_hash from stock_changes where key = ${key}) as hash,
        (select status from reservations where id = ${reservationId}) as status`),
  ]);
  if (changed.length > 0) return ok(undefined);
  const after = rows[0];
  if (after?.hash === hash) return ok(undefined);
  if (after?.hash != null) {
    return invalid("IDEMPOTENCY_KEY_REUSED", "this key was used for another restock", "idempotencyKey");
  }
  if (after?.status !== "committed") return invalid("RESERVATION_NOT_HELD", "nothing was sold", "reservationId");
  return tooLarge;
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
