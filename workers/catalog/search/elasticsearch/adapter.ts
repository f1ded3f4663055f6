import type { estypes } from "@elastic/elasticsearch";
import type { Database } from "../../../kit/storage/postgres.ts";
import { findCategories } from "../../store/categories.ts";
import { findProducts } from "../../store/products.ts";
import { buildFacets } from "../facets.ts";
import { hasEnoughHits, wordsOf } from "../intent.ts";
import { compareNames } from "../natural-order.ts";
import {
  noSummary,
  type SearchPage,
  type SearchPort,
  type SearchQuery,
  type Suggestion,
  type SuggestQuery,
} from "../port.ts";
import { refreshSynonymRules, type SynonymRefresh } from "../synonym-rules.ts";
import { searchText } from "../text.ts";
import type { ElasticsearchClient } from "./client.ts";
import type { SearchDocument } from "./documents.ts";
import { facetCounts, toSummary } from "./filters.ts";
import { type Query, relaxedQuery, strictQuery } from "./queries.ts";
import { analyseQuery } from "./query-understanding.ts";
import { pageRequest, type RunSearch, type SearchResponse, toCursor } from "./search-request.ts";
import { highlightOf, idOf, totalHits, unfilteredTotalHits } from "./search-response.ts";
import { corrected, spellCheckRequest } from "./spell-correction.ts";

/** The caller has a shorter timeout for the whole search. */
const timeoutMs = 1_000;

/**
 * Creates a search with Elasticsearch. The strict query runs first: it is cheap and usually sufficient. When it is not,
 * the spelling is corrected, the intent is inferred from the index, and the relaxed query runs. The products of the hits
 * are read from the database, so they are always current.
 */
export function createElasticsearchSearch(client: ElasticsearchClient, synonyms: SynonymRefresh): SearchPort {
  const { db } = synonyms;
  const createRunSearch =
    (signal: AbortSignal): RunSearch =>
    (body) =>
      client.request<SearchResponse>({ method: "POST", path: `/${client.alias}/_search`, body, signal, timeoutMs });
  return {
    search: async (query, signal) => {
      if (query.text !== "") await refreshSynonymRules(synonyms);
      return toPage(db, query, await runQuery(createRunSearch(signal), query));
    },
    suggest: async (query, signal) => suggest(createRunSearch(signal), db, query),
  };
}

interface QueryResult {
  readonly relaxed: boolean;
  readonly response: SearchResponse;
  /** The corrected text, if a word of the query is not in any product. */
  readonly correctedQuery?: string;
}

/** Runs the same kind of query as for the previous page. For a first page, runs the strict query, then the relaxed one. */
async function runQuery(runSearch: RunSearch, query: SearchQuery): Promise<QueryResult> {
  const { text, sort, after } = query;
  const words = searchText(text);
  let spelling: string;
  if (after?.relaxed) {
    const suggest = spellCheckRequest(words);
    spelling = corrected(words, await runSearch({ size: 0, track_total_hits: false, suggest }));
  } else {
    const spellCheck = words === "" ? {} : { suggest: spellCheckRequest(words) };
    const response = await runSearch({ ...pageRequest(query, strictQuery(text), text), ...spellCheck });
    const isSufficient = hasEnoughHits(unfilteredTotalHits(response), sort, wordsOf(text));
    if (after !== undefined || isSufficient) return { relaxed: false, response };
    spelling = corrected(words, response);
  }
  const intent = await analyseQuery(runSearch, wordsOf(spelling));
  return {
    relaxed: true,
    ...(spelling === words ? {} : { correctedQuery: spelling }),
    response: await runSearch(pageRequest(query, relaxedQuery(text, spelling, intent), spelling)),
  };
}

async function toPage(db: Database, query: SearchQuery, result: QueryResult): Promise<SearchPage> {
  const { relaxed, response, correctedQuery } = result;
  const { size, sort, filter } = query;
  const hits = response.hits.hits.slice(0, size);
  const rows = hits.length === 0 ? [] : await findProducts(db, { ids: hits.map(idOf), slugs: [] }, query);
  const byId = new Map(rows.map((row) => [row.id, row]));
  const previous = query.after?.count ?? 0;
  return {
    hits: hits.flatMap((hit, index) => {
      const product = byId.get(idOf(hit));
      if (product === undefined) return []; // Deleted in the database, but not yet in the index.
      const cursor = toCursor(hit, { sort, filter, relaxed, count: previous + index + 1 });
      const score = sort === "relevance" ? (hit._score ?? null) : null;
      return [{ product, cursor, score, highlight: highlightOf(hit, product.name) }];
    }),
    hasNextPage: response.hits.hits.length > size,
    total: totalHits(response),
    facets: query.facets
      ? buildFacets(facetCounts(filter, response.aggregations ?? {}), filter, totalHits(response))
      : [],
    summary: query.summary ? toSummary(response.aggregations ?? {}) : noSummary,
    correctedQuery,
  };
}

/** Elasticsearch breaks ties by id. Among this many hits, those with equal scores have the order of names. */
const maxSuggestionHits = 100;

function compareSuggestions(a: estypes.SearchHit, b: estypes.SearchHit): number {
  const nameOf = ({ _source }: estypes.SearchHit) =>
    (_source as Pick<SearchDocument, "suggest"> | undefined)?.suggest ?? "";
  return (b._score ?? 0) - (a._score ?? 0) || compareNames(nameOf(a), nameOf(b));
}

async function suggest(
  runSearch: RunSearch,
  db: Database,
  { prefix, size, ...read }: SuggestQuery,
): Promise<readonly Suggestion[]> {
  const matchesPrefix: Query = { match: { suggest: { query: prefix, operator: "and" } } };
  const isCategory: Query = { term: { kind: "category" } };
  const { hits } = await runSearch({
    size: maxSuggestionHits,
    _source: ["suggest"],
    query: { bool: { must: [matchesPrefix], should: [{ constant_score: { filter: isCategory, boost: 100 } }] } },
    sort: ["_score", { id: "asc" }],
  });
  const ids = hits.hits.toSorted(compareSuggestions).slice(0, size).map(idOf);
  const [products, categories] = await Promise.all([
    findProducts(db, { ids, slugs: [] }, read),
    findCategories(db, ids),
  ]);
  const byId = new Map<string, Suggestion>();
  for (const product of products) byId.set(product.id, { product });
  for (const category of categories) byId.set(category.id, { category });
  return ids.flatMap((id) => byId.get(id) ?? []);
}
