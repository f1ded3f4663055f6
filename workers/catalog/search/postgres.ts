import { type SQL, sql } from "drizzle-orm";
import type { Database } from "../../kit/postgres.ts";
import { texts } from "../store/arrays.ts";
import { type ProductRow, productColumns } from "../store/product-rows.ts";
import { subtree } from "../store/products.ts";
import { type FacetRow, facetsOf } from "./facets.ts";
import type { SearchFilter, SearchPort, SearchQuery, SearchSort } from "./port.ts";

type HitRow = ProductRow & {
  readonly sort_value: string;
  readonly score: number;
  readonly highlight: string | null;
  readonly total: string;
};

/** Ascending for every order, so that one comparison pages through them all. */
const sortValues: Readonly<Record<SearchSort, SQL>> = {
  relevance: sql`-m.score`,
  price_asc: sql`p.min_price_minor::numeric`,
  price_desc: sql`-p.min_price_minor::numeric`,
  newest: sql`-extract(epoch from p.created_at)`,
  best_selling: sql`-p.units_sold::numeric`,
};

/**
 * Search by Postgres's full text. Products with all the words count; only where there are none, those with any of them,
 * or with words spelt like them. One statement finds the page, one more counts the facets, in one round trip.
 */
export function postgresSearch(db: Database): SearchPort {
  return {
    search: async (query) => {
      const page = db.execute<HitRow>(pageStatement(query));
      const counts = query.facets
        ? facetStatement(query)
        : sql`select null as name, null as value, 0 as count where false`;
      const [{ rows }, { rows: facets }] = await db.batch([page, db.execute<FacetRow>(counts)]);
      return {
        hits: rows.map(({ sort_value, score, highlight, total: _, ...product }) => ({
          product,
          sortValue: sort_value,
          score,
          highlight,
        })),
        total: Number(rows[0]?.total ?? 0),
        facets: facetsOf(facets, query.filter),
      };
    },
  };
}

/**
 * `matched(id, score, failed)`: what the words find, with the names of the filters that each fails. A hit fails none; a
 * facet counts what fails none but its own, so that a second value can be chosen beside the first.
 */
function matched({ text, filter }: SearchQuery): SQL {
  return sql`
    words as (
      select websearch_to_tsquery('english', ${text}) as strict,
        (select to_tsquery('english', string_agg(quote_literal(lexeme), ' | '))
          from unnest(to_tsvector('english', ${text}))) as loose
    ), strict as (
      select p.id, ts_rank_cd('{0.1, 0.3, 0.6, 1.0}', p.search, w.strict, 1) + 1 as score
      from products p, words w where p.deleted_at is null and p.search @@ w.strict
      union
      select v.product_id, 100 from variants v where v.sku = upper(${text}) and v.deleted_at is null
    ), loose as (
      select p.id, ts_rank_cd('{0.1, 0.3, 0.6, 1.0}', p.search, w.loose, 1)
        + word_similarity(lower(${text}), p.words) as score
      from products p, words w
      where p.deleted_at is null and not exists (select 1 from strict)
        and (p.search @@ w.loose or lower(${text}) <% p.words)
    ), matched as materialized (
      select p.id, max(f.score) as score, ${failedFilters(filter)} as failed
      from (select * from strict union all select * from loose) f join products p on p.id = f.id
      group by p.id
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

function pageStatement(query: SearchQuery): SQL {
  const value = sortValues[query.sort];
  const { after } = query;
  const position = after === undefined ? sql`` : sql`where (sort_value, id) > (${after[0]}::numeric, ${after[1]})`;
  return sql`
    with ${matched(query)}, hits as (
      select m.id, m.score, round((${value})::numeric, 6) as sort_value from matched m join products p on p.id = m.id
      where m.failed = '{}'
    ), page as (
      select * from hits ${position} order by sort_value, id limit ${query.size + 1}
    )
    select ${productColumns(query.selection)}, page.sort_value::text as sort_value, page.score::float8 as score,
      (select count(*) from hits) as total,
      ts_headline('english', p.name || '. ' || left(p.description, 500), w.loose,
        'StartSel=<em>, StopSel=</em>, MaxWords=20, MinWords=8') as highlight
    from page join products p on p.id = page.id, words w order by page.sort_value, page.id`;
}

function facetStatement(query: SearchQuery): SQL {
  return sql`
    with ${matched(query)}, counted as (
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
    select name, value, count from ranked where place <= 30 order by name, count desc, value`;
}
