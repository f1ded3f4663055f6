import { type SQL, sql } from "drizzle-orm";
import { maxCounts } from "../../domain/limits.ts";
import { textArray } from "../../store/arrays.ts";
import { marketCte } from "../../store/market-prices.ts";
import { productJson } from "../../store/product-json.ts";
import { selectedValues } from "../facets.ts";
import { closeTag, openTag } from "../highlight.ts";
import { type Intent, minHits, wordsOf } from "../intent.ts";
import type { SearchQuery } from "../port.ts";
import { tieOrder } from "../tie-order.ts";
import {
  exactCte,
  filtersVariants,
  hasStock,
  hits,
  isFiltered,
  matched,
  offers,
  outOfStockFactor,
  tsQueryOf,
  unfilteredCount,
} from "./matching.ts";
import { maxSorted, roundSortValue, sortColumns, sortedPage } from "./sorted-page.ts";

/**
 * Returns a statement for one page of hits, plus one when another page follows. Each row has the totals with and without
 * filters. Without hits, the only row has no product.
 */
export function pageStatement(query: SearchQuery, intent: Intent | undefined): SQL {
  const { sort } = query;
  const isByRelevance = sort === "relevance";
  const found = isByRelevance
    ? hits(query, intent, { columns: sql``, scored: true, limit: maxCounts.searchHits })
    : hits(query, intent, { columns: sortColumns(query, sort), limit: maxSorted + 1 });
  const page = isByRelevance ? rankedPage(query) : sortedPage(query, sort, intent);
  const headlineOptions = `StartSel=${openTag}, StopSel=${closeTag}, MaxWords=20, MinWords=8`;
  const total = sql`(select least(count(*), ${maxCounts.searchHits}) from hits)`;
  return sql`
    ${marketCte(query, sql`${exactCte(query)} hits as materialized (${found}),`)} ${page}, totals as (
      select ${total}::int as total, ${isFiltered(query) ? unfilteredCount(query, intent, minHits) : total}::int as unfiltered_total
    )
    select t.total, t.unfiltered_total, case when p.id is not null then ${productJson(query)} end as product,
      page.sort_value::text as sort_value, page.score::float8 as score, ${
        query.highlights
          ? sql`ts_headline('english', p.name || '. ' || left(p.description, 500),
        ${tsQueryOf(intent?.known ?? wordsOf(query.text), "|")}, ${headlineOptions})`
          : sql`null`
      } as highlight
    from totals t left join page on true left join products p on p.id = page.id
    order by page.sort_value, page.id ${sql.raw(tieOrder(sort))}`;
}

/** The scores of another engine are not comparable, so the page continues by offset. */
const continuesByOffset = ({ after }: SearchQuery): boolean => after !== undefined && after.engine !== "postgres";

function positionOf(query: SearchQuery): SQL {
  const { after, size } = query;
  const limit = sql`order by sort_value, id limit ${size + 1}`;
  if (after === undefined) return limit;
  if (continuesByOffset(query)) return sql`${limit} offset ${after.count}`;
  return sql`where (sort_value, id) > (${after.value}::numeric, ${after.id}) ${limit}`;
}

/** Defines `page(id, score, sort_value)` for the sort order by relevance. */
const rankedPage = (query: SearchQuery): SQL =>
  sql`${withStock(query)}, page as (select id, score, sort_value from with_stock ${positionOf(query)})`;

/**
 * Defines `with_stock(id, score, sort_value)`: the hits that can be on the page, with their final scores. The stock lowers a
 * score to `outOfStockFactor` of it at most. It is read in the order of the scores, until as many hits have stock as the page
 * needs. Then only hits without stock can come before the last of these, and their scores were higher.
 */
function withStock(query: SearchQuery): SQL {
  const { after, size } = query;
  const byOffset = continuesByOffset(query);
  const count = size + 1 + (byOffset ? (after?.count ?? 0) : 0);
  const isNext =
    after === undefined || byOffset ? sql`` : sql`and (sort_value, id) > (${after.value}::numeric, ${after.id})`;
  return sql`
    available as materialized (
      select * from (
        select id, score, ${roundSortValue(sql`-score`)} as sort_value from hits order by sort_value, id offset 0
      ) h where ${hasStock(sql`h.id`)} ${isNext} limit ${count}
    ), last_available as (
      select min(score) as score from available having count(*) = ${count}
    ), with_stock as (
      select * from available
      union all
      select * from (
        select id, lowered as score, ${roundSortValue(sql`-lowered`)} as sort_value
        from hits, lateral (select score * ${outOfStockFactor}::float8 as lowered) l
        where score >= coalesce((select score from last_available), 0) offset 0
      ) h where ${hasStock(sql`h.id`)} is null ${isNext}
    )`;
}

/** Returns a statement for what a page says about all hits. */
export function summaryStatement(query: SearchQuery, intent: Intent | undefined): SQL {
  const { currency } = query.filter;
  return sql`
    with ${exactCte(query)} ${matched(query, intent, { columns: sql`, p.currency`, names: ["price"] })},
    ${offers(query, sql`, m.currency, v.price_minor, v.available`)}
    select min(price_minor) filter (where failed <@ array['price'] and currency = ${currency})::text as min_minor,
      max(price_minor) filter (where failed <@ array['price'] and currency = ${currency})::text as max_minor,
      (count(distinct id) filter (where failed = '{}' and available > 0))::int as in_stock_count
    from offers`;
}

/** Returns a statement for the number of products of each facet value. */
export function facetStatement(query: SearchQuery, intent: Intent | undefined): SQL {
  const selected = [...selectedValues(query.filter)].flatMap(([name, values]) => values.map((value) => [name, value]));
  const [names, values] = [0, 1].map((index) => textArray(selected.map((pair) => pair[index] ?? "")));
  const columns = sql`, p.brand, p.category_ids`;
  const facetNames = [...selectedValues(query.filter).keys()];
  // Without filters on variants, all variants of a product fail the same filters as the product.
  const passing = filtersVariants(query)
    ? sql`select distinct on (m.id, o.failed) m.id, o.failed, m.brand, m.category_ids, m.attributes
        from offers o join matched m on m.id = o.id`
    : sql`select id, failed, brand, category_ids, attributes from matched`;
  return sql`
    with ${exactCte(query)} ${matched(query, intent, { columns, names: facetNames })}, ${offers(query)}, passing as materialized (${passing}), named as (
      select o.id, a.name, a.value from passing o
      cross join lateral jsonb_to_recordset(o.attributes) as a(name text, value text)
      where o.failed <@ array['attribute:' || a.name]
      union
      select o.id, a.name, a.value from offers o
      cross join lateral jsonb_to_recordset(o.options) as a(name text, value text)
      where o.failed <@ array['attribute:' || a.name]
    ), by_category as (
      select category, count(distinct id)::int as count from passing, unnest(category_ids) as category
      where failed <@ array['category'] group by category
    ), counted as (
      select 'category' as name, c.slug as value, k.count from by_category k join categories c on c.id = k.category
      union all
      select 'brand', brand, count(distinct id)::int from passing
      where failed <@ array['brand'] and brand is not null group by brand
      union all
      select 'attribute:' || name, value, count(*)::int from named group by name, value
    ), ranked as (
      select *, row_number() over (partition by name order by count desc, value collate natural_order, value) as position from counted
    )
    select name, value, count from ranked
    where position <= ${maxCounts.facetValues} or (name, value) in (select * from unnest(${names}, ${values}))`;
}
