import { type SQL, sql } from "drizzle-orm";
import type { SoldReservation } from "./reservations.ts";

// `uses` is a table expression with the columns promotion_id, code_id, counts_promotion, counts_code, customer_keys and, for
// `countUses`, is_redeemed. It has the uses of one reservation or of several.

/**
 * Common table expressions that lock the counters of `uses` after the scalar `after` was computed, in the order promotions,
 * coupon codes, customers, if they meet `condition`. `uses_locked` is computed after all locks.
 */
export function lockUses(after: SQL, condition: SQL = sql`true`): SQL {
  return sql`
    locked_promotions as materialized (
      select p.id from promotions p
      where p.id = any(array(select promotion_id from uses where counts_promotion)) and ${condition} and ${after} >= 0
      order by p.id for no key update
    ), locked_codes as materialized (
      select c.id from coupon_codes c
      where c.id = any(array(select code_id from uses where counts_code)) and ${condition}
        and (select count(*) from locked_promotions) >= 0
      order by c.id for no key update
    ), uses_locked as materialized (
      select c.promotion_id, c.customer_key from promotion_customers c
      join uses u on u.promotion_id = c.promotion_id and c.customer_key = any(u.customer_keys)
      where (select count(*) from locked_codes) >= 0
      order by c.promotion_id, c.customer_key for no key update of c
    )`;
}

/**
 * Common table expressions that apply `changes` to each counter `x` after all locks. `u` has the number of its uses, and how many
 * of them are redeemed: an update changes a row once. They use only the number of the locked rows, which orders the steps, and
 * not the rows.
 */
export function countUses(changes: SQL): SQL {
  const afterLocks = sql`(select count(*) from uses_locked) as after_locks`;
  const counts = sql`count(*)::int as uses, (count(*) filter (where is_redeemed))::int as redeemed`;
  return sql`
    counted_promotions as (
      update promotions x set ${changes}
      from (select promotion_id, ${counts} from uses where counts_promotion group by 1) u, ${afterLocks}
      where x.id = u.promotion_id
    ), counted_codes as (
      update coupon_codes x set ${changes}
      from (select code_id, ${counts} from uses where counts_code group by 1) u, ${afterLocks} where x.id = u.code_id
    ), counted_customers as (
      update promotion_customers x set ${changes}
      from (select promotion_id, k.key, ${counts} from uses, unnest(customer_keys) as k(key) group by 1, 2) u, ${afterLocks}
      where x.promotion_id = u.promotion_id and x.customer_key = u.key
    )`;
}

/** The common table expression `redeemed(reservation_id, promotion_id, code)`: the uses that orders redeem. */
export function redeemedUses(sold: readonly SoldReservation[]): SQL {
  const rows = sold.flatMap(({ id, redemptions }) =>
    redemptions.map(({ promotionId, code }) => ({ reservation_id: id, promotion_id: promotionId, code })),
  );
  return sql`
    redeemed as materialized (
      select * from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as n(reservation_id text, promotion_id text, code text)
    )`;
}

/** Records uses of promotions without a usage limit that the reservations in `closed` did not have. Nothing counts them. */
export function addUncountedUses(): SQL {
  return sql`, added as (
    insert into reservation_redemptions (reservation_id, promotion_id, code_id)
    select e.id, p.id, c.id
    from closed e
    join redeemed n on n.reservation_id = e.id
    join promotions p on p.id = n.promotion_id
    left join coupon_codes c on upper(c.code) = upper(n.code) and c.promotion_id = p.id
    where (e.id, p.id) not in (select reservation_id, promotion_id from uses)
    on conflict do nothing
  )`;
}

/** The redemptions `r` of the reservations `v` that are reserved or used. */
const isUse = {
  reserved: sql`v.status = 'held'`,
  used: sql`(v.status = 'committed' and not r.returned)`,
} as const;

/** Returns the number of uses of a promotion that its counters do not have: those before it had a usage limit. */
export function earlierUses(promotion: SQL): SQL {
  return sql`(
    select count(*) from reservation_redemptions r join reservations v on v.id = r.reservation_id
    where r.promotion_id = ${promotion}.id and not r.counts_promotion and (${isUse.reserved} or ${isUse.used})
  )`;
}

/** Returns whether the usage limit of a promotion allows one more use. */
export function hasUsesLeft(promotion: SQL): SQL {
  return sql`(case when ${promotion}.usage_limit is null then true
    else ${promotion}.reserved + ${promotion}.used + ${earlierUses(promotion)} < ${promotion}.usage_limit end)`;
}

interface CountedTable {
  readonly table: SQL;
  /** Selects the redemptions `r` of a row. */
  readonly redemptions: SQL;
  /** Whether the counters of the row have the redemption `r`. */
  readonly isCounted: SQL;
}

/**
 * Returns a column of a table with counters. With a usage limit it is the counter and the redemptions of before the limit,
 * otherwise the number of all redemptions.
 */
export function usesColumn({ table, redemptions, isCounted }: CountedTable, counter: keyof typeof isUse): SQL<number> {
  const count = (condition: SQL) => sql`(
    select count(*)::int from reservation_redemptions r ${counts[counter]} and ${redemptions} and ${condition}
  )`;
  return sql<number>`case when ${table}.usage_limit is not null
    then ${table}.${sql.raw(counter)} + ${count(sql`not ${isCounted}`)} else ${count(sql`true`)} end`;
}

/**
 * Few reservations are held, and an index has them. The others are looked up one by one: in a join, Postgres may read all reservations
 * again for each row of a list, because that costs as much as a few hundred lookups.
 */
const counts: Readonly<Record<keyof typeof isUse, SQL>> = {
  reserved: sql`join reservations v on v.id = r.reservation_id where ${isUse.reserved}`,
  used: sql`where not r.returned and (select v.status from reservations v where v.id = r.reservation_id) = 'committed'`,
};
