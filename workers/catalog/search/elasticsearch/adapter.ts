import type { estypes } from "@elastic/elasticsearch";
import type { Database } from "../../../kit/storage/postgres.ts";
import { findCategories } from "../../store/categories.ts";
import { findProducts } from "../../store/products.ts";
import { facetsOf } from "../facets.ts";
import { closeMark, highlight, openTag } from "../highlight.ts";
import { hasEnoughHits, type Intent, intentOf, ngramsOf, wordsOf } from "../intent.ts";
import type { Place, SearchPort, SearchQuery, SearchSort, Suggestion } from "../port.ts";
import type { Elasticsearch } from "./client.ts";
import { facetAggregations, facetCounts, filtersOf } from "./filters.ts";
import { matchesAllTerms, relaxedQuery, strictQuery } from "./queries.ts";
import { corrected, spellCheckRequest } from "./spell-correction.ts";

type Query = NonNullable<estypes.QueryDslQueryContainer>;
type Body = estypes.SearchRequest;
type Answer = estypes.SearchResponse<unknown>;

type Ask = (body: Body) => Promise<Answer>;

/** The caller's own budget is shorter. */
const timeoutMs = 1_000;
const products: Query = { term: { kind: "product" } };

/** What each order sorts by. A place holds the value so that smaller comes first. */
const sorts: Readonly<Record<SearchSort, { field: string; order: "asc" | "desc" }>> = {
  relevance: { field: "_score", order: "desc" },
  price_asc: { field: "minPrice", order: "asc" },
  price_desc: { field: "minPrice", order: "desc" },
  newest: { field: "createdAt", order: "desc" },
  best_selling: { field: "unitsSold", order: "desc" },
};

/**
 * Search by Elasticsearch. The question is first asked strictly, which is cheap and mostly enough. Where it is not, its
 * spelling is mended and its intent read off the index, and it is asked in its wider form. The products themselves are
 * read from the database, which is never behind.
 */
export function elasticsearchSearch(client: Elasticsearch, db: Database): SearchPort {
  const asking =
    (signal: AbortSignal): Ask =>
    (body) =>
      client.request<Answer>({ method: "POST", path: `/${client.alias}/_search`, body, signal, timeoutMs });
  return {
    search: async (query, signal) => {
      const { wide, answer } = await find(asking(signal), query);
      const hits = answer.hits.hits.slice(0, query.size);
      const rows = hits.length === 0 ? [] : await findProducts(db, { ids: hits.map(idOf), slugs: [] }, query.selection);
      const byId = new Map(rows.map((row) => [row.id, row]));
      const before = query.after?.count ?? 0;
      return {
        hits: hits.flatMap((hit, index) => {
          const product = byId.get(idOf(hit));
          if (product === undefined) return []; // Deleted, and the index has not heard of it yet.
          const score = query.sort === "relevance" ? (hit._score ?? null) : null;
          const place = placeOf(hit, { sort: query.sort, wide, count: before + index + 1 });
          return [{ product, place, score, highlight: highlightOf(hit, product.name) }];
        }),
        more: answer.hits.hits.length > query.size,
        total: totalOf(answer),
        facets: query.facets ? facetsOf(facetCounts(query.filter, answer.aggregations ?? {}), query.filter) : [],
      };
    },

    suggest: async ({ prefix, size, selection }, signal) => {
      const beginning: Query = { match: { suggest: { query: prefix, operator: "and" } } };
      const named: Query = { term: { kind: "category" } };
      const { hits } = await asking(signal)({
        size,
        _source: false,
        query: { bool: { must: [beginning], should: [{ constant_score: { filter: named, boost: 100 } }] } },
        sort: ["_score", { id: "asc" }],
      });
      const ids = hits.hits.map(idOf);
      const [productRows, categoryRows] = await Promise.all([
        findProducts(db, { ids, slugs: [] }, selection),
        findCategories(db, ids),
      ]);
      const found = new Map<string, Suggestion>();
      for (const product of productRows) found.set(product.id, { product });
      for (const category of categoryRows) found.set(category.id, { category });
      return ids.flatMap((id) => found.get(id) ?? []);
    },
  };
}

