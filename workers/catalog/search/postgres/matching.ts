import { type SQL, sql } from "drizzle-orm";
import { textArray } from "../../store/arrays.ts";
import { subtreeIds } from "../../store/products.ts";
import { type Intent, wordsOf } from "../intent.ts";
import type { SearchFilter, SearchQuery } from "../port.ts";
import { searchText } from "../text.ts";
import { toTsQuery } from "./ts-query.ts";

/**
 * The weights are those of description, attributes, categories and brand, and name. The flag 1 divides the rank by the
 * logarithm of the document length.
 */
const rank = (tsQuery: SQL): SQL => sql`ts_rank('{0.05, 0.4, 0.6, 1.0}', p.search, ${tsQuery}, 1)`;

/** A factor of 0.95 to 1.1, as in the search engine: it orders products of similar relevance. */
const popularity = sql`(1 + 0.1 * p.units_sold / (p.units_sold + 100))
  * case when exists (select 1 from variants v join stock s on s.sku = v.sku
    where v.product_id = p.id and v.deleted_at is null and s.available > 0) then 1 else 0.95 end`;

const onSale = sql`p.deleted_at is null`;
export const tsQueryOf = (words: readonly string[], operator: "&" | "|") =>
  sql`to_tsquery('english', ${toTsQuery(words, operator)})`;

/** Selects the product with the SKU, without regard to case. The score is above every other one. */
const withSku = (text: string): SQL => sql`
  select v.product_id, 1000000 from variants v where lower(v.sku) = lower(${text}) and v.deleted_at is null`;

/** Defines `found(id, score)`: products with all words, or with the SKU. All products for an empty query. */
function strictQuery(text: string): SQL {
  if (text === "") return sql`found as (select p.id, 1 as score from products p where ${onSale})`;
  const tsQuery = tsQueryOf(wordsOf(text), "&");
  return sql`found as (
    select p.id, 1 + ${rank(tsQuery)} as score from products p where ${onSale} and p.search @@ ${tsQuery}
    union all${withSku(text)}
  )`;
}

/** Defines `found(id, score)` of the relaxed query. Same form as `relaxedQuery` of the search engine. */
function relaxedQuery(text: string, intent: Intent): SQL {
  return sql`found as (${relaxedMatches(text, intent)} union all ${withSku(text)})`;
}

function relaxedMatches(text: string, { known, category, categoryWords, modifiers }: Intent): SQL {
  if (known.length === 0) {
    return sql`select p.id, word_similarity(${searchText(text)}, p.words) as score from products p
      where ${onSale} and ${searchText(text)} <% p.words`;
  }
  const all = tsQueryOf(known, "&");
  const allWordsScore = sql`case when p.search @@ ${all} then 1000 + ${rank(all)} else 0 end`;
  if (known.length === 1)
    return sql`select p.id, ${allWordsScore} as score from products p where ${onSale} and p.search @@ ${all}`;
  if (category === undefined) {
    const any = tsQueryOf(known, "|");
    const matchingWords = known.map((word) => sql`case when p.search @@ ${tsQueryOf([word], "&")} then 1 else 0 end`);
    return sql`
      select p.id, ${allWordsScore} + ${sql.join(matchingWords, sql` + `)} + ${rank(any)} as score from products p
      where ${onSale} and p.search @@ ${any}`;
  }
  const score = (words: readonly string[], points: number) =>
    words.map((word) => sql`case when p.search @@ ${tsQueryOf([word], "&")} then ${points}::int else 0 end`);
  const points = [
    sql`case when k.id = any(p.category_ids) then 200 else 0 end`,
    ...score(modifiers, 20),
    ...score(categoryWords, 3),
  ];
  return sql`
    select p.id, ${allWordsScore} + ${sql.join(points, sql` + `)} as score
    from products p, (select id from categories where slug = ${category}) k
    where ${onSale} and (p.search @@ ${all} or p.category_ids && array[k.id])`;
}

