import { type SQL, sql } from "drizzle-orm";
import { textArray } from "./arrays.ts";
import type { Redemption } from "./reservations.ts";

// `uses` is a table expression with the columns promotion_id, code_id, counts_promotion, counts_code and customer_keys.

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
 * Common table expressions that apply `changes` to the counters `x` of each use `u` after all locks. They use
 * only the number of the locked rows, which orders the steps, and not the rows.
 */
export function countUses(changes: SQL): SQL {
  const afterLocks = sql`(select count(*) from uses_locked) as after_locks`;
  return sql`
    counted_promotions as (
      update promotions x set ${changes} from uses u, ${afterLocks} where x.id = u.promotion_id and u.counts_promotion
    ), counted_codes as (
      update coupon_codes x set ${changes} from uses u, ${afterLocks} where x.id = u.code_id and u.counts_code
    ), counted_customers as (
      update promotion_customers x set ${changes}
      from uses u, ${afterLocks} where x.promotion_id = u.promotion_id and x.customer_key = any(u.customer_keys)
    )`;
}

/** Records uses of promotions without a usage limit that the reservation in `closed` did not have. Nothing counts them. */
export function addUncountedUses(redemptions: readonly Redemption[]): SQL {
  return sql`, added as (
    insert into reservation_redemptions (reservation_id, promotion_id, code_id)
    select e.id, p.id, c.id
    from closed e
    cross join unnest(${textArray(redemptions.map(({ promotionId }) => promotionId))},
      ${textArray(redemptions.map(({ code }) => code))}) as n(promotion_id, code)
    join promotions p on p.id = n.promotion_id
    left join coupon_codes c on upper(c.code) = upper(n.code) and c.promotion_id = p.id
    where p.id not in (select promotion_id from uses)
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
    select count(*)::int from reservation_redemptions r join reservations v on v.id = r.reservation_id
    where ${redemptions} and ${isUse[counter]} and ${condition}
  )`;
  return sql<number>`case when ${table}.usage_limit is not null
    then ${table}.${sql.raw(counter)} + ${count(sql`not ${isCounted}`)} else ${count(sql`true`)} end`;
}
