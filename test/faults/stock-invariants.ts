import type { StockFacts } from "../invariants.ts";
import type { ShopClients } from "../support/clients.ts";

type Sql = ReturnType<ShopClients["sql"]>;

/** Returns the stock of every SKU, derived from the stock rows, the ledger and the reservations. */
export async function readStock(sql: Sql): Promise<readonly StockFacts[]> {
  const rows = await sql`
    select s.sku, s.available,
      coalesce((select sum(l.available) from stock_ledger l
        where l.sku = s.sku and l.cause in ('initial', 'adjust')), 0)::int as initial,
      coalesce(sum(i.quantity) filter (where r.status = 'held'), 0)::int as held,
      coalesce(sum(i.quantity - i.restocked) filter (where r.status = 'committed'), 0)::int as sold
    from stock s
    left join reservation_items i on i.sku = s.sku
    left join reservations r on r.id = i.reservation_id
    group by s.sku, s.available order by s.sku`;
  return rows as StockFacts[];
}

/** Returns a message for each SKU whose stock, ledger and reservations disagree, and for each change applied twice. */
export async function findStockInconsistencies(sql: Sql): Promise<readonly string[]> {
  const [ledgerMismatches = [], reservationMismatches = [], duplicates = []] = await sql.transaction(
    [
      sql`
        select s.sku from stock s left join (
          select sku, sum(available)::int a, sum(reserved)::int r, sum(committed)::int c from stock_ledger group by sku
        ) l on l.sku = s.sku
        where (s.available, s.reserved, s.committed)
          is distinct from (coalesce(l.a, 0), coalesce(l.r, 0), coalesce(l.c, 0))`,
      sql`
        select s.sku from stock s left join reservation_items i on i.sku = s.sku
        left join reservations r on r.id = i.reservation_id
        group by s.sku, s.reserved, s.committed
        having s.reserved <> coalesce(sum(i.quantity) filter (where r.status = 'held'), 0)
          or s.committed <> coalesce(sum(i.quantity - i.restocked) filter (where r.status = 'committed'), 0)`,
      sql`
        select reference, cause, sku from stock_ledger
        where cause in ('reserve', 'release', 'commit', 'restock')
        group by reference, cause, sku having count(*) > 1`,
    ],
    { isolationLevel: "RepeatableRead", readOnly: true },
  );
  return [
    ...ledgerMismatches.map(({ sku }) => `I1 ${sku}: the sums of the ledger equal the stock`),
    ...reservationMismatches.map(({ sku }) => `I1 ${sku}: the sums of the reservations equal the stock`),
    ...duplicates.map(({ reference, cause, sku }) => `I5 ${cause} of ${sku} for ${reference} was applied once`),
  ];
}

/** The promotions whose uses the reservations of an order have. */
export interface OrderRedemptions {
  readonly reserved: readonly string[];
  readonly used: readonly string[];
}

export async function readRedemptions(sql: Sql): Promise<ReadonlyMap<string, OrderRedemptions>> {
  const rows = await sql`
    select v.order_id as id,
      coalesce(array_agg(u.promotion_id) filter (where v.status = 'held'), '{}') as reserved,
      coalesce(array_agg(u.promotion_id) filter (where v.status = 'committed' and not u.returned), '{}') as used
    from reservation_redemptions u join reservations v on v.id = u.reservation_id group by v.order_id`;
  return new Map((rows as (OrderRedemptions & { readonly id: string })[]).map(({ id, ...uses }) => [id, uses]));
}

/**
 * Returns a message for each promotion, coupon code and customer whose counters differ from the redemptions of reservations, and
 * for each limit that is exceeded.
 */
export async function findRedemptionInconsistencies(sql: Sql): Promise<readonly string[]> {
  const rows = await sql`
    with uses as (
      select u.promotion_id, u.code_id, u.counts_promotion, u.counts_code, u.customer_keys,
        (v.status = 'held')::int as reserved, (v.status = 'committed' and not u.returned)::int as used
      from reservation_redemptions u join reservations v on v.id = u.reservation_id
    ), expected as (
      select promotion_id as subject, sum(reserved)::int as reserved, sum(used)::int as used
      from uses where counts_promotion group by 1
      union all
      select code_id, sum(reserved)::int, sum(used)::int from uses where counts_code group by 1
      union all
      select promotion_id || ' ' || key, sum(reserved)::int, sum(used)::int
      from uses, unnest(customer_keys) as k(key) group by 1
    ), counters as (
      select id as subject, reserved, used, usage_limit from promotions
      union all
      select id, reserved, used, usage_limit from coupon_codes
      union all
      select promotion_id || ' ' || customer_key, reserved, used, usage_limit from promotion_customers
    )
    select c.subject from counters c left join expected e on e.subject = c.subject
    where (c.reserved, c.used) is distinct from (coalesce(e.reserved, 0), coalesce(e.used, 0))
      or c.reserved + c.used > c.usage_limit`;
  return rows.map(({ subject }) => `I12 ${subject}: the redemptions equal the counters, and are within the limit`);
}
