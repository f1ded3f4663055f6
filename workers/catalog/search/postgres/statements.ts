import { type SQL, sql } from "drizzle-orm";
import { texts } from "../../store/arrays.ts";
import { productJson } from "../../store/product-rows.ts";
import { subtree } from "../../store/products.ts";
import { mostFacetValues } from "../facets.ts";
import { closeMark, openTag } from "../highlight.ts";
import { type Intent, wordsOf } from "../intent.ts";
import type { SearchFilter, SearchQuery, SearchSort } from "../port.ts";
import { toTsQuery } from "./words.ts";

/** Ascending for every order, so that one comparison pages through them all. */
const sortValues: Readonly<Record<SearchSort, SQL>> = {
  relevance: sql`-m.score`,
  price_asc: sql`p.min_price_minor::numeric`,
  price_desc: sql`-p.min_price_minor::numeric`,
  newest: sql`-(extract(epoch from p.created_at) * 1000)::bigint`,
  best_selling: sql`-p.units_sold::numeric`,
};

const rank = (question: SQL): SQL => sql`ts_rank('{0.05, 0.4, 0.6, 1.0}', p.search, ${question}, 1)`;

/** Bounded, as in the search engine: it settles between what fits alike. */
const signal = sql`(1 + 0.1 * p.units_sold / (p.units_sold + 100))
  * case when exists (select 1 from variants v join stock s on s.sku = v.sku
    where v.product_id = p.id and v.deleted_at is null and s.available > 0) then 1 else 0.95 end`;

const onSale = sql`p.deleted_at is null`;
const asked = (words: readonly string[], operator: "&" | "|") =>
  sql`to_tsquery('english', ${toTsQuery(words, operator)})`;

/** `found(id, score)`: what has all the words, or the SKU; everything where nothing is asked for. */
function strictly(text: string): SQL {
  if (text === "") return sql`found as (select p.id, 1 as score from products p where ${onSale})`;
  const question = asked(wordsOf(text), "&");
  return sql`found as (
    select p.id, 1 + ${rank(question)} as score from products p where ${onSale} and p.search @@ ${question}
    union all
    select v.product_id, 100 from variants v where v.sku = upper(${text}) and v.deleted_at is null
  )`;
}

/** `found(id, score)` of the wider form: see the search engine's. */
function widely(text: string, { known, category, naming, describing }: Intent): SQL {
  if (known.length === 0) {
    return sql`found as (
      select p.id, word_similarity(lower(${text}), p.words) as score from products p
      where ${onSale} and lower(${text}) <% p.words
    )`;
  }
  const all = asked(known, "&");
  const fits = sql`case when p.search @@ ${all} then 1000 + ${rank(all)} else 0 end`;
  if (known.length === 1)
    return sql`found as (select p.id, ${fits} as score from products p where ${onSale} and p.search @@ ${all})`;
  if (category === undefined) {
    const any = asked(known, "|");
    const has = known.map((word) => sql`case when p.search @@ ${asked([word], "&")} then 1 else 0 end`);
    return sql`found as (
      select p.id, ${fits} + ${sql.join(has, sql` + `)} + ${rank(any)} as score from products p
      where ${onSale} and p.search @@ ${any}
    )`;
  }
  const worth = (words: readonly string[], points: number) =>
    words.map((word) => sql`case when p.search @@ ${asked([word], "&")} then ${points}::int else 0 end`);
  const points = [
    sql`case when k.id = any(p.category_ids) then 200 else 0 end`,
    ...worth(describing, 20),
    ...worth(naming, 3),
  ];
  return sql`found as (
    select p.id, ${fits} + ${sql.join(points, sql` + `)} as score
    from products p, (select id from categories where slug = ${category}) k
    where ${onSale} and (p.search @@ ${all} or p.category_ids && array[k.id])
  )`;
}

/**
 * `matched(id, score, failed)`: what is found, with the names of the filters that each fails. A hit fails none; a facet
 * counts what fails none but its own, so that a second value can be chosen beside the first.
 */
function matched({ text, filter }: SearchQuery, intent: Intent | undefined, { scored }: { scored: boolean }): SQL {
  // To score costs more than to find: whoever sorts by something else, or counts, goes without.
  const score = scored ? sql`max(f.score) * ${signal}` : sql`0`;
  return sql`
    ${intent === undefined ? strictly(text) : widely(text, intent)}, matched as materialized (
      select p.id, ${score} as score, ${failedFilters(filter)} as failed
      from found f join products p on p.id = f.id group by p.id
    )`;
}

function failedFilters(filter: SearchFilter): SQL {
  const tests: SQL[] = [];
  const unless = (name: string, passes: SQL) => tests.push(sql`case when not (${passes}) then ${name}::text end`);
  if (filter.categorySlug !== "") unless("category", sql`p.category_ids && ${subtree(filter.categorySlug)}`);
  if (filter.brands.length > 0) unless("brand", sql`coalesce(p.brand = any(${texts(filter.brands)}), false)`);
  if (filter.minPriceMinor !== undefined) unless("price", sql`p.max_price_minor >= ${filter.minPriceMinor}`);
  if (filter.maxPriceMinor !== undefined) unless("price", sql`p.min_price_minor <= ${filter.maxPriceMinor}`);
  if (filter.inStock !== undefined) {
    const any = sql`exists (select 1 from variants v join stock s on s.sku = v.sku
      where v.product_id = p.id and v.deleted_at is null and s.available > 0)`;
    unless("inStock", filter.inStock ? any : sql`not ${any}`);
  }
  for (const { name, values } of filter.attributes) {
    unless(
      `attribute:${name}`,
      sql`exists (select 1 from jsonb_to_recordset(p.attributes) as a(name text, value text)
        where a.name = ${name} and a.value = any(${texts(values)}))`,
    );
  }
  return tests.length === 0 ? sql`'{}'::text[]` : sql`array_remove(array[${sql.join(tests, sql`, `)}], null)`;
}

/**
 * The page, one hit more than asked for when there is a next one, each row with the totals under all filters and under
 * none; a row without an id where there is no hit.
 */
export function pageStatement(query: SearchQuery, intent: Intent | undefined): SQL {
  const { after, sort, size } = query;
  // The scores of another engine mean nothing here: it is gone on by counting.
  const byCount = after?.engine !== "postgres" && sort === "relevance";
  const position =
    after === undefined || byCount ? sql`` : sql`where (sort_value, id) > (${after.value}::numeric, ${after.id})`;
  const skipped = after !== undefined && byCount ? sql`offset ${after.count}` : sql``;
  const marks = `StartSel=${openTag}, StopSel=${closeMark}, MaxWords=20, MinWords=8`;
  return sql`
    with ${matched(query, intent, { scored: sort === "relevance" })}, hits as (
      select m.id, m.score, round((${sortValues[sort]})::numeric, 6) as sort_value
      from matched m join products p on p.id = m.id where m.failed = '{}'
    ), page as (
      select * from hits ${position} order by sort_value, id limit ${size + 1} ${skipped}
    ), totals as (
      select (select count(*) from hits)::int as total, (select count(*) from matched)::int as everything
    )
    select t.total, t.everything, case when p.id is not null then ${productJson(query.selection)} end as product,
      page.sort_value::text as sort_value, page.score::float8 as score,
      ts_headline('english', p.name || '. ' || left(p.description, 500), ${asked(intent?.known ?? wordsOf(query.text), "|")},
        ${marks}) as highlight
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
      select *, row_number() over (partition by name order by count desc, value) as place from counted
    )
    select name, value, count from ranked where place <= ${mostFacetValues}`;
}
