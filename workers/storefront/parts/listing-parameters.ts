import { parseDecimalAmount } from "../../kit/pages/money.ts";
import type { CurrencyCode, SearchFilter, SearchSort } from "../documents.generated.ts";

/** What a list of products shows, as its URL says it. Everything is in the URL, so each list can be linked. */
export interface ListingParameters {
  readonly query: string;
  readonly category: string | undefined;
  readonly brands: readonly string[];
  /** Chosen values by the name of the attribute or option. */
  readonly attributes: ReadonlyMap<string, readonly string[]>;
  readonly currency: string | undefined;
  /** As the visitor typed them, in the main unit of the currency. */
  readonly minPrice: string;
  readonly maxPrice: string;
  readonly onlyInStock: boolean;
  readonly sort: SearchSort;
  readonly after: string | undefined;
  /** From 1. */
  readonly page: number;
}

export const attributePrefix = "a.";
const sorts: readonly SearchSort[] = ["RELEVANCE", "BEST_SELLING", "NEWEST", "PRICE_ASC", "PRICE_DESC"];
const maxValues = 20;

/** Reads the parameters of a URL. Invalid values count as absent. */
export function readListingParameters(search: URLSearchParams, defaultSort: SearchSort): ListingParameters {
  const get = (name: string) => search.get(name)?.trim().slice(0, 200) ?? "";
  const names = [...new Set(search.keys())].filter((name) => name.startsWith(attributePrefix)).slice(0, maxValues);
  const sort = sorts.find((known) => known.toLowerCase() === get("sort"));
  const page = Number(get("page"));
  return {
    query: get("q"),
    category: get("category") || undefined,
    brands: getValues(search, "brand"),
    attributes: new Map(names.map((name) => [name.slice(attributePrefix.length), getValues(search, name)])),
    currency: /^[A-Z]{3}$/.test(get("currency")) ? get("currency") : undefined,
    minPrice: get("min"),
    maxPrice: get("max"),
    onlyInStock: get("stock") === "1",
    sort: sort ?? defaultSort,
    after: search.get("after") ?? undefined,
    page: Number.isInteger(page) && page > 1 && search.has("after") ? page : 1,
  };
}

function getValues(search: URLSearchParams, name: string): readonly string[] {
  return search
    .getAll(name)
    .filter((value) => value !== "")
    .slice(0, maxValues);
}

/** Returns the filter of a search. Prices that are no numbers are left out. */
export function toSearchFilter(parameters: ListingParameters): SearchFilter {
  const { category, brands, attributes, currency, minPrice, maxPrice, onlyInStock } = parameters;
  const [min, max] = [minPrice, maxPrice].map((text) =>
    currency === undefined ? undefined : parseDecimalAmount(text, currency),
  );
  return {
    ...(category === undefined ? {} : { categorySlug: category }),
    ...(brands.length === 0 ? {} : { brands: [...brands] }),
    ...(currency === undefined ? {} : { currency: currency as CurrencyCode }),
    ...(min === undefined ? {} : { minPrice: min }),
    ...(max === undefined ? {} : { maxPrice: max }),
    ...(onlyInStock ? { inStock: true } : {}),
    ...(attributes.size === 0
      ? {}
      : { attributes: [...attributes].map(([name, values]) => ({ name, values: [...values] })) }),
  };
}

/** Whether any filter besides the category is set. */
export function isFiltered({ brands, attributes, minPrice, maxPrice, onlyInStock }: ListingParameters): boolean {
  return brands.length > 0 || attributes.size > 0 || minPrice !== "" || maxPrice !== "" || onlyInStock;
}

/** Returns the query string of another page of the same list. Page 1 has neither a number nor a cursor. */
export function toPageQuery(search: URLSearchParams, page: number, after: string | undefined): string {
  const next = new URLSearchParams(search);
  next.delete("page");
  next.delete("after");
  if (after !== undefined) {
    next.set("page", String(page));
    next.set("after", after);
  }
  return next.size === 0 ? "" : `?${next}`;
}
