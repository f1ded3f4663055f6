import { sql } from "drizzle-orm";
import { type DomainError, ok, type Result } from "../../kit/domain/result.ts";
import type { Database } from "../../kit/storage/postgres.ts";
import { invalid } from "../domain/fields.ts";
import { requestFingerprint, type StockLine } from "../domain/inventory.ts";
import { requestedLines } from "./requested-lines.ts";

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
  | { readonly status: "exhausted"; readonly exhausted: readonly Redemption[] }
  | { readonly status: "released" };

/** The use of a promotion by one order. */
export interface Redemption {
  readonly promotionId: string;
  /** Empty for an automatic promotion. */
  readonly code: string;
}

/** A reservation whose units are sold, and the promotions that its order redeems. */
export interface SoldReservation {
  readonly id: string;
  readonly redemptions: readonly Redemption[];
}

export interface ReservationRequest {
  readonly id: string;
  readonly orderId: string;
  /** One line per spelling of a SKU. Lines of one SKU are added up. */
  readonly lines: readonly StockLine[];
  readonly expiresAt: Date;
}

export interface ReservationColumns extends Record<string, unknown> {
  status: "held" | "short" | "exhausted" | "released" | "committed";
  request_hash: string | null;
  short: Shortage[] | null;
  lines: { sku: string; name: string; quantity: number; price: string; currency: string; product: string }[] | null;
}

/**
 * Reserves every line or none, in one round trip. The reservation has the stored spelling of each SKU. Locks the stock rows first, in the order of their SKUs, so that two
 * orders of the same SKUs do not deadlock. The second statement reads the reservation with this id: the first one cannot
 * see a row that a concurrent duplicate request inserted.
 */
export async function reserve(db: Database, request: ReservationRequest): Promise<Result<Reservation, DomainError>> {
  const { id, orderId, lines, expiresAt } = request;
  const hash = requestFingerprint(orderId, lines);
  const [, { rows }] = await db.batch([
    db.execute(sql`
      with requested as (${requestedLines(lines)}
      ), locked as materialized (
        select s.sku, s.available from stock s where s.sku = any(array(select sku from requested)) order by s.sku for update
      ), priced as (
        select w.sku, w.quantity, w.position, l.available, v.price_minor, v.currency, p.id as product_id,
          case when v.name = 'Default' then p.name else p.name || ', ' || v.name end as name,
          case when v.deleted_at is null and p.deleted_at is null then coalesce(l.available, 0) else 0 end as sellable
        from requested w
        left join locked l on l.sku = w.sku
        left join variants v on v.sku = w.sku
        left join products p on p.id = v.product_id
      ), shortages as (
        select json_agg(json_build_object('sku', sku, 'requested', quantity, 'available', sellable) order by position)
          as list
        from priced where sellable < quantity
      ), reservation as (
        insert into reservations (id, order_id, status, request_hash, short, expires_at)
        select ${id}, ${orderId}, case when list is null then 'held' else 'short' end, ${hash}, list,
          ${expiresAt.toISOString()}::timestamptz
        from shortages
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
    db.execute<ReservationColumns>(sql`select ${reservationColumns} from reservations r where r.id = ${id}`),
  ]);
  const row = rows[0];
  if (row === undefined) throw new Error(`reservation ${id} does not exist after its insert`);
  if (row.request_hash !== null && row.request_hash !== hash) return keyReused;
  return ok(toReservation(row));
}

export const keyReused = invalid(
  "IDEMPOTENCY_KEY_REUSED",
  "This reservation was made for another request",
  "reservationId",
);

/** The columns of `reservations r` that a response needs. */
export const reservationColumns = sql`
  r.status, r.request_hash, r.short, (
    select json_agg(json_build_object('sku', i.sku, 'name', i.name, 'quantity', i.quantity,
      'price', i.unit_price_minor::text, 'currency', i.currency, 'product', i.product_id) order by i.position)
    from reservation_items i where i.reservation_id = r.id
  ) as lines`;

export function toReservation({ status, short, lines }: ReservationColumns): Reservation {
  if (status === "released") return { status };
  if (status === "short") return { status, short: short ?? [] };
  if (status === "exhausted") return { status, exhausted: [] };
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
