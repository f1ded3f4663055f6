import type { Database } from "../../../kit/storage/postgres.ts";
import type { PartialProduct } from "../../store/product-rows.ts";
import { findSuggestedCategories, findSuggestedProducts } from "../../store/suggested.ts";
import { type FacetCount, facetsOf } from "../facets.ts";
import { highlight } from "../highlight.ts";
import { hasEnoughHits, type Intent, wordsOf } from "../intent.ts";
import type { SearchPage, SearchPort, SearchQuery } from "../port.ts";
import { analyseQuery } from "./query-understanding.ts";
import { facetStatement, pageStatement } from "./statements.ts";

type HitRow = {
  /** Null in the row that stands where there is no hit. */
  readonly product: PartialProduct | null;
  readonly sort_value: string;
  readonly score: number;
  readonly highlight: string;
  readonly total: number;
  readonly everything: number;
};

type Answer = readonly [hits: readonly HitRow[], facets: readonly FacetCount[]];

/**
 * Search by Postgres's full text, in the same two forms as the search engine's: strictly, and wider where that finds too
 * little. Page and facets are one round trip.
 */
export function postgresSearch(db: Database): SearchPort {
  const ask = async (query: SearchQuery, intent?: Intent): Promise<Answer> => {
    const page = db.execute<HitRow>(pageStatement(query, intent));
    if (!query.facets) return [(await page).rows, []];
    const [{ rows }, { rows: facets }] = await db.batch([
      db.execute<HitRow>(pageStatement(query, intent)),
      db.execute<FacetCount & Record<string, unknown>>(facetStatement(query, intent)),
    ]);
    return [rows, facets];
  };
  return {
    search: async (query) => {
      const { text, sort, after } = query;
      const words = wordsOf(text);
      if (!after?.wide) {
        const answer = await ask(query);
        const everything = answer[0][0]?.everything ?? 0;
        const code = everything > 0 && (sort !== "relevance" || words.length === 0);
        if (after !== undefined || code || hasEnoughHits(everything, sort, words)) return pageOf(query, answer, false);
      }
      return pageOf(query, await ask(query, await analyseQuery(db, words)), true);
    },

    suggest: async ({ prefix, size, selection }) => {
      const words = wordsOf(prefix);
      if (words.length === 0) return [];
      const [{ rows: categories }, { rows: products }] = await db.batch([
        findSuggestedCategories(db, words, size),
        findSuggestedProducts(db, words, { size, selection }),
      ]);
      const found = [...categories.map((category) => ({ category })), ...products.map(({ product }) => ({ product }))];
      return found.slice(0, size);
    },
  };
}

function pageOf(query: SearchQuery, [rows, facets]: Answer, wide: boolean): SearchPage {
  const hits = rows.flatMap(({ product, ...hit }) => (product === null ? [] : [{ product, ...hit }]));
  const before = query.after?.count ?? 0;
  return {
    hits: hits.slice(0, query.size).map(({ product, sort_value: value, score, highlight: excerpt }, index) => ({
      product,
      place: { engine: "postgres", wide, value, id: product.id, count: before + index + 1 },
      score: query.sort === "relevance" ? score : null,
      highlight: query.text === "" ? null : highlight(excerpt),
    })),
    more: hits.length > query.size,
    total: rows[0]?.total ?? 0,
    facets: facetsOf(facets, query.filter),
  };
}
