import type { PartialProduct } from "../../store/product-rows.ts";
import { readPrices } from "../../store/read-prices.ts";
import { findSuggestedCategories, findSuggestedProducts } from "../../store/suggestions.ts";
import { buildFacets, type FacetCount } from "../facets.ts";
import { highlight } from "../highlight.ts";
import { hasEnoughHits, type Intent, wordsOf } from "../intent.ts";
import { noSummary, type SearchPage, type SearchPort, type SearchQuery, type SearchSummary } from "../port.ts";
import { refreshSynonymRules, type SynonymRefresh } from "../synonym-rules.ts";
import { isBigramWord } from "../text.ts";
import { analyseQuery } from "./query-understanding.ts";
import { facetStatement, pageStatement, summaryStatement } from "./statements.ts";

type HitRow = {
  /** Null in the only row when there is no hit. */
  readonly product: PartialProduct | null;
  readonly sort_value: string;
  readonly score: number;
  /** Null when the query needs no highlights. */
  readonly highlight: string | null;
  readonly total: number;
  readonly unfiltered_total: number;
};

type SummaryRow = {
  readonly min_minor: string | null;
  readonly max_minor: string | null;
  readonly in_stock_count: number;
};

interface QueryResult {
  readonly hits: readonly HitRow[];
  readonly facets: readonly FacetCount[];
  readonly summary: SearchSummary;
}

type FacetRow = FacetCount & Record<string, unknown>;

function toSummary(row: SummaryRow | undefined): SearchSummary {
  if (row === undefined) return noSummary;
  const { min_minor, max_minor, in_stock_count: inStockCount } = row;
  const priceBounds =
    min_minor === null || max_minor === null ? undefined : { minMinor: BigInt(min_minor), maxMinor: BigInt(max_minor) };
  return { priceBounds, inStockCount };
}

/**
 * Creates a search with Postgres full-text search. Like the search engine, it runs a strict query, and a relaxed one when
 * the strict query finds too few hits. Page and facets are one round trip.
 */
export function createPostgresSearch(synonyms: SynonymRefresh): SearchPort {
  const { db } = synonyms;
  const runQuery = (searched: SearchQuery, intent?: Intent): Promise<QueryResult> =>
    readPrices(
      [searched],
      ([query = searched]) => runStatements(query, intent),
      ({ hits }) => hits.flatMap(({ product }) => product ?? []),
    );
  const runStatements = async (query: SearchQuery, intent: Intent | undefined): Promise<QueryResult> => {
    const page = db.execute<HitRow>(pageStatement(query, intent));
    if (!query.facets && !query.summary) return { hits: (await page).rows, facets: [], summary: noSummary };
    const facets = query.facets ? [db.execute<FacetRow>(facetStatement(query, intent))] : [];
    const summary = query.summary ? [db.execute<SummaryRow>(summaryStatement(query, intent))] : [];
    const [hits, ...others] = await db.batch([page, ...facets, ...summary]);
    const [counted] = query.facets ? others : [];
    const [summed] = query.summary ? others.slice(-1) : [];
    return {
      hits: hits.rows,
      facets: (counted?.rows ?? []) as readonly FacetRow[],
      summary: toSummary(summed?.rows[0] as SummaryRow | undefined),
    };
  };
  return {
    search: async (query) => {
      const { text, sort, after, strictOnly = false } = query;
      const words = wordsOf(text);
      if (text !== "") await refreshSynonymRules(synonyms);
      if (!after?.relaxed) {
        const result = await runQuery(query);
        const total = result.hits[0]?.unfiltered_total ?? 0;
        const isSufficient = strictOnly || after !== undefined || hasEnoughHits(total, sort, words);
        if (isSufficient) return toPage(query, result, false);
      }
      return toPage(query, await runQuery(query, await analyseQuery(db, words)), true);
    },

    suggest: async ({ prefix, ...query }) => {
      const patterns = wordsOf(prefix).map(toPrefixPattern);
      if (patterns.length === 0) return [];
      const [{ rows: categories }, { rows: products }] = await db.batch([
        findSuggestedCategories(db, patterns, query.size),
        findSuggestedProducts(db, patterns, query),
      ]);
      const found = [...categories.map((category) => ({ category })), ...products.map(({ product }) => ({ product }))];
      return found.slice(0, query.size);
    },
  };
}

/** Returns a regular expression that finds words with this prefix. A run of Han, Kana or Hangul is found anywhere. */
function toPrefixPattern(word: string): string {
  return isBigramWord(word) ? word : `\\m${word}`;
}

function toPage(query: SearchQuery, { hits: rows, facets, summary }: QueryResult, relaxed: boolean): SearchPage {
  const hits = rows.flatMap(({ product, ...hit }) => (product === null ? [] : [{ product, ...hit }]));
  const previous = query.after?.count ?? 0;
  return {
    hits: hits.slice(0, query.size).map(({ product, sort_value: value, score, highlight: excerpt }, index) => ({
      product,
      cursor: { engine: "postgres", relaxed, value, id: product.id, count: previous + index + 1 },
      score: query.sort === "relevance" ? score : null,
      highlight: query.text === "" || excerpt === null ? null : highlight(excerpt),
    })),
    hasNextPage: hits.length > query.size,
    total: rows[0]?.total ?? 0,
    facets: buildFacets(facets, query.filter, rows[0]?.total ?? 0),
    summary,
    // The database does not correct spellings.
    correctedQuery: undefined,
  };
}
