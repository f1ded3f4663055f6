import type { SearchSort } from "./port.ts";

const descending: ReadonlySet<SearchSort> = new Set(["newest", "price_desc", "best_selling"]);

/** Returns the order of the ids of hits with the same sort value: that of the values, so that one index of the database has both. */
export function tieOrder(sort: SearchSort): "asc" | "desc" {
  return descending.has(sort) ? "desc" : "asc";
}
