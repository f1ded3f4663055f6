import { type SQL, sql } from "drizzle-orm";
import { maxCounts } from "../../domain/limits.ts";
import { textArray } from "../../store/arrays.ts";
import { subtreeIds } from "../../store/products.ts";
import { type Intent, wordsOf } from "../intent.ts";
import type { SearchFilter, SearchQuery } from "../port.ts";
import { searchText } from "../text.ts";
import { matchedWeights, matchedWords, toAllButOneTsQuery, toTsQuery } from "./ts-query.ts";

/**
 * The weights are those of description, attributes, categories and brand, and name. The flag 1 divides the rank by the
 * logarithm of the document length.
 */
const rank = (words: readonly string[], operator: "&" | "|"): SQL =>
  sql`ts_rank('{0.05, 0.4, 0.6, 1.0}', p.search, ${tsQuery(toTsQuery(words, operator, matchedWeights))}, 1)`;

/**
 * Popularity is a factor of 0.95 to 1.1, as in the search engine: it orders products of similar relevance. The part that
 * depends on sales is known before the stock is read.
 */
const salesFactor = sql`(1 + 0.1::float8 * p.units_sold / (p.units_sold + 100))`;
/** The factor of products without stock. */
export const outOfStockFactor = 0.95;

const onSale = sql`p.deleted_at is null`;
/** A subquery is evaluated once for a statement. The function alone would be evaluated for each row. */
const tsQuery = (query: string): SQL => sql`(select to_tsquery('english', ${query}))`;
export const tsQueryOf = (words: readonly string[], operator: "&" | "|") => tsQuery(toTsQuery(words, operator));

/** A condition on the words of a product `p`, in two forms that are equal. */
interface WordCondition {
  /** The form that an index has. It makes a copy of the words of each product that it is evaluated for. */
  readonly indexed: SQL;
  readonly evaluated: SQL;
}

const wordCondition = (toQuery: (weights: string) => string): WordCondition => ({
  indexed: sql`${matchedWords} @@ ${tsQuery(toQuery(""))}`,
  evaluated: sql`p.search @@ ${tsQuery(toQuery(matchedWeights))}`,
});
const matches = (words: readonly string[], operator: "&" | "|" = "&"): WordCondition =>
  wordCondition((weights) => toTsQuery(words, operator, weights));

/** A part of the products that match a query: those in the category, if there is one, that have the words. */
interface Part {
  readonly words?: WordCondition;
  readonly category?: SQL;
  /** A condition that no index has together with the class of the product. */
  readonly other?: SQL;
}

/** Which products `p` match a query, and their scores. */
interface Match {
  /** Those with higher scores come first. */
  readonly parts: readonly Part[];
  /** The parts that include the other ones. */
  readonly widest: readonly Part[];
  readonly score: SQL;
}

const onePart = (part: Part, score: SQL): Match => ({ parts: [part], widest: [part], score });

/** Products with all words. All products for an empty query. */
function strictMatch(text: string): Match {
  if (text === "") return onePart({}, sql`1`);
  const words = wordsOf(text);
  return onePart({ words: matches(words) }, sql`1 + ${rank(words, "&")}`);
}

/** The match of the relaxed query. Same form as `relaxedQuery` of the search engine. */
function relaxedMatch(text: string, { known, category: slug, categoryWords, modifiers }: Intent): Match {
  if (known.length === 0) {
    const query = searchText(text);
    return onePart({ other: sql`${query} <% p.words` }, sql`word_similarity(${query}, p.words)`);
  }
  const all = matches(known);
  const allWordsScore = sql`case when ${all.evaluated} then 1000 + ${rank(known, "&")} else 0 end`;
  if (known.length === 1) return onePart({ words: all }, allWordsScore);
  const pointsOf = (words: readonly string[], points: number) =>
    words.map((word) => sql`case when ${matches([word]).evaluated} then ${points}::int else 0 end`);
  if (slug === undefined) {
    return {
      parts: fromAllToAny(known).map((words) => ({ words })),
      widest: [{ words: matches(known, "|") }],
      score: sql`${allWordsScore} + ${sql.join(pointsOf(known, 1), sql` + `)} + ${rank(known, "|")}`,
    };
  }
  const category = sql`p.category_ids && array(select id from categories where slug = ${slug})`;
  const points = [
    sql`case when ${category} then 200 else 0 end`,
    ...pointsOf(modifiers, 20),
    ...pointsOf(categoryWords, 3),
  ];
  return {
    parts: [{ words: all }, ...fromAllToAny(modifiers).map((words) => ({ words, category })), { category }],
    widest: [{ words: all }, { category }],
    score: sql`${allWordsScore} + ${sql.join(points, sql` + `)}`,
  };
}

/** With more words, an index needs longer to find all but one of them than to find any of them. */
const maxAllButOne = 4;

