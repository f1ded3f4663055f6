import { type SQL, sql } from "drizzle-orm";
import type { CurrencyCode } from "../../kit/domain/money.ts";
import { type DomainError, ok, type Result } from "../../kit/domain/result.ts";
import { type Database, isConstraintViolation } from "../../kit/storage/postgres.ts";
import { invalid } from "../domain/fields.ts";
import { requestFingerprint } from "../domain/inventory.ts";
import type { CouponCodeRead, PromotionRead } from "../domain/pricing/candidate.ts";
import type { PriceContext } from "../domain/pricing/price-context.ts";
import { linePricing, promotionsJson } from "./pricing-sql.ts";
import { decodeAmounts } from "./promotions.ts";
import { findRedeemable, insertRedemptions, lockQuery, type RequestedRedemption } from "./redemption-requests.ts";
import { requestedLines } from "./requested-lines.ts";
import {
  keyReused,
  type Redemption,
  type Reservation,
  type ReservationColumns,
  type ReservationRequest,
  reservationColumns,
  toReservation,
} from "./reservations.ts";

export interface PricedReservationRequest extends ReservationRequest {
  readonly context: PriceContext;
  /** At most one per promotion. */
  readonly redemptions: readonly RequestedRedemption[];
  readonly now: Date;
}

/** What a reservation read about prices. A repeated call returns what the first one read. */
export interface ReservationPricing {
  readonly marketId: string;
  readonly currency: CurrencyCode;
  /** Base prices of the SKUs with a sale price, as decimal strings. */
  readonly compareAt: Readonly<Record<string, string>>;
  readonly promotions: readonly PromotionRead[];
  readonly codes: readonly CouponCodeRead[];
  /** The redemptions that the reservation holds. */
  readonly redemptions: readonly Redemption[];
}

export interface PricedReservation {
  readonly reservation: Reservation;
  /** Undefined when nothing is held. */
  readonly pricing: ReservationPricing | undefined;
}

/** A first use by a customer that runs concurrently fails once, and sees the other use in the next attempt. */
const maxAttempts = 5;

/**
 * Reserves every line and every required redemption, or nothing, in one round trip. Locks in the order stock, promotions,
 * coupon codes, customers of promotions, and only rows with a limit. Two concurrent first uses by one customer both find no
 * row to lock. Then the check constraint rejects the second one, which is repeated.
 */
export async function reserveWithPrices(
  db: Database,
  request: PricedReservationRequest,
): Promise<Result<PricedReservation, DomainError>> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await attemptReservation(db, request);
    } catch (error) {
      if (attempt === maxAttempts || !isConstraintViolation(error, "promotion_customers_usage_limit")) throw error;
    }
  }
}

interface PricedColumns extends ReservationColumns {
  pricing: (ReservationPricing & { readonly exhausted?: readonly Redemption[] }) | null;
}

async function attemptReservation(
  db: Database,
  request: PricedReservationRequest,
): Promise<Result<PricedReservation, DomainError>> {
  const { id, orderId, lines, context, redemptions } = request;
  const hash = JSON.stringify([requestFingerprint(orderId, lines), context, redemptions]);
  const reserved = db.execute(reservationQuery(request, hash));
  const read = db.execute<PricedColumns>(sql`
    select ${reservationColumns}, r.pricing from reservations r where r.id = ${id}`);
  const results =
    redemptions.length === 0
      ? await db.batch([reserved, read])
      : await db.batch([db.execute(lockQuery(request)), reserved, read]);
  const row = results.at(-1)?.rows[0] as PricedColumns | undefined;
  if (row === undefined) return invalid("NOT_FOUND", "Market not found", "priceContext", "marketSlug");
  if (row.request_hash !== null && row.request_hash !== hash) return keyReused;
  const reservation = toReservation(row);
  const { pricing } = row;
  if (reservation.status === "exhausted") {
    return ok({ reservation: { ...reservation, exhausted: pricing?.exhausted ?? [] }, pricing: undefined });
  }
  const isHeld = (reservation.status === "held" || reservation.status === "committed") && pricing !== null;
  return ok({
    reservation,
    pricing: isHeld
      ? { ...pricing, promotions: decodeAmounts(pricing.promotions) as readonly PromotionRead[] }
      : undefined,
  });
}