/** The page, in the form that the question is asked in: that of the page before, or the strict one if it will do. */
async function find(ask: Ask, query: SearchQuery): Promise<{ wide: boolean; answer: Answer }> {
  const { text, sort, after } = query;
  const words = wordsOf(text);
  let spelling: string;
  if (after?.wide) {
    spelling = corrected(text, await ask({ size: 0, track_total_hits: false, suggest: spellCheckRequest(text) }));
  } else {
    const suggest = text === "" ? {} : { suggest: spellCheckRequest(text) };
    const answer = await ask({ ...pageOf(query, strictQuery(text), text), ...suggest });
    const all = unfilteredTotalOf(answer);
    if (after !== undefined || hasEnoughHits(all, sort, words)) return { wide: false, answer };
    spelling = corrected(text, answer);
    // Nothing but a code was asked for, and it was found.
    if (all > 0 && (sort !== "relevance" || words.length === 0)) return { wide: false, answer };
  }
  const intent = await readIntent(ask, wordsOf(spelling));
  return { wide: true, answer: await ask(pageOf(query, relaxedQuery(spelling, intent), spelling)) };
}

interface SpanBucket {
  readonly doc_count: number;
  readonly shelves: { readonly buckets: readonly { readonly key: string; readonly doc_count: number }[] };
}

async function readIntent(ask: Ask, words: readonly string[]): Promise<Intent> {
  if (words.length === 0) return intentOf([], []);
  const spans = ngramsOf(words).map(({ words: some }) => matchesAllTerms(some));
  const { aggregations } = await ask({
    size: 0,
    track_total_hits: false,
    query: products,
    aggs: {
      spans: { filters: { filters: spans }, aggs: { shelves: { terms: { field: "shelves", size: 1 } } } },
    },
  });
  const spanned = aggregations?.spans as { buckets: readonly SpanBucket[] } | undefined;
  const counts = (spanned?.buckets ?? []).map(
    ({
      doc_count,
      shelves: {
        buckets: [top],
      },
    }) => ({
      count: doc_count,
      category: top?.key,
      inCategory: top?.doc_count ?? 0,
    }),
  );
  return intentOf(words, counts);
}

function pageOf({ size, sort, filter, after, facets }: SearchQuery, question: Query, marked: string): Body {
  const { field, order } = sorts[sort];
  const filters = filtersOf(filter);
  // The scores of another engine mean nothing here: it is gone on by counting.
  const byCount = after?.engine !== "elasticsearch" && sort === "relevance";
  return {
    // One more tells whether there is a next page.
    size: size + 1,
    _source: false,
    track_total_hits: true,
    track_scores: sort === "relevance",
    query: {
      function_score: {
        query: { bool: { must: [question], filter: [products] } },
        functions: [{ field_value_factor: { field: "signal", missing: 1 } }],
        boost_mode: "multiply",
      },
    },
    ...(filters.length === 0 ? {} : { post_filter: { bool: { filter: filters } } }),
    sort: [{ [field]: order }, { id: "asc" }],
    ...(after === undefined
      ? {}
      : byCount
        ? { from: after.count }
        : { search_after: [searchAfter(after, order), after.id] }),
    aggs: {
      ...(filters.length === 0 ? {} : { all: { filter: { match_all: {} } } }),
      ...(facets ? facetAggregations(filter) : {}),
    },
    highlight: {
      pre_tags: [openTag],
      post_tags: [closeMark],
      highlight_query: { multi_match: { query: marked, fields: ["name", "description"] } },
      fields: { name: { number_of_fragments: 0 }, description: { number_of_fragments: 1, fragment_size: 120 } },
    },
  };
}

const idOf = (hit: estypes.SearchHit): string => hit._id ?? "";

function placeOf(
  { sort: values = [] }: estypes.SearchHit,
  { sort, wide, count }: { sort: SearchSort; wide: boolean; count: number },
): Place {
  const value = Number(values[0]);
  return {
    engine: "elasticsearch",
    wide,
    value: String(sorts[sort].order === "asc" ? value : -value),
    id: String(values[1]),
    count,
  };
}

function searchAfter({ value }: Place, order: "asc" | "desc"): number {
  return order === "asc" ? Number(value) : -Number(value);
}

function totalOf({ hits: { total } }: Answer): number {
  return typeof total === "number" ? total : (total?.value ?? 0);
}

/** How many the words find, whatever the filters leave of them. */
function unfilteredTotalOf(answer: Answer): number {
  const all = answer.aggregations?.all as { doc_count: number } | undefined;
  return all?.doc_count ?? totalOf(answer);
}

function highlightOf({ highlight: fields }: estypes.SearchHit, name: string): string | null {
  const [marked] = fields?.name ?? [];
  const [excerpt] = fields?.description ?? [];
  if (marked === undefined && excerpt === undefined) return null;
  return highlight(excerpt === undefined ? (marked ?? name) : `${marked ?? name}. ${excerpt}`);
}
