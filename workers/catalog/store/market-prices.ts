import { type SQL, sql } from "drizzle-orm";
import { textArray } from "./arrays.ts";
import type { Selection } from "./product-fields.ts";
import { basePriceSql, hasPriceListsSql, nextPriceChangeSql, winningPriceSql } from "./winning-price.ts";

/** Whose prices a read returns. */
export interface MarketPrices {
  /** Empty for the first market. */
  readonly marketSlug: string;
  readonly customerGroupIds: readonly string[];
  readonly now: Date;
}

/** What a read of products returns. */
export interface ProductRead {
  readonly selection: Selection;
  /** Undefined for base prices in the currency of the product. */
  readonly prices: MarketPrices | undefined;
  /** Defined for a read that returns `basePriceCurrency`. True reads base prices in place of the market's: see `readPrices`. */
  readonly assumesBasePrices?: boolean;
}

/**
 * Returns the `with` clause that `productJson` and `variantColumns` need before them. `others` are further common table
 * expressions. `market` has one row, or none if there is no such market. `is_plain`: no price list applies, now or later.
 */
export function marketCte({ prices }: Pick<ProductRead, "prices">, others?: SQL): SQL {
  if (prices === undefined) return others === undefined ? sql`` : sql`with ${others}`;
  const { marketSlug, customerGroupIds, now } = prices;
  const market = sql`market as materialized (
    select m.*, not ${sql.raw(hasPriceListsSql)} as is_plain from (
      select id, currencies, currencies[1] as currency, ${now.toISOString()}::timestamptz as at,
        ${textArray(customerGroupIds)} as groups
      from markets where ${marketSlug} = '' or slug = ${marketSlug} order by position limit 1
    ) m
  )`;
  return others === undefined ? sql`with ${market}` : sql`with ${market}, ${others}`;
}

/** The id of the market, or null for an unknown one. */
export const marketId = "(select m.id from market m)";

/** The currency in which base prices are the prices of the market. Null if a price list applies, now or later. */
export const basePriceCurrency = "(select m.currency from market m where m.is_plain)";

/**
 * The price of one unit of a variant `v` in the market `m`: in its default currency, or else in the variant's own currency. The
 * market's price lists apply in its own currencies only. `pick` has the rank of the currency, the amount, and the base price of
 * a SALE price or -1: the minimum is cheaper than a sort, also to plan.
 */
const unitPrice = `
  select case when u.pick[1] = 0 then m.currency else v.currency end as currency, u.pick[2] as amount,
    nullif(u.pick[3], -1) as compare_at
  from (
    select min(array[c.rank, coalesce(list.amount, base.amount), case when list.type = 'SALE' then base.amount else -1 end]) as pick
    from (values (m.currency, 0::bigint), (v.currency::text, 1)) as c(currency, rank)
    cross join lateral (${basePriceSql("v")}) base
    left join lateral (
      ${winningPriceSql("v.sku", "1")} and not m.is_plain and c.currency = any(m.currencies)
    ) list on true
    where (c.rank = 0 or v.currency <> m.currency) and coalesce(list.amount, base.amount) is not null
  ) u`;

const toMilliseconds = (time: string): string => `round(extract(epoch from ${time}) * 1000)::float8`;

const validUntil = `case when not m.is_plain then (${nextPriceChangeSql("v.sku")}) end`;

/** A `MarketPrice` of a variant `v`. Null if it is the base price in the variant's own currency and no list can change it. */
export const variantPrice = `(
  select case when m.is_plain and v.currency = m.currency then null else (
    select json_build_object('amount', u.amount::text, 'currency', u.currency, 'compareAt', u.compare_at::text,
      'validUntil', ${toMilliseconds(validUntil)})
    from (${unitPrice}) u
  ) end from market m
)`;

/** A `MarketPriceRange` of the variants on sale of a product `p`. Null if base prices are its prices. */
export const productPriceRange = `(
  select case when m.is_plain and p.currency = m.currency then null else (
    select json_build_object('min', min(u.amount)::text, 'max', max(u.amount)::text, 'currency', u.currency,
      'validUntil', (
        select ${toMilliseconds(`min(${validUntil})`)} from variants v where v.product_id = p.id and v.deleted_at is null
      ))
    from variants v cross join lateral (${unitPrice}) u
    where v.product_id = p.id and v.deleted_at is null
    group by u.currency order by u.currency = m.currency desc limit 1
  ) end from market m
)`;

/** The `UnitPrice`s of a variant `v`: in each currency of the market, one for each quantity from which the price differs. */
export const variantUnitPrices = `(
  select coalesce(json_agg(json_build_object('currency', c.currency, 'minQuantity', t.quantity,
    'amount', coalesce(list.amount, base.amount)::text, 'isDefault', c.currency = m.currency) order by c.currency, t.quantity), '[]')
  from market m cross join lateral unnest(m.currencies) as c(currency)
  cross join lateral (${basePriceSql("v")}) base
  cross join lateral (
    select 1 as quantity
    union select p.min_quantity from prices p where not m.is_plain and p.sku = v.sku and p.currency = c.currency
  ) t
  left join lateral (${winningPriceSql("v.sku", "t.quantity")} and not m.is_plain) list on true
  where coalesce(list.amount, base.amount) is not null
)`;
