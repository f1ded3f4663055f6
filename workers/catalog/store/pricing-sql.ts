import { type SQL, sql } from "drizzle-orm";
import type { PriceContext } from "../domain/pricing/price-context.ts";
import { comparableCodes } from "../domain/pricing/price-context.ts";
import { textArray } from "./arrays.ts";
import { basePriceSql, hasPriceListsSql, winningPriceSql } from "./winning-price.ts";

/** Returns SQL for whether the period and the switch of a row with this alias include a time. */
export function isLiveAt(alias: string, now: Date): SQL {
  const row = sql.raw(alias);
  const at = sql`${now.toISOString()}::timestamptz`;
  return sql`(${row}.active and coalesce(${row}.starts_at <= ${at}, true) and coalesce(${row}.ends_at > ${at}, true))`;
}

/**
 * Common table expressions that price the lines of `requested (sku, quantity, position)`:
 * `market` (one row, or none for an unknown slug), `priced` (a row for each line on sale and each currency that can be the
 * currency of the order), `chosen` (the currency), `lines` (the lines with a price in it, with their indexes) and `unsold`
 * (SKUs without one).
 */
export function linePricing(context: PriceContext, now: Date): SQL {
  const { marketId, marketSlug, currency, destination, customerGroupIds } = context;
  const country = destination?.countryCode ?? "";
  return sql`
    market as materialized (
      select m.id, m.slug, m.name, m.currencies, m.taxes_included, m.tax_rounding, ${now.toISOString()}::timestamptz as at,
        ${textArray(customerGroupIds)} as groups,
        ${country} = '' or coalesce(c.country_code = ${country}, false) or coalesce(c.country_code = '*', false)
          and not exists (select 1 from market_countries o where o.country_code = ${country}) as serves_destination
      from markets m
      left join market_countries c
        on c.market_id = m.id and ${country} <> '' and (c.country_code = ${country} or c.country_code = '*')
      where m.id = coalesce(${marketId ?? null}, m.id)
        and (${marketSlug ?? null}::text is null or ${marketId ?? null}::text is not null or m.slug = ${marketSlug ?? null})
      order by c.country_code = ${country} desc nulls last, c.country_code = '*' desc nulls last, m.position
      limit 1
    ), offers as (
      select w.sku, w.quantity, w.position, v.price_minor, v.currency, v.tax_class, v.weight_grams, p.id as product_id,
        p.brand, p.category_ids, case when v.name = 'Default' then p.name else p.name || ', ' || v.name end as name
      from requested w join variants v on v.sku = w.sku join products p on p.id = v.product_id
      where v.deleted_at is null and p.deleted_at is null
    ), order_currencies as (
      select ${currency ?? null}::text as currency, 0 as rank where ${currency ?? null}::text is not null
      union all
      select m.currencies[1], 0 from market m where ${currency ?? null}::text is null
      union all
      select min(o.currency)::text, 1 from offers o where ${currency ?? null}::text is null
      having count(distinct o.currency) = 1 and min(o.currency)::text = any(array(select unnest(m.currencies) from market m))
    ), priced as materialized (
      select o.*, c.currency as order_currency, c.rank,
        case when c.currency = any(m.currencies) then coalesce(list.amount, base.amount) end as amount,
        case when list.type = 'SALE' then base.amount end as compare_at
      from offers o cross join order_currencies c cross join market m
      cross join lateral (${sql.raw(basePriceSql("o"))}) base
      left join lateral (${sql.raw(winningPriceSql("o.sku", "o.quantity"))}) list on true
    ), chosen as materialized (
      select c.currency, c.rank from order_currencies c
      order by exists (select 1 from priced p where p.rank = c.rank and p.amount is null), c.rank limit 1
    ), lines as materialized (
      select p.*, (row_number() over (order by p.position) - 1)::int as index,
        array(select unnest(c.path) from categories c where c.id = any(p.category_ids)) as category_path
      from priced p join chosen c on c.rank = p.rank where p.amount is not null
    ), unsold as (
      select p.sku, p.position from priced p join chosen c on c.rank = p.rank where p.amount is null
    ), codes as materialized (
      select g.position, c.id, c.promotion_id, c.active, c.usage_limit, c.reserved, c.used
      from unnest(${textArray(comparableCodes(context))}) with ordinality as g(code, position)
      left join coupon_codes c on upper(c.code) = upper(g.code)
    )`;
}

/** Returns the condition on a promotion `p` that can matter to the order: it has a given code, or is live and automatic. */
export function isRelevantPromotion(now: Date): SQL {
  return sql`(p.id = any(array(select c.promotion_id from codes c where c.promotion_id is not null))
    or p.active and p.automatic and ${isLiveAt("p", now)})`;
}

/** Whether a price list of the market `m` or an automatic promotion applies, now or later. */
export const hasSpecialPrices: SQL = sql.raw(`(${hasPriceListsSql} or exists (
  select 1 from promotions p where p.active and p.automatic and coalesce(p.ends_at > m.at, true)
))`);

/** Returns SQL for the promotions of `promotion_rows p` as `PromotionRead`. `isExhausted` is a condition on `p`. */
export function promotionsJson(isExhausted: SQL, now: Date): SQL {
  return sql`
    select coalesce(json_agg(json_build_object(
      'id', p.id, 'version', p.version, 'name', p.name, 'class', p.class, 'automatic', p.automatic,
      'priority', p.priority, 'combinesWith', p.combines_with,
      'createdAt', (extract(epoch from p.created_at) * 1000)::bigint,
      'isLive', ${isLiveAt("p", now)}, 'isExhausted', ${isExhausted},
      'isLimitedPerCustomer', p.usage_limit_per_customer is not null,
      'conditions', p.conditions - 'items', 'reward', p.reward - '{items,buyItems,getItems}'::text[],
      'conditionLines', ${matchingLines("p.conditions->'items'")}, 'rewardLines', ${matchingLines("p.reward->'items'")},
      'buyLines', ${matchingLines("p.reward->'buyItems'")}, 'getLines', ${matchingLines("p.reward->'getItems'")}
    ) order by p.id), '[]')
    from promotion_rows p`;
}

/** Returns SQL for the indexes of the lines that a selection matches. A selection that is null matches all lines. */
function matchingLines(selection: string): SQL {
  const items = sql.raw(`(${selection})`);
  const contains = (list: string, value: string) =>
    sql.raw(`exists (
      select 1 from jsonb_array_elements_text(${selection}->'${list}') as e(value) where lower(e.value) = lower(${value})
    )`);
  return sql`array(
    select l.index from lines l
    where ${items} is null or (
      (
        jsonb_array_length(${items}->'skus') + jsonb_array_length(${items}->'productIds')
          + jsonb_array_length(${items}->'categoryIds') + jsonb_array_length(${items}->'brands') = 0
        or ${contains("skus", "l.sku")} or ${items}->'productIds' ? l.product_id
        or ${items}->'categoryIds' ?| l.category_path or ${contains("brands", "l.brand")}
      )
      and not ${contains("excludedSkus", "l.sku")}
      and not ((${items}->>'excludeSaleItems')::boolean and l.compare_at is not null)
    ) order by l.index
  )`;
}