function reservationQuery(request: PricedReservationRequest, hash: string): SQL {
  const { id, orderId, lines, expiresAt, context, now } = request;
  return sql`
    with requested as (${requestedLines(lines)}), locked as materialized (
      select s.sku, s.available from stock s where s.sku = any(array(select sku from requested)) order by s.sku for update
    ), ${linePricing(context, now)}, ${findRedeemable(request)}, sellable as (
      select w.sku, w.quantity, w.position,
        case when n.sku is null then 0 else coalesce(l.available, 0) end as available
      from requested w left join lines n on n.sku = w.sku left join locked l on l.sku = w.sku
    ), shortages as (
      select json_agg(json_build_object('sku', sku, 'requested', quantity, 'available', available) order by position)
        as list
      from sellable where available < quantity
    ), exhausted as (
      select json_agg(json_build_object('promotionId', promotion_id, 'code', code) order by promotion_id) as list
      from redeemable where required and not is_available
    ), reservation as (
      insert into reservations (id, order_id, status, request_hash, short, pricing, expires_at)
      select ${id}, ${orderId},
        case when s.list is not null then 'short' when e.list is not null then 'exhausted' else 'held' end,
        ${hash}, s.list,
        case when s.list is not null then null when e.list is not null then jsonb_build_object('exhausted', e.list)
          else (${pricingJson(now)}) end,
        ${expiresAt.toISOString()}::timestamptz
      from shortages s, exhausted e where exists (select 1 from market)
      on conflict (id) do nothing
      returning id, status
    ), items as (
      insert into reservation_items
        (reservation_id, position, sku, quantity, name, product_id, unit_price_minor, currency)
      select r.id, l.position, l.sku, l.quantity, l.name, l.product_id, l.amount, l.order_currency
      from lines l, reservation r where r.status = 'held'
      returning sku, quantity
    ), held as (
      update stock s set available = s.available - i.quantity, reserved = s.reserved + i.quantity, updated_at = now()
      from items i where s.sku = i.sku returning s.sku, i.quantity
    ), ${insertRedemptions(context)}
    insert into stock_ledger (sku, available, reserved, committed, cause, reference)
    select sku, -quantity, quantity, 0, 'reserve', ${id} from held`;
}

/** Selects what the reservation keeps of the prices that it read: see `ReservationPricing`. */
function pricingJson(now: Date): SQL {
  const hasLimit = sql`(p.usage_limit is not null or p.usage_limit_per_customer is not null)`;
  const isHeld = (condition: SQL) => sql`exists (select 1 from redeemable e where ${condition} and e.is_available)`;
  return sql`
    select jsonb_build_object(
      'marketId', (select id from market), 'currency', (select currency from chosen),
      'compareAt', (
        select coalesce(jsonb_object_agg(sku, compare_at::text), '{}') from lines where compare_at is not null
      ),
      'promotions', (${promotionsJson(sql`(${hasLimit} and not ${isHeld(sql`e.promotion_id = p.id`)})`, now)}),
      'codes', (
        select coalesce(json_agg(json_build_object('promotionId', c.promotion_id, 'isActive', coalesce(c.active, false),
          'isExhausted', c.usage_limit is not null and not ${isHeld(sql`e.code_id = c.id`)}) order by c.position), '[]')
        from codes c
      ),
      'redemptions', (
        select coalesce(json_agg(json_build_object('promotionId', promotion_id, 'code', code) order by promotion_id), '[]')
        from redeemable where is_available
      )
    )`;
}
