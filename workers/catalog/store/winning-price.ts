// SQL that decides the unit price of a SKU in a currency. Reads of products, quotes and reservations share it, so that they
// return the same price. It needs these aliases: `m` for the market (`id`, `at`, `groups`), `c.currency` and `base.amount`.

/**
 * Returns SQL for the base price in `c.currency` of a row with `sku`, `price_minor` and `currency`; null without one. Without
 * `offset 0`, Postgres would plan and execute the lookup once for each use of the amount.
 */
export const basePriceSql = (row: string): string => `
  select case when ${row}.currency = c.currency then ${row}.price_minor else (
    select b.amount_minor from variant_prices b where b.sku = ${row}.sku and b.currency = c.currency
  ) end as amount offset 0`;

/** The market and the customer groups of a price list `l` match, and a manager did not deactivate it. */
const isOpen = `l.active and (cardinality(l.market_ids) = 0 or m.id = any(l.market_ids))
  and (cardinality(l.customer_group_ids) = 0 or l.customer_group_ids && m.groups)`;

/**
 * Returns SQL for the price and the type of the price list that wins; no row without one. The minimum of an array takes a
 * fifth of the time of a sort: this runs for each variant of a list of products. It ends with a condition.
 */
export const winningPriceSql = (sku: string, quantity: string): string => `
  select w.list[2] as amount, case w.list[3] when 0 then 'SALE' else 'OVERRIDE' end as type from (
    select min(array[-l.priority::bigint, p.amount_minor, (l.type = 'OVERRIDE')::int]) as list
    from prices p join price_lists l on l.id = p.price_list_id
    where p.sku = ${sku} and p.currency = c.currency and p.min_quantity <= ${quantity}
      and ${isOpen} and coalesce(l.starts_at <= m.at, true) and coalesce(l.ends_at > m.at, true)
      and (l.type = 'OVERRIDE' or p.amount_minor < base.amount)
      and not exists (
        select 1 from prices n where n.price_list_id = p.price_list_id and n.sku = p.sku and n.currency = p.currency
          and n.min_quantity > p.min_quantity and n.min_quantity <= ${quantity}
      )
  ) w where w.list is not null`;

/** Returns SQL for whether a list applies to the market `m` now or later. */
export const hasPriceListsSql = `exists (
  select 1 from price_lists l where ${isOpen} and coalesce(l.ends_at > m.at, true)
)`;

/** Returns SQL for the next time at which a list with a price of the SKU starts or ends; null without one. */
export const nextPriceChangeSql = (sku: string): string => `
  select min(t.at) from prices p join price_lists l on l.id = p.price_list_id
  cross join lateral (values (l.starts_at), (l.ends_at)) t(at)
  where p.sku = ${sku} and t.at > m.at and ${isOpen}`;
