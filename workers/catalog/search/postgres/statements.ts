import { type SQL, sql } from "drizzle-orm";
import { maxCounts } from "../../domain/limits.ts";
import { textArray } from "../../store/arrays.ts";
import { marketCte } from "../../store/market-prices.ts";
import { currencyOffset } from "../../store/price-order.ts";
import { productJson } from "../../store/product-json.ts";
import { selectedValues } from "../facets.ts";
import { closeTag, openTag } from "../highlight.ts";
import { type Intent, wordsOf } from "../intent.ts";
import type { SearchQuery, SearchSort } from "../port.ts";
import { isPriceSort, type PriceSort } from "../price-sort.ts";
import { filtersVariants, matched, offers, tsQueryOf } from "./matching.ts";

/** Ascending for every sort order, so that one comparison serves the pagination of all of them. */
const sortValues: Readonly<Record<Exclude<SearchSort, PriceSort>, SQL>> = {
  relevance: sql`-m.score`,
  newest: sql`-(extract(epoch from p.created_at) * 1000)::bigint`,
  best_selling: sql`-p.units_sold::numeric`,
};

/** Returns the number of `encodePricePosition`. */
function priceValue(sort: PriceSort, currency: string): SQL {
  return sql`${currencyOffset(sql`p.currency`, currency)} ${sort === "price_asc" ? sql`+` : sql`-`} p.min_price_minor`;
}

/**
 * Returns a statement for one page of hits, plus one when another page follows. Each row has the totals with and without
 * filters. Without hits, the only row has no product.
 */
export function pageStatement(query: SearchQuery, intent: Intent | undefined): SQL {
  const { after, sort, size } = query;
  // The scores of another engine are not comparable, so the page continues by offset.
  const byOffset = after?.engine !== "postgres" && sort === "relevance";
  const position =
    after === undefined || byOffset ? sql`` : sql`where (sort_value, id) > (${after.value}::numeric, ${after.id})`;
  const offset = after !== undefined && byOffset ? sql`offset ${after.count}` : sql``;
  const isFiltered = filtersVariants(query);
  const sortValue = isPriceSort(sort) ? priceValue(sort, query.filter.currency) : sortValues[sort];
  const headlineOptions = `StartSel=${openTag}, StopSel=${closeTag}, MaxWords=20, MinWords=8`;
  return sql`
    ${marketCte(query, sql`${matched(query, intent, { scored: sort === "relevance" })},`)} ${isFiltered ? sql`${offers(query)},` : sql``} hits as (
      select m.id, m.score, round((${sortValue})::numeric, 6) as sort_value
      from matched m join products p on p.id = m.id where m.failed = '{}'
        ${isFiltered ? sql`and m.id in (select o.id from offers o where o.failed = '{}')` : sql``}
    ), page as (
      select * from hits ${position} order by sort_value, id limit ${size + 1} ${offset}
    ), totals as (
      select (select count(*) from hits)::int as total, (select count(*) from matched)::int as unfiltered_total
    )
    select t.total, t.unfiltered_total, case when p.id is not null then ${productJson(query)} end as product,
      page.sort_value::text as sort_value, page.score::float8 as score,
      ts_headline('english', p.name || '. ' || left(p.description, 500), ${tsQueryOf(intent?.known ?? wordsOf(query.text), "|")},
        ${headlineOptions}) as highlight
    from totals t left join page on true left join products p on p.id = page.id order by page.sort_value, page.id`;
}

export function facetStatement(query: SearchQuery, intent: Intent | undefined): SQL {
  const selected = [...selectedValues(query.filter)].flatMap(([name, values]) => values.map((value) => [name, value]));
  const [names, values] = [0, 1].map((index) => textArray(selected.map((pair) => pair[index] ?? "")));
  return sql`
    with ${matched(query, intent, { scored: false })}, ${offers(query)}, passing as (
      select distinct id, failed from offers
    ), named as (
      select o.id, a.name, a.value from passing o join products p on p.id = o.id
      cross join lateral jsonb_to_recordset(p.attributes) as a(name text, value text)
      where o.failed <@ array['attribute:' || a.name]
      union
      select o.id, a.name, a.value from offers o
      cross join lateral jsonb_to_recordset(o.options) as a(name text, value text)
      where o.failed <@ array['attribute:' || a.name]
    ), counted as (
      select 'category' as name, c.slug as value, count(distinct o.id)::int as count
      from passing o join products p on p.id = o.id join categories c on c.id = any(p.category_ids)
      where o.failed <@ array['category'] group by c.slug
      union all
      select 'brand', p.brand, count(distinct o.id)::int from passing o join products p on p.id = o.id
      where o.failed <@ array['brand'] and p.brand is not null group by p.brand
      union all
      select 'attribute:' || name, value, count(*)::int from named group by name, value
    ), ranked as (
      select *, row_number() over (partition by name order by count desc, value collate natural_order, value) as position from counted
    )
    select name, value, count from ranked
    where position <= ${maxCounts.facetValues} or (name, value) in (select * from unnest(${names}, ${values}))`;
}
