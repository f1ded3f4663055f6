import type { ProductRow, Selection } from "../store/product-rows.ts";

export type SearchSort = "relevance" | "price_asc" | "price_desc" | "newest" | "best_selling";

export interface SearchFilter {
  readonly categorySlug: string;
  readonly brands: readonly string[];
  readonly minPriceMinor: bigint | undefined;
  readonly maxPriceMinor: bigint | undefined;
  readonly inStock: boolean | undefined;
  readonly attributes: readonly { readonly name: string; readonly values: readonly string[] }[];
}

export interface SearchQuery {
  readonly text: string;
  readonly size: number;
  readonly sort: SearchSort;
  readonly filter: SearchFilter;
  /** The sort value and id of the last hit of the page before. */
  readonly after: readonly [value: string, id: string] | undefined;
  readonly selection: Selection;
  readonly facets: boolean;
}

export interface SearchHit {
  readonly product: ProductRow;
  readonly sortValue: string;
  readonly score: number;
  readonly highlight: string | null;
}

export interface Facet {
  readonly name: string;
  readonly values: readonly { readonly value: string; readonly count: number; readonly selected: boolean }[];
}

export interface SearchPage {
  /** One more than asked for when there is a next page. */
  readonly hits: readonly SearchHit[];
  readonly total: number;
  readonly facets: readonly Facet[];
}

/** Finds products. What stands behind it is a search engine, or the database. */
export interface SearchPort {
  search(query: SearchQuery): Promise<SearchPage>;
}
