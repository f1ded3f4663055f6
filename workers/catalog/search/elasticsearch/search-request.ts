import type { estypes } from "@elastic/elasticsearch";
import { currencyRank } from "../../domain/currency-order.ts";
import { closeTag, openTag } from "../highlight.ts";
import type { SearchCursor, SearchQuery, SearchSort } from "../port.ts";
import {
  currencyOfRank,
  decodePricePosition,
  encodePricePosition,
  isPriceSort,
  type PriceSort,
} from "../price-sort.ts";
import { tieOrder } from "../tie-order.ts";
import { facetAggregations, filterClauses, summaryAggregations } from "./filters.ts";
import { type Query, withSynonyms } from "./queries.ts";

export type SearchBody = estypes.SearchRequest;
export type SearchResponse = estypes.SearchResponse<unknown>;
export type RunSearch = (body: SearchBody) => Promise<SearchResponse>;

export const onlyProducts: Query = { term: { kind: "product" } };

/** The sort field of each order except those by price. A cursor stores the value so that it is ascending. */
const sorts: Readonly<Record<Exclude<SearchSort, PriceSort>, { field: string; order: "asc" | "desc" }>> = {
  relevance: { field: "_score", order: "desc" },
  newest: { field: "createdAt", order: "desc" },
  best_selling: { field: "unitsSold", order: "desc" },
};

/** Products in the requested currency by price, then the others by currency and price. */
function priceSort(sort: PriceSort, currency: string): estypes.Sort {
  const order = sort === "price_asc" ? "asc" : "desc";
  const nested = { path: "offers", filter: { term: { "offers.currency": currency } } };
  return [
    { "offers.price": { order, mode: "min", nested, missing: "_last" } },
    { currency: "asc" },
    { minPrice: order },
    { id: tieOrder(sort) },
  ];
}

/** The sort values with which Elasticsearch places a document without the value last. As text: JSON numbers lose digits. */
const missingValues = { price_asc: "9223372036854775807", price_desc: "-9223372036854775808" };

/** Builds the request for one page of hits. `highlighted` is the text whose words are highlighted. */
export function pageRequest(query: SearchQuery, condition: Query, highlighted: string): SearchBody {
  const { size, sort, filter, facets, summary, highlights } = query;
  const clauses = filterClauses(filter);
  return {
    // One more hit shows whether there is a next page.
    size: size + 1,
    _source: false,
    track_total_hits: true,
    track_scores: sort === "relevance",
    query: {
      function_score: {
        query: { bool: { must: [condition], filter: [onlyProducts] } },
        functions: [{ field_value_factor: { field: "signal", missing: 1 } }],
        boost_mode: "multiply",
      },
    },
    ...(clauses.length === 0 ? {} : { post_filter: { bool: { filter: clauses } } }),
    sort: isPriceSort(sort)
      ? priceSort(sort, filter.currency)
      : [{ [sorts[sort].field]: sorts[sort].order }, { id: tieOrder(sort) }],
    ...startOf(query),
    aggs: {
      ...(clauses.length === 0 ? {} : { all: { filter: { match_all: {} } } }),
      ...(facets ? facetAggregations(filter) : {}),
      ...(summary ? summaryAggregations(filter) : {}),
    },
    ...(highlights ? { highlight: highlightOf(highlighted) } : {}),
  };
}

function highlightOf(text: string): estypes.SearchHighlight {
  return {
    pre_tags: [openTag],
    post_tags: [closeTag],
    highlight_query: { multi_match: { query: withSynonyms(text), fields: ["name", "description"] } },
    fields: { name: { number_of_fragments: 0 }, description: { number_of_fragments: 1, fragment_size: 120 } },
  };
}

/** Starts the page after the cursor. The scores of another engine are not comparable, so its cursor is used as offset. */
function startOf({ after, sort, filter }: SearchQuery): Pick<SearchBody, "from" | "search_after"> {
  if (after === undefined) return {};
  if (after.engine !== "elasticsearch" && sort === "relevance") return { from: after.count };
  if (isPriceSort(sort)) {
    const { rank, price } = decodePricePosition(after.value, sort);
    const own = rank === 0n ? String(price) : missingValues[sort];
    return { search_after: [own, currencyOfRank(rank, filter.currency), String(price), after.id] };
  }
  const value = Number(after.value);
  return { search_after: [sorts[sort].order === "asc" ? value : -value, after.id] };
}

/** Returns the cursor of a hit. `count` is the number of hits up to and including it. */
export function toCursor(
  { sort: values = [] }: estypes.SearchHit,
  { sort, filter, relaxed, count }: Pick<SearchQuery, "sort" | "filter"> & { relaxed: boolean; count: number },
): SearchCursor {
  const position = { engine: "elasticsearch", relaxed, id: String(values.at(-1)), count } as const;
  if (isPriceSort(sort)) {
    const rank = currencyRank(String(values[1]), filter.currency);
    return { ...position, value: encodePricePosition({ rank, price: BigInt(String(values[2])) }, sort) };
  }
  const value = Number(values[0]);
  return { ...position, value: String(sorts[sort].order === "asc" ? value : -value) };
}