/** Returns conditions: all words, all but one, and any of them. Each includes the one before. */
function fromAllToAny(words: readonly string[]): readonly WordCondition[] {
  return [
    ...(words.length > 0 ? [matches(words)] : []),
    ...(words.length > 2 && words.length <= maxAllButOne
      ? [wordCondition((weights) => toAllButOneTsQuery(words, weights))]
      : []),
    ...(words.length > 1 ? [matches(words, "|")] : []),
  ];
}

/** Returns the condition of a part. `form` is the form of the words. */
function conditionOf({ words, category, other }: Part, form: keyof WordCondition): SQL {
  const conditions = [words?.[form], category, other].filter((condition) => condition !== undefined);
  return conditions.length === 0 ? sql`true` : sql.join(conditions, sql` and `);
}

export interface HitOptions {
  /** Expressions of the product `p` with their names, each after a comma. */
  readonly columns: SQL;
  /** Whether there is a column `score`. Scoring costs more than matching. The score does not depend on the stock. */
  readonly scored?: boolean;
  /** The name of a filter that hits need not pass. */
  readonly except?: string;
  /** The most hits. Undefined returns all. */
  readonly limit?: number | undefined;
}

/**
 * Defines `exact(id)`: the products with the text as SKU, in any case. They are hits too, with a score above every other one.
 */
export function exactCte({ text }: SearchQuery): SQL {
  if (text === "") return sql``;
  return sql`exact as materialized (
      select v.product_id as id from variants v where lower(v.sku) = lower(${text}) and v.deleted_at is null
    ),`;
}

const exactScore = sql`1000000`;

/** The values of the column `search_class`: best sellers, and samples of the other products from small to large. */
export const classes = sql.raw("array[4, 3, 2, 1, 0]::smallint[]");

/**
 * Returns a `select` of the products that the query finds, under its filters. Needs `exactCte`.
 *
 * With a limit, an index finds as many of them as needed, and only these are read: the parts of the match in order, and of each
 * part the best sellers, then samples that grow. So a broad query costs no more than the limit, and what is left out has similar
 * scores.
 */
export function hits(query: SearchQuery, intent: Intent | undefined, options: HitOptions): SQL {
  const { text, filter } = query;
  const { columns, scored = false, except, limit } = options;
  const match = matchOf(text, intent);
  const passes = passesFilters(filter, except);
  const isOther = text === "" ? onSale : sql`${onSale} and not ${isExact}`;
  const select = (score: SQL, condition: SQL) => sql`
      select p.id${columns}${scored ? sql`, (${score}) * ${salesFactor} as score` : sql``} from products p
      where ${condition}${passes}`;
  const exact = text === "" ? [] : [select(exactScore, sql`${onSale} and ${isExact}`)];
  if (limit === undefined) {
    const widest = match.widest.map((part) => sql`(${conditionOf(part, "indexed")})`);
    return union([...exact, select(match.score, sql`${isOther} and (${sql.join(widest, sql` or `)})`)]);
  }
  const parts = match.parts.map((part, index) => {
    const earlier = match.parts.slice(0, index).map((each) => sql` and not (${conditionOf(each, "evaluated")})`);
    const condition = sql`${isOther} and ${conditionOf(part, "indexed")}${sql.join(earlier)}`;
    if (part.other !== undefined) return select(match.score, condition);
    return sql`
      select found.* from unnest(${classes}) as c(class) cross join lateral (
        ${select(match.score, sql`p.search_class = c.class and ${condition}`)} limit ${limit}
      ) found`;
  });
  return sql`${union([...exact, ...parts])} limit ${limit}`;
}

const isExact = sql`p.id = any(array(select id from exact))`;

const matchOf = (text: string, intent: Intent | undefined): Match =>
  intent === undefined ? strictMatch(text) : relaxedMatch(text, intent);

/**
 * Returns the condition that the query finds a product `p` on sale, under its filters. Needs `exactCte`. No index has it, and Postgres
 * assumes that half of all products meet it.
 */
export function isHit({ text, filter }: SearchQuery, intent: Intent | undefined): SQL {
  const found = matchOf(text, intent).widest.map((part) => sql`(${conditionOf(part, "evaluated")})`);
  const conditions = sql.join(text === "" ? found : [...found, isExact], sql` or `);
  return sql`case when (${conditions})${passesFilters(filter, undefined)} then true else false end`;
}

const union = (selects: readonly SQL[]): SQL =>
  selects.length === 1
    ? sql.join([...selects])
    : sql.join(
        selects.map((each) => sql`(${each})`),
        sql` union all `,
      );

/** Returns a `select` of products with a score that the unfiltered query finds, at most as many as decide on its form. */
export function unfilteredCount(query: SearchQuery, intent: Intent | undefined, limit: number): SQL {
  const unfiltered = { ...query, filter: noFilter(query.filter) };
  return sql`(select count(*) from (${hits(unfiltered, intent, { columns: sql``, limit })}) unfiltered)`;
}

const noFilter = ({ currency }: SearchFilter): SearchFilter => ({
  categorySlug: "",
  brands: [],
  currency,
  minPriceMinor: undefined,
  maxPriceMinor: undefined,
  inStock: undefined,
  attributes: [],
});

