import type { estypes } from "@elastic/elasticsearch";
import { closeTag, openTag } from "../highlight.ts";
import type { SearchCursor, SearchQuery, SearchSort } from "../port.ts";
import { facetAggregations, filterClauses } from "./filters.ts";
import type { Query } from "./queries.ts";

export type SearchBody = estypes.SearchRequest;
export type SearchResponse = estypes.SearchResponse<unknown>;
export type RunSearch = (body: SearchBody) => Promise<SearchResponse>;

export const onlyProducts: Query = { term: { kind: "product" } };

/** The sort field of each order. A cursor stores the value so that it is ascending. */
const sorts: Readonly<Record<SearchSort, { field: string; order: "asc" | "desc" }>> = {
  relevance: { field: "_score", order: "desc" },
  price_asc: { field: "minPrice", order: "asc" },
  price_desc: { field: "minPrice", order: "desc" },
  newest: { field: "createdAt", order: "desc" },
  best_selling: { field: "unitsSold", order: "desc" },
};

/** Builds the request for one page of hits. `highlighted` is the text whose words are highlighted. */
export function pageRequest(query: SearchQuery, condition: Query, highlighted: string): SearchBody {
  const { size, sort, filter, facets } = query;
  const { field, order } = sorts[sort];
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
    sort: [{ [field]: order }, { id: "asc" }],
    ...startOf(query),
    aggs: {
      ...(clauses.length === 0 ? {} : { all: { filter: { match_all: {} } } }),
      ...(facets ? facetAggregations(filter) : {}),
    },
    highlight: {
      pre_tags: [openTag],
      post_tags: [closeTag],
      highlight_query: { multi_match: { query: highlighted, fields: ["name", "description"] } },
      fields: { name: { number_of_fragments: 0 }, description: { number_of_fragments: 1, fragment_size: 120 } },
    },
  };
}

/** Starts the page after the cursor. The scores of another engine are not comparable, so its cursor is used as offset. */
function startOf({ after, sort }: SearchQuery): Pick<SearchBody, "from" | "search_after"> {
  if (after === undefined) return {};
  if (after.engine !== "elasticsearch" && sort === "relevance") return { from: after.count };
  const value = Number(after.value);
  return { search_after: [sorts[sort].order === "asc" ? value : -value, after.id] };
}

/** Returns the cursor of a hit. `count` is the number of hits up to and including it. */
export function toCursor(
  { sort: values = [] }: estypes.SearchHit,
  { sort, relaxed, count }: { sort: SearchSort; relaxed: boolean; count: number },
): SearchCursor {
  const value = Number(values[0]);
  return {
    engine: "elasticsearch",
    relaxed,
    value: String(sorts[sort].order === "asc" ? value : -value),
    id: String(values[1]),
    count,
  };
}
