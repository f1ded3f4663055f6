import type { CategoryRow } from "../../store/categories.ts";
import type { IndexedProduct } from "../../store/indexed-products.ts";
import { facetKey } from "../facets.ts";

/** A product as the index holds it; a category has `kind`, `id` and `suggest` alone. */
export interface SearchDocument {
  readonly kind: "product" | "category";
  readonly id: string;
  /** What suggestions complete. */
  readonly suggest: string;
  readonly name?: string;
  readonly brand?: string;
  /** Names of the categories it stands in, and of all on the way to them. */
  readonly leaf?: readonly string[];
  readonly path?: readonly string[];
  /** Values of its attributes and of its variants' options. */
  readonly attributes?: readonly string[];
  readonly description?: string;
  readonly skus?: readonly string[];
  /** Slugs of the categories it stands in and of all above them; of the former alone. */
  readonly categories?: readonly string[];
  readonly shelves?: readonly string[];
  readonly facets?: readonly string[];
  /** Digits, in the smallest unit. */
  readonly minPrice?: string;
  readonly maxPrice?: string;
  readonly inStock?: boolean;
  readonly unitsSold?: string;
  /** Milliseconds since the epoch. */
  readonly createdAt?: number;
  /** What relevance is multiplied with. */
  readonly signal?: number;
}

export function categoryDocument({ id, name }: CategoryRow): SearchDocument {
  return { kind: "category", id, suggest: name };
}

export function productDocument(product: IndexedProduct): SearchDocument {
  const { id, name, brand, variants, categories } = product;
  const own = categories.filter(({ leaf }) => leaf);
  const options = variants.flatMap((variant) => variant.options);
  const inStock = variants.some(({ available }) => available > 0);
  return {
    kind: "product",
    id,
    suggest: name,
    name,
    ...(brand === null ? {} : { brand }),
    leaf: own.map((category) => category.name),
    path: categories.map((category) => category.name),
    attributes: [...product.attributes.map(({ value }) => value), ...new Set(options.map(({ value }) => value))],
    description: product.description,
    skus: variants.map(({ sku }) => sku),
    categories: categories.map(({ slug }) => slug),
    shelves: own.map(({ slug }) => slug),
    facets: [
      ...own.map(({ slug }) => facetKey("category", slug)),
      ...(brand === null ? [] : [facetKey("brand", brand)]),
      ...new Set(product.attributes.map((attribute) => facetKey(`attribute:${attribute.name}`, attribute.value))),
    ],
    minPrice: product.min_price,
    maxPrice: product.max_price,
    inStock,
    unitsSold: product.units_sold,
    createdAt: Number(product.created_ms),
    signal: signalOf(inStock, Number(product.units_sold)),
  };
}

/** Between 0.95 and 1.1: it settles between what fits alike, and never lifts what fits worse far. */
function signalOf(inStock: boolean, unitsSold: number): number {
  return (inStock ? 1 : 0.95) * (1 + (0.1 * unitsSold) / (unitsSold + 100));
}
