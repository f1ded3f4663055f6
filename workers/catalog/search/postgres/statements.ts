import { type SQL, sql } from "drizzle-orm";
import { textArray } from "../../store/arrays.ts";
import { productJson } from "../../store/product-json.ts";
import { subtreeIds } from "../../store/products.ts";
import { maxFacetValues } from "../facets.ts";
import { closeTag, openTag } from "../highlight.ts";
import { type Intent, wordsOf } from "../intent.ts";
import type { SearchFilter, SearchQuery, SearchSort } from "../port.ts";
import { toTsQuery } from "./ts-query.ts";

/** Ascending for every sort order, so that one comparison serves the pagination of all of them. */
const sortValues: Readonly<Record<SearchSort, SQL>> = {
  relevance: sql`-m.score`,
  price_asc: sql`p.min_price_minor::numeric`,
  price_desc: sql`-p.min_price_minor::numeric`,
  newest: sql`-(extract(epoch from p.created_at) * 1000)::bigint`,
  best_selling: sql`-p.units_sold::numeric`,
};

const rank = (tsQuery: SQL): SQL => sql`ts_rank('{0.05, 0.4, 0.6, 1.0}', p.search, ${tsQuery}, 1)`;

/** A factor of 0.95 to 1.1, as in the search engine: it orders products of similar relevance. */
const popularity = sql`(1 + 0.1 * p.units_sold / (p.units_sold + 100))
  * case when exists (select 1 from variants v join stock s on s.sku = v.sku
    where v.product_id = p.id and v.deleted_at is null and s.available > 0) then 1 else 0.95 end`;

const onSale = sql`p.deleted_at is null`;
const tsQueryOf = (words: readonly string[], operator: "&" | "|") =>
  sql`to_tsquery('english', ${toTsQuery(words, operator)})`;

/** Defines `found(id, score)`: products with all words, or with the SKU. All products for an empty query. */
function strictQuery(text: string): SQL {
  if (text === "") return sql`found as (select p.id, 1 as score from products p where ${onSale})`;
  const tsQuery = tsQueryOf(wordsOf(text), "&");
  return sql`found as (
    select p.id, 1 + ${rank(tsQuery)} as score from products p where ${onSale} and p.search @@ ${tsQuery}
    union all
    select v.product_id, 100 from variants v where v.sku = upper(${text}) and v.deleted_at is null
  )`;
}

/** Defines `found(id, score)` of the relaxed query. Same form as `relaxedQuery` of the search engine. */
function relaxedQuery(text: string, { known, category, categoryWords, modifiers }: Intent): SQL {
  if (known.length === 0) {
    return sql`found as (
      select p.id, word_similarity(lower(${text}), p.words) as score from products p
      where ${onSale} and lower(${text}) <% p.words
    )`;
  }
  const all = tsQueryOf(known, "&");
  const allWordsScore = sql`case when p.search @@ ${all} then 1000 + ${rank(all)} else 0 end`;
  if (known.length === 1)
    return sql`found as (select p.id, ${allWordsScore} as score from products p where ${onSale} and p.search @@ ${all})`;
  if (category === undefined) {
    const any = tsQueryOf(known, "|");
    const matchingWords = known.map((word) => sql`case when p.search @@ ${tsQueryOf([word], "&")} then 1 else 0 end`);
    return sql`found as (
      select p.id, ${allWordsScore} + ${sql.join(matchingWords, sql` + `)} + ${rank(any)} as score from products p
      where ${onSale} and p.search @@ ${any}
    )`;
  }
  const score = (words: readonly string[], points: number) =>
    words.map((word) => sql`case when p.search @@ ${tsQueryOf([word], "&")} then ${points}::int else 0 end`);
  const points = [
    sql`case when k.id = any(p.category_ids) then 200 else 0 end`,
    ...score(modifiers, 20),
    ...score(categoryWords, 3),
  ];
  return sql`found as (
    select p.id, ${allWordsScore} + ${sql.join(points, sql` + `)} as score
    from products p, (select id from categories where slug = ${category}) k
    where ${onSale} and (p.search @@ ${all} or p.category_ids && array[k.id])
  )`;
}

/**
 * Defines `matched(id, score, failed)`: the products that the query finds, each with the names of the filters it fails. A
 * hit fails no filter. A facet counts products that fail no other filter, so that clients can select a second value.
 */
function matched({ text, filter }: SearchQuery, intent: Intent | undefined, { scored }: { scored: boolean }): SQL {
  // Scoring costs more than matching, so it is skipped for other sort orders and for facets.
  const score = scored ? sql`max(f.score) * ${popularity}` : sql`0`;
  return sql`
    ${intent === undefined ? strictQuery(text) : relaxedQuery(text, intent)}, matched as materialized (
      select p.id, ${score} as score, ${failedFilters(filter)} as failed
      from found f join products p on p.id = f.id group by p.id
    )`;
}

function failedFilters(filter: SearchFilter): SQL {
  const failures: SQL[] = [];
  const addFilter = (name: string, passes: SQL) => failures.push(sql`case when not (${passes}) then ${name}::text end`);
  if (filter.categorySlug !== "") addFilter("category", sql`p.category_ids && ${subtreeIds(filter.categorySlug)}`);
  if (filter.brands.length > 0) addFilter("brand", sql`coalesce(p.brand = any(${textArray(filter.brands)}), false)`);
  if (filter.minPriceMinor !== undefined) addFilter("price", sql`p.max_price_minor >= ${filter.minPriceMinor}`);
  if (filter.maxPriceMinor !== undefined) addFilter("price", sql`p.min_price_minor <= ${filter.maxPriceMinor}`);
  if (filter.inStock !== undefined) {
    const any = sql`exists (select 1 from variants v join stock s on s.sku = v.sku
      where v.product_id = p.id and v.deleted_at is null and s.available > 0)`;
    addFilter("inStock", filter.inStock ? any : sql`not ${any}`);
  }
  for (const { name, values } of filter.attributes) {
    addFilter(
      `attribute:${name}`,
      sql`exists (select 1 from jsonb_to_recordset(p.attributes) as a(name text, value text)
        where a.name = ${name} and a.value = any(${textArray(values)}))`,
    );
  }
  return failures.length === 0 ? sql`'{}'::text[]` : sql`array_remove(array[${sql.join(failures, sql`, `)}], null)`;
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
