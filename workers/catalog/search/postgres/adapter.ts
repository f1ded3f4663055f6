import type { Database } from "../../../kit/storage/postgres.ts";
import type { PartialProduct } from "../../store/product-rows.ts";
import { findSuggestedCategories, findSuggestedProducts } from "../../store/suggestions.ts";
import { buildFacets, type FacetCount } from "../facets.ts";
import { highlight } from "../highlight.ts";
import { hasEnoughHits, type Intent, wordsOf } from "../intent.ts";
import type { SearchPage, SearchPort, SearchQuery } from "../port.ts";
import { isBigramWord } from "../text.ts";
import { analyseQuery } from "./query-understanding.ts";
import { facetStatement, pageStatement } from "./statements.ts";

type HitRow = {
  /** Null in the only row when there is no hit. */
  readonly product: PartialProduct | null;
  readonly sort_value: string;
  readonly score: number;
  readonly highlight: string;
  readonly total: number;
  readonly unfiltered_total: number;
};

interface QueryResult {
  readonly hits: readonly HitRow[];
  readonly facets: readonly FacetCount[];
}

/**
 * Creates a search with Postgres full-text search. Like the search engine, it runs a strict query, and a relaxed one when
 * the strict query finds too few hits. Page and facets are one round trip.
 */
export function createPostgresSearch(db: Database): SearchPort {
  const runQuery = async (query: SearchQuery, intent?: Intent): Promise<QueryResult> => {
    const page = db.execute<HitRow>(pageStatement(query, intent));
    if (!query.facets) return { hits: (await page).rows, facets: [] };
    const [{ rows: hits }, { rows: facets }] = await db.batch([
      page,
      db.execute<FacetCount & Record<string, unknown>>(facetStatement(query, intent)),
    ]);
    return { hits, facets };
  };
  return {
    search: async (query) => {
      const { text, sort, after, strictOnly = false } = query;
      const words = wordsOf(text);
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

function toPage(query: SearchQuery, { hits: rows, facets }: QueryResult, relaxed: boolean): SearchPage {
  const hits = rows.flatMap(({ product, ...hit }) => (product === null ? [] : [{ product, ...hit }]));
  const previous = query.after?.count ?? 0;
  return {
    hits: hits.slice(0, query.size).map(({ product, sort_value: value, score, highlight: excerpt }, index) => ({
      product,
      cursor: { engine: "postgres", relaxed, value, id: product.id, count: previous + index + 1 },
      score: query.sort === "relevance" ? score : null,
      highlight: query.text === "" ? null : highlight(excerpt),
    })),
    hasNextPage: hits.length > query.size,
    total: rows[0]?.total ?? 0,
    facets: buildFacets(facets, query.filter, rows[0]?.total ?? 0),
  };
}
