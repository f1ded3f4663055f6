import { type SQL, sql } from "drizzle-orm";
import type { StockLine } from "../domain/inventory.ts";
import type { PriceContext } from "../domain/pricing/price-context.ts";
import { textArray } from "./arrays.ts";
import { isLiveAt, isRelevantPromotion } from "./pricing-sql.ts";
import { hasUsesLeft, lockUses } from "./redemption-sql.ts";
import { requestedLines } from "./requested-lines.ts";
import type { Redemption } from "./reservations.ts";

export interface RequestedRedemption extends Redemption {
  /** Whether nothing is reserved when a usage limit is reached. Otherwise the redemption is left out. */
  readonly required: boolean;
}

interface RedemptionRequest {
  readonly lines: readonly StockLine[];
  readonly redemptions: readonly RequestedRedemption[];
  readonly context: PriceContext;
  readonly now: Date;
}

interface LockedUses extends Pick<RedemptionRequest, "lines" | "redemptions"> {
  readonly context: Pick<PriceContext, "customerKeys">;
}

/** Selects the requested redemptions with the ids of their codes. */
function redemptionRequests(redemptions: readonly RequestedRedemption[]): SQL {
  const ids = textArray(redemptions.map(({ promotionId }) => promotionId));
  const codes = textArray(redemptions.map(({ code }) => code));
  const required = sql`${sql.param(redemptions.map(({ required }) => required))}::boolean[]`;
  return sql`
    select r.promotion_id, r.code, r.required, c.id as code_id, coalesce(c.active, false) as is_code_active
    from unnest(${ids}, ${codes}, ${required}) as r(promotion_id, code, required)
    left join coupon_codes c on r.code <> '' and upper(c.code) = upper(r.code) and c.promotion_id = r.promotion_id`;
}

/**
 * Returns a statement that locks the stock and the limits of a reservation. The limits are read by the next statement
 * of the transaction: its snapshot is taken after the locks.
 */
export function lockQuery({ lines, redemptions, context }: LockedUses): SQL {
  return sql`
    with requested as (${requestedLines(lines)}), redemption_requests as materialized (
      ${redemptionRequests(redemptions)}
    ), locked as materialized (
      select s.sku from stock s where s.sku = any(array(select sku from requested)) order by s.sku for update
    ), uses as (
      select promotion_id, code_id, true as counts_promotion, true as counts_code,
        ${textArray(context.customerKeys)} as customer_keys
      from redemption_requests
    ), ${lockUses(sql`(select count(*) from locked)`, sql`usage_limit is not null`)}
    select count(*) from uses_locked`;
}

/**
 * Table expressions of the redemptions that can be reserved: `promotion_rows` has the promotions that matter to the order,
 * `redeemable` the requested redemptions of active promotions, and whether their limits allow one more use.
 */
export function findRedeemable({ redemptions, context, now }: RedemptionRequest): SQL {
  const keys = textArray(context.customerKeys);
  return sql`
    redemption_requests as materialized (${redemptionRequests(redemptions)}), promotion_rows as materialized (
      select p.* from promotions p where ${isRelevantPromotion(now)}
    ), redeemable as materialized (
      select r.promotion_id, r.code, r.code_id, r.required, p.usage_limit is not null as counts_promotion,
        c.usage_limit is not null as counts_code, p.usage_limit_per_customer as customer_limit,
        ${hasUsesLeft(sql`p`)} and coalesce(c.reserved + c.used < c.usage_limit, true)
          and (p.usage_limit_per_customer is null or cardinality(${keys}) > 0 and not exists (
            select 1 from promotion_customers u
            where u.promotion_id = p.id and u.customer_key = any(${keys})
              and u.reserved + u.used >= p.usage_limit_per_customer
          )) as is_available
      from redemption_requests r
      join promotion_rows p on p.id = r.promotion_id
      left join coupon_codes c on c.id = r.code_id
      where (case when r.code = '' then p.automatic else r.is_code_active end) and ${isLiveAt("p", now)}
    )`;
}

/** Inserts the redemptions that the reservation holds, and counts them where there is a limit. */
export function insertRedemptions({ customerKeys }: PriceContext): SQL {
  return sql`
    redemptions as (
      insert into reservation_redemptions
        (reservation_id, promotion_id, code_id, counts_promotion, counts_code, customer_keys)
      select r.id, e.promotion_id, e.code_id, e.counts_promotion, e.counts_code,
        case when e.customer_limit is null then '{}' else ${textArray(customerKeys)} end
      from redeemable e, reservation r where r.status = 'held' and e.is_available
      returning promotion_id, code_id, counts_promotion, counts_code, customer_keys
    ), counted_promotions as (
      update promotions p set reserved = p.reserved + 1
      from redemptions r where p.id = r.promotion_id and r.counts_promotion
    ), counted_codes as (
      update coupon_codes c set reserved = c.reserved + 1 from redemptions r where c.id = r.code_id and r.counts_code
    ), counted_customers as (
      insert into promotion_customers as u (promotion_id, customer_key, usage_limit, reserved)
      select r.promotion_id, k.key, e.customer_limit, 1
      from redemptions r join redeemable e on e.promotion_id = r.promotion_id, unnest(r.customer_keys) as k(key)
      order by r.promotion_id, k.key
      on conflict (promotion_id, customer_key)
        do update set reserved = u.reserved + 1, usage_limit = excluded.usage_limit
    )`;
}
