import { type SQL, sql } from "drizzle-orm";
import { productJson } from "../../store/product-json.ts";
import { maxFacetValues } from "../facets.ts";
import { closeTag, openTag } from "../highlight.ts";
import { type Intent, wordsOf } from "../intent.ts";
import type { SearchQuery, SearchSort } from "../port.ts";
import { matched, tsQueryOf } from "./matching.ts";

/** Ascending for every sort order, so that one comparison serves the pagination of all of them. */
const sortValues: Readonly<Record<SearchSort, SQL>> = {
  relevance: sql`-m.score`,
  price_asc: sql`p.min_price_minor::numeric`,
  price_desc: sql`-p.min_price_minor::numeric`,
  newest: sql`-(extract(epoch from p.created_at) * 1000)::bigint`,
  best_selling: sql`-p.units_sold::numeric`,
};

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
  const headlineOptions = `StartSel=${openTag}, StopSel=${closeTag}, MaxWords=20, MinWords=8`;
  return sql`
    with ${matched(query, intent, { scored: sort === "relevance" })}, hits as (
      select m.id, m.score, round((${sortValues[sort]})::numeric, 6) as sort_value
      from matched m join products p on p.id = m.id where m.failed = '{}'
    ), page as (
      select * from hits ${position} order by sort_value, id limit ${size + 1} ${offset}
    ), totals as (
      select (select count(*) from hits)::int as total, (select count(*) from matched)::int as unfiltered_total
    )
    select t.total, t.unfiltered_total, case when p.id is not null then ${productJson(query.selection)} end as product,
      page.sort_value::text as sort_value, page.score::float8 as score,
      ts_headline('english', p.name || '. ' || left(p.description, 500), ${tsQueryOf(intent?.known ?? wordsOf(query.text), "|")},
        ${headlineOptions}) as highlight
    from totals t left join page on true left join products p on p.id = page.id order by page.sort_value, page.id`;
}

export function facetStatement(query: SearchQuery, intent: Intent | undefined): SQL {
  return sql`
    with ${matched(query, intent, { scored: false })}, counted as (
      select 'category' as name, c.slug as value, count(*)::int as count
      from matched m join products p on p.id = m.id join categories c on c.id = any(p.category_ids)
      where m.failed <@ array['category'] group by c.slug
      union all
      select 'brand', p.brand, count(*)::int from matched m join products p on p.id = m.id
      where m.failed <@ array['brand'] and p.brand is not null group by p.brand
      union all
      select 'attribute:' || a.name, a.value, count(distinct m.id)::int
      from matched m join products p on p.id = m.id
      cross join lateral jsonb_to_recordset(p.attributes) as a(name text, value text)
      where m.failed <@ array['attribute:' || a.name] group by a.name, a.value
    ), ranked as (
      select *, row_number() over (partition by name order by count desc, value) as position from counted
    )
    select name, value, count from ranked where position <= ${maxFacetValues}`;
}
