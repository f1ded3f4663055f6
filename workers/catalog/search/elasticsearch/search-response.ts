import type { estypes } from "@elastic/elasticsearch";
import { highlight } from "../highlight.ts";
import type { SearchResponse } from "./search-request.ts";

export const idOf = (hit: estypes.SearchHit): string => hit._id ?? "";

export function totalHits({ hits: { total } }: SearchResponse): number {
  return typeof total === "number" ? total : (total?.value ?? 0);
}

/** Returns the number of products that the query matches without filters. */
export function unfilteredTotalHits(response: SearchResponse): number {
  const all = response.aggregations?.all as { doc_count: number } | undefined;
  return all?.doc_count ?? totalHits(response);
}

/** Returns the name and an excerpt of the description as HTML, or null when neither has a matched word. */
export function highlightOf({ highlight: fields }: estypes.SearchHit, name: string): string | null {
  const [highlightedName] = fields?.name ?? [];
  const [excerpt] = fields?.description ?? [];
  if (highlightedName === undefined && excerpt === undefined) return null;
  const title = highlightedName ?? name;
  return highlight(excerpt === undefined ? title : `${title}. ${excerpt}`);
}
