import type { CategoryRow } from "../store/categories.ts";
import type { PartialProduct, Selection } from "../store/product-rows.ts";

export type SearchSort = "relevance" | "price_asc" | "price_desc" | "newest" | "best_selling";

export interface SearchFilter {
  readonly categorySlug: string;
  readonly brands: readonly string[];
  readonly minPriceMinor: bigint | undefined;
  readonly maxPriceMinor: bigint | undefined;
  readonly inStock: boolean | undefined;
  readonly attributes: readonly { readonly name: string; readonly values: readonly string[] }[];
}

/** Where a hit stands among all of them. Except for relevance, it is the same place for every engine. */
export interface Place {
  readonly engine: "elasticsearch" | "postgres";
  /** Whether it is a hit of the wider form of the question, which is asked where all its words find too little. */
  readonly wide: boolean;
  /** What it is sorted by, as digits; smaller comes first, whatever the order. */
  readonly value: string;
  readonly id: string;
  /** How many hits come before it: another engine's scores are not comparable. */
  readonly count: number;
}

export interface SearchQuery {
  readonly text: string;
  readonly size: number;
  readonly sort: SearchSort;
  readonly filter: SearchFilter;
  /** The last hit of the page before. */
  readonly after: Place | undefined;
  readonly selection: Selection;
  readonly facets: boolean;
}

export interface SearchHit {
  readonly product: PartialProduct;
  readonly place: Place;
  /** Null where the order is another than relevance. */
  readonly score: number | null;
  readonly highlight: string | null;
}

export interface Facet {
  readonly name: string;
  readonly values: readonly { readonly value: string; readonly count: number; readonly selected: boolean }[];
}

export interface SearchPage {
  readonly hits: readonly SearchHit[];
  /** Whether hits come after these. */
  readonly more: boolean;
  readonly total: number;
  readonly facets: readonly Facet[];
}

export interface SuggestQuery {
  readonly prefix: string;
  readonly size: number;
  readonly selection: Selection;
}

export type Suggestion = { readonly product: PartialProduct } | { readonly category: CategoryRow };

/** Finds products. What stands behind it is a search engine, or the database. Work ends with the signal. */
export interface SearchPort {
  search(query: SearchQuery, signal: AbortSignal): Promise<SearchPage>;
  /** What begins with these letters: in every word of theirs, some word of a name. Categories come first. */
  suggest(query: SuggestQuery, signal: AbortSignal): Promise<readonly Suggestion[]>;
}