/**
 * Defines `matched(id, failed, attributes, …)`: the hits, and for each of `names` the products that would be hits without the
 * filter of this name. `failed` has the names of the filters that the product itself fails.
 */
export function matched(
  query: SearchQuery,
  intent: Intent | undefined,
  { columns, names }: { readonly columns: SQL; readonly names: readonly string[] },
): SQL {
  const failed = failedFilters(productFilters(query.filter));
  const select = (except?: string) =>
    hits(query, intent, {
      columns: sql`, ${failed} as failed, p.attributes${columns}`,
      limit: maxCounts.searchHits,
      ...(except !== undefined && { except }),
    });
  const used = names.filter((name) => filterNames(query.filter).has(name));
  if (used.length === 0) return sql`matched as materialized (${select()})`;
  return sql`matched as materialized (select distinct on (id) * from (${union([undefined, ...used].map(select))}) found)`;
}

/**
 * Defines `offers(id, options, failed, …)`: the variants on sale of the matched products, each with the
 * names of the filters that the variant or its product fails. A product is a hit if one of its variants fails no filter. A facet
 * counts products with a variant that fails no other filter, so that clients can select a second value. `columns` are more
 * columns, of the product `m` and of the variant `v`.
 */
export function offers({ filter }: SearchQuery, columns: SQL = sql``): SQL {
  // The lateral subquery with an offset is read with the index. A join would be planned as a scan of all variants.
  return sql`offers as materialized (
      select m.id, v.options${columns},
        m.failed || ${failedFilters(variantFilters(filter, sql`m.attributes`))} as failed
      from matched m cross join lateral (
        select v.options, v.price_minor, ${available} as available from variants v
        where v.product_id = m.id and v.deleted_at is null offset 0
      ) v
    )`;
}

const available = sql`coalesce((select s.available from stock s where s.sku = v.sku), 0)`;

/** Returns whether a filter depends on a variant, so that hits are not determined by `matched` alone. */
export function filtersVariants({ filter }: SearchQuery): boolean {
  return variantFilters(filter, sql``).length > 0;
}

export const isFiltered = ({ filter }: SearchQuery): boolean => filterNames(filter).size > 0;

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
  if (inStock === false) conditions.push({ name: "inStock", passes: sql`${hasStock(sql`p.id`)} is null` });
  return conditions;
}

/** Returns true for a product with stock, or null. With a limit, it is not planned as a join, which would read all stock. */
export const hasStock = (productId: SQL): SQL => sql`(select true from variants v join stock s on s.sku = v.sku
    where v.product_id = ${productId} and v.deleted_at is null and s.available > 0 limit 1)`;

/** Attributes of a product count as options of each of its variants. */
function variantFilters(filter: SearchFilter, attributes: SQL): readonly NamedCondition[] {
  const { minPriceMinor, maxPriceMinor } = filter;
  const conditions: NamedCondition[] = [];
  if (minPriceMinor !== undefined) conditions.push({ name: "price", passes: sql`v.price_minor >= ${minPriceMinor}` });
  if (maxPriceMinor !== undefined) conditions.push({ name: "price", passes: sql`v.price_minor <= ${maxPriceMinor}` });
  if (filter.inStock === true) conditions.push({ name: "inStock", passes: sql`v.available > 0` });
  for (const { name, values } of filter.attributes) {
    const passes = sql`exists (select 1 from jsonb_to_recordset(${attributes} || v.options) as a(name text, value text)
        where a.name = ${name} and a.value = any(${textArray(values)}))`;
    conditions.push({ name: `attribute:${name}`, passes });
  }
  return conditions;
}

function filterNames(filter: SearchFilter): ReadonlySet<string> {
  return new Set([...productFilters(filter), ...variantFilters(filter, sql``)].map(({ name }) => name));
}

/** Returns a condition, after `and`: the product `p` and one of its variants pass all filters, except the named one. */
function passesFilters(filter: SearchFilter, except: string | undefined): SQL {
  const isRequired = ({ name }: NamedCondition) => name !== except;
  const ofProduct = productFilters(filter).filter(isRequired);
  const ofVariant = variantFilters(filter, sql`p.attributes`).filter(isRequired);
  const conditions = ofProduct.map(({ passes }) => passes);
  if (ofVariant.length > 0) {
    conditions.push(sql`(select true from (
        select v.options, v.price_minor, ${available} as available from variants v
        where v.product_id = p.id and v.deleted_at is null
      ) v where ${sql.join(
        ofVariant.map(({ passes }) => passes),
        sql` and `,
      )} limit 1)`);
  }
  return sql.join(conditions.map((condition) => sql` and ${condition}`));
}

function failedFilters(filters: readonly NamedCondition[]): SQL {
  if (filters.length === 0) return sql`'{}'::text[]`;
  const failures = filters.map(({ name, passes }) => sql`case when not (${passes}) then ${name}::text end`);
  return sql`array_remove(array[${sql.join(failures, sql`, `)}], null)`;
}