/**
 * Defines `matched(id, score, failed)`: the products that the query finds, each with the names of the filters that the
 * product itself fails. `offers` has the filters on its variants.
 */
export function matched(
  { text, filter }: SearchQuery,
  intent: Intent | undefined,
  { scored }: { scored: boolean },
): SQL {
  // Scoring costs more than matching, so it is skipped for other sort orders and for facets.
  const score = scored ? sql`max(f.score) * ${popularity}` : sql`0`;
  return sql`
    ${intent === undefined ? strictQuery(text) : relaxedQuery(text, intent)}, matched as materialized (
      select p.id, ${score} as score, ${failedFilters(productFilters(filter))} as failed
      from found f join products p on p.id = f.id group by p.id
    )`;
}

/**
 * Defines `offers(id, options, failed)`: the variants on sale of the matched products, each with the names of the filters
 * that the variant or its product fails. A product is a hit if one of its variants fails no filter. A facet counts
 * products with a variant that fails no other filter, so that clients can select a second value.
 */
export function offers({ filter }: SearchQuery): SQL {
  return sql`offers as materialized (
      select m.id, v.options, m.failed || ${failedFilters(variantFilters(filter))} as failed
      from matched m join products p on p.id = m.id
      join variants v on v.product_id = m.id and v.deleted_at is null left join stock s on s.sku = v.sku
    )`;
}

/** Returns whether a filter depends on a variant, so that hits are not determined by `matched` alone. */
export function filtersVariants({ filter }: SearchQuery): boolean {
  return variantFilters(filter).length > 0;
}

interface NamedCondition {
  readonly name: string;
  readonly passes: SQL;
}

function productFilters(filter: SearchFilter): readonly NamedCondition[] {
  const { categorySlug, brands, inStock } = filter;
  const conditions: NamedCondition[] = [];
  // All variants of a product have its currency.
  if (filter.minPriceMinor !== undefined || filter.maxPriceMinor !== undefined) {
    conditions.push({ name: "price", passes: sql`p.currency = ${filter.currency}` });
  }
  if (categorySlug !== "") {
    conditions.push({ name: "category", passes: sql`p.category_ids && ${subtreeIds(categorySlug)}` });
  }
  if (brands.length > 0) {
    conditions.push({ name: "brand", passes: sql`coalesce(p.brand = any(${textArray(brands)}), false)` });
  }
  if (inStock === false) {
    const passes = sql`not exists (select 1 from variants v join stock s on s.sku = v.sku
      where v.product_id = p.id and v.deleted_at is null and s.available > 0)`;
    conditions.push({ name: "inStock", passes });
  }
  return conditions;
}

/** Attributes of a product count as options of each of its variants. */
function variantFilters(filter: SearchFilter): readonly NamedCondition[] {
  const { minPriceMinor, maxPriceMinor } = filter;
  const conditions: NamedCondition[] = [];
  if (minPriceMinor !== undefined) conditions.push({ name: "price", passes: sql`v.price_minor >= ${minPriceMinor}` });
  if (maxPriceMinor !== undefined) conditions.push({ name: "price", passes: sql`v.price_minor <= ${maxPriceMinor}` });
  if (filter.inStock === true) conditions.push({ name: "inStock", passes: sql`coalesce(s.available, 0) > 0` });
  for (const { name, values } of filter.attributes) {
    const passes = sql`exists (select 1 from jsonb_to_recordset(p.attributes || v.options) as a(name text, value text)
        where a.name = ${name} and a.value = any(${textArray(values)}))`;
    conditions.push({ name: `attribute:${name}`, passes });
  }
  return conditions;
}

function failedFilters(filters: readonly NamedCondition[]): SQL {
  if (filters.length === 0) return sql`'{}'::text[]`;
  const failures = filters.map(({ name, passes }) => sql`case when not (${passes}) then ${name}::text end`);
  return sql`array_remove(array[${sql.join(failures, sql`, `)}], null)`;
}
