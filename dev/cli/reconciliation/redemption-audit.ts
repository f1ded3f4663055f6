import type { Redemption } from "../../../workers/order/domain/reconciliation/records.ts";
import type { Sql } from "./sources.ts";

/** A counter of uses that differs from the redemptions of reservations. */
interface CounterDifference {
  /** The promotion, coupon code or customer that has the counter. */
  readonly subject: string;
  readonly used: number;
  readonly reserved: number;
  readonly redeemed: number;
  readonly held: number;
}

/**
 * Returns a line for each promotion, coupon code and customer of a promotion whose counters differ from the redemptions that they
 * count. One statement reads one snapshot, so concurrent orders make no difference.
 */
export async function findCounterDifferences(sql: Sql): Promise<readonly string[]> {
  const rows = await sql`
    with uses as (
      select u.promotion_id, u.code_id, u.counts_promotion, u.counts_code, u.customer_keys,
        (v.status = 'held')::int as held, (v.status = 'committed' and not u.returned)::int as redeemed
      from reservation_redemptions u join reservations v on v.id = u.reservation_id
    ), expected as (
      select promotion_id, '' as key, sum(held)::int as held, sum(redeemed)::int as redeemed
      from uses where counts_promotion group by 1
      union all
      select code_id, '', sum(held)::int, sum(redeemed)::int from uses where counts_code group by 1
      union all
      select promotion_id, key, sum(held)::int, sum(redeemed)::int from uses, unnest(customer_keys) as k(key) group by 1, 2
    ), counters as (
      select id, '' as key, 'promotion ' || slug as subject, reserved, used from promotions
      union all
      select id, '', 'coupon code ' || code, reserved, used from coupon_codes
      union all
      select c.promotion_id, c.customer_key, 'customer ' || c.customer_key || ' of promotion ' || p.slug, c.reserved, c.used
      from promotion_customers c join promotions p on p.id = c.promotion_id
    )
    select coalesce(c.subject, 'customer ' || e.key || ' of promotion ' || e.promotion_id) as subject,
      coalesce(c.used, 0) as used, coalesce(c.reserved, 0) as reserved,
      coalesce(e.redeemed, 0) as redeemed, coalesce(e.held, 0) as held
    from counters c full join expected e on e.promotion_id = c.id and e.key = c.key
    where (coalesce(c.reserved, 0), coalesce(c.used, 0)) <> (coalesce(e.held, 0), coalesce(e.redeemed, 0))
    order by 1`;
  return (rows as CounterDifference[]).map(
    ({ subject, used, reserved, redeemed, held }) =>
      `${subject}: counts ${used} used and ${reserved} reserved, its redemptions are ${redeemed} and ${held}`,
  );
}

/** Returns the redemptions of these reservations by order. */
export async function readRedemptions(
  sql: Sql,
  reservationIds: readonly string[],
): Promise<ReadonlyMap<string, readonly Redemption[]>> {
  const rows = await sql`
    select v.order_id as "orderId", u.promotion_id as "promotionId", coalesce(upper(c.code), '') as code,
      coalesce((
        select r.promotion->>'name' from jsonb_array_elements(v.pricing->'promotions') as r(promotion)
        where r.promotion->>'id' = u.promotion_id
      ), p.name) as name,
      v.status = 'committed' as "isRedeemed"
    from reservation_redemptions u
    join reservations v on v.id = u.reservation_id
    join promotions p on p.id = u.promotion_id
    left join coupon_codes c on c.id = u.code_id
    where u.reservation_id = any(${reservationIds}) and not u.returned and v.status in ('held', 'committed')
    order by v.order_id, u.promotion_id`;
  return Map.groupBy(rows as (Redemption & { readonly orderId: string })[], ({ orderId }) => orderId);
}
