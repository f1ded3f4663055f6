import { type SQL, sql } from "drizzle-orm";
import { textArray } from "../../store/arrays.ts";
import { subtreeIds } from "../../store/products.ts";
import { type Intent, wordsOf } from "../intent.ts";
import type { SearchFilter, SearchQuery } from "../port.ts";
import { searchText } from "../text.ts";
import { matchedWords, toRankQuery, toTsQuery } from "./ts-query.ts";

/**
 * The weights are those of description, attributes, categories and brand, and name. The flag 1 divides the rank by the
 * logarithm of the document length.
 */
const rank = (words: readonly string[], operator: "&" | "|"): SQL =>
  sql`ts_rank('{0.05, 0.4, 0.6, 1.0}', p.search, to_tsquery('english', ${toRankQuery(words, operator)}), 1)`;

/**
 * Popularity is a factor of 0.95 to 1.1, as in the search engine: it orders products of similar relevance. The part that
 * depends on sales is known before the stock is read.
 */
const salesFactor = sql`(1 + 0.1 * p.units_sold / (p.units_sold + 100))`;
/** The factor of products without stock. */
export const outOfStockFactor = 0.95;

const onSale = sql`p.deleted_at is null`;
export const tsQueryOf = (words: readonly string[], operator: "&" | "|") =>
  sql`to_tsquery('english', ${toTsQuery(words, operator)})`;
const matches = (words: readonly string[], operator: "&" | "|" = "&"): SQL =>
  sql`${matchedWords} @@ ${tsQueryOf(words, operator)}`;

/** Which products `p` match a query, and their scores. */
interface Match {
  readonly condition: SQL;
  readonly score: SQL;
}

/** Products with all words. All products for an empty query. */
function strictMatch(text: string): Match {
  if (text === "") return { condition: sql`true`, score: sql`1` };
  const words = wordsOf(text);
  return { condition: matches(words), score: sql`1 + ${rank(words, "&")}` };
}

/** The match of the relaxed query. Same form as `relaxedQuery` of the search engine. */
function relaxedMatch(text: string, { known, category, categoryWords, modifiers }: Intent): Match {
  if (known.length === 0) {
    const query = searchText(text);
    return { condition: sql`${query} <% p.words`, score: sql`word_similarity(${query}, p.words)` };
  }
  const all = matches(known);
  const allWordsScore = sql`case when ${all} then 1000 + ${rank(known, "&")} else 0 end`;
  if (known.length === 1) return { condition: all, score: allWordsScore };
  if (category === undefined) {
    const matchingWords = known.map((word) => sql`case when ${matches([word])} then 1 else 0 end`);
    return {
      condition: matches(known, "|"),
      score: sql`${allWordsScore} + ${sql.join(matchingWords, sql` + `)} + ${rank(known, "|")}`,
    };
  }
  const inCategory = sql`p.category_ids && array(select id from categories where slug = ${category})`;
  const score = (words: readonly string[], points: number) =>
    words.map((word) => sql`case when ${matches([word])} then ${points}::int else 0 end`);
  const points = [
    sql`case when ${inCategory} then 200 else 0 end`,
    ...score(modifiers, 20),
    ...score(categoryWords, 3),
  ];
  return {
    condition: sql`(${all} or ${inCategory})`,
    score: sql`${allWordsScore} + ${sql.join(points, sql` + `)}`,
  };
}

export interface MatchedOptions {
  /** Whether the score is needed. Scoring costs more than matching. */
  readonly scored: boolean;
  /** More columns: expressions of the product `p` with their names. */
  readonly columns?: SQL;
}

/**
 * Defines `matched(id, score, failed, …)`: the products that the query finds, each with the names of the filters that the
 * product itself fails. `offers` has the filters on its variants. The score does not depend on the stock. Each product is
 * read once: what later steps need of it is in `columns`.
 *
 * The product with the text as SKU, in any case, is found too. Its score is above every other one.
 */
export function matched(
  { text, filter }: SearchQuery,
  intent: Intent | undefined,
  { scored, columns = sql`` }: MatchedOptions,
): SQL {
  const { condition, score } = intent === undefined ? strictMatch(text) : relaxedMatch(text, intent);
  const select = (points: SQL) => sql`
      select p.id, ${scored ? sql`(${points}) * ${salesFactor}` : sql`0`} as score,
        ${failedFilters(productFilters(filter))} as failed${columns} from products p`;
  if (text === "") return sql`matched as materialized (${select(score)} where ${onSale} and ${condition})`;
  const isExact = sql`p.id in (select id from exact)`;
  return sql`
    exact as materialized (
      select v.product_id as id from variants v where lower(v.sku) = lower(${text}) and v.deleted_at is null
    ), matched as materialized (
      ${select(sql`case when ${isExact} then ${exactScore} else ${score} end`)} where ${onSale} and ${condition}
      union all
      ${select(exactScore)} where ${isExact} and not (${onSale} and ${condition})
    )`;
}

const exactScore = sql`1000000`;

/**
 * Defines `offers(id, options, failed)`: the variants on sale of the matched products, each with the names of the filters
 * that the variant or its product fails. A product is a hit if one of its variants fails no filter. A facet counts
 * products with a variant that fails no other filter, so that clients can select a second value. `matched` must have the
 * columns `offerColumns`. `columns` are more columns, of the product `m`, the variant `v` and the stock `s`.
 */
export function offers({ filter }: SearchQuery, columns: SQL = sql``): SQL {
  return sql`offers as materialized (
      select m.id, v.options${columns}, m.failed || ${failedFilters(variantFilters(filter))} as failed
      from matched m
      join variants v on v.product_id = m.id and v.deleted_at is null left join stock s on s.sku = v.sku
    )`;
}

export const offerColumns = sql`, p.attributes`;

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
    const passes = sql`exists (select 1 from jsonb_to_recordset(m.attributes || v.options) as a(name text, value text)
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
