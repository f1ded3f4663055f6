import type { CategoryRow } from "../store/categories.ts";
import type { ProductRead } from "../store/market-prices.ts";
import type { PartialProduct } from "../store/product-rows.ts";

export type SearchSort = "relevance" | "price_asc" | "price_desc" | "newest" | "best_selling";

export interface SearchFilter {
  readonly categorySlug: string;
  readonly brands: readonly string[];
  /** The currency of the prices, and the one that sorting by price begins with. */
  readonly currency: string;
  readonly minPriceMinor: bigint | undefined;
  readonly maxPriceMinor: bigint | undefined;
  readonly inStock: boolean | undefined;
  readonly attributes: readonly { readonly name: string; readonly values: readonly string[] }[];
}

/** The position of a hit among all hits. It is the same for every engine, except when sorted by relevance. */
export interface SearchCursor {
  readonly engine: "elasticsearch" | "postgres";
  /** Whether it is a hit of the relaxed query, which runs when the strict query finds too few hits. */
  readonly relaxed: boolean;
  /** The sort value as digits. Ascending for every sort order. */
  readonly value: string;
  readonly id: string;
  /** Number of hits up to and including this one. Used as offset by another engine, whose scores are not comparable. */
  readonly count: number;
}

export interface SearchQuery extends ProductRead {
  readonly text: string;
  readonly size: number;
  readonly sort: SearchSort;
  readonly filter: SearchFilter;
  /** The cursor of the last hit of the previous page. */
  readonly after: SearchCursor | undefined;
  readonly facets: boolean;
  /** True does not relax the query when it has few hits. A page after one of the relaxed query still has its hits. */
  readonly strictOnly?: boolean;
  /** Whether hits have a highlight. */
  readonly highlights: boolean;
  /** Whether the bounds of the prices and the number of products in stock are counted. */
  readonly summary: boolean;
}

export interface SearchHit {
  readonly product: PartialProduct;
  readonly cursor: SearchCursor;
  /** Null unless sorted by relevance. */
  readonly score: number | null;
  readonly highlight: string | null;
}

export interface Facet {
  readonly name: string;
  readonly values: readonly { readonly value: string; readonly count: number; readonly selected: boolean }[];
}

/** What a page says about all hits, not only its own. */
export interface SearchSummary {
  /** The prices of the variants that pass all filters except that on prices, in the currency of the filter. */
  readonly priceBounds: { readonly minMinor: bigint; readonly maxMinor: bigint } | undefined;
  /** Hits with a variant that passes all filters and is in stock. */
  readonly inStockCount: number;
}

export const noSummary: SearchSummary = { priceBounds: undefined, inStockCount: 0 };

export interface SearchPage {
  readonly hits: readonly SearchHit[];
  readonly hasNextPage: boolean;
  readonly total: number;
  readonly facets: readonly Facet[];
  readonly summary: SearchSummary;
  /** The text that was searched for instead, if no product has a word of the query. */
  readonly correctedQuery: string | undefined;
}

export interface SuggestQuery extends ProductRead {
  readonly prefix: string;
  readonly size: number;
}

export type Suggestion = { readonly product: PartialProduct } | { readonly category: CategoryRow };

/** Product search, implemented by a search engine and by the database. The signal cancels a call. */
export interface SearchPort {
  search(query: SearchQuery, signal: AbortSignal): Promise<SearchPage>;
  /** Returns names in which every word of the prefix starts some word. Categories come first. */
  suggest(query: SuggestQuery, signal: AbortSignal): Promise<readonly Suggestion[]>;
}
