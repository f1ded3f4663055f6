import type { CategoryRow } from "../../store/categories.ts";
import type { IndexedProduct } from "../../store/indexed-products.ts";
import type { NamedValue } from "../../tables/products.ts";
import { facetKey } from "../facets.ts";

/** Field with the slugs of a product's own categories, without ancestors. Existing indices have it under this name. */
export const ownCategories = "shelves";

/** A document of the search index. A category has only `kind`, `id` and `suggest`. */
export interface SearchDocument {
  readonly kind: "product" | "category";
  readonly id: string;
  /** The name that suggestions match. */
  readonly suggest: string;
  readonly name?: string;
  readonly brand?: string;
  /** Names of its categories; of its categories and all their ancestors. */
  readonly leaf?: readonly string[];
  readonly path?: readonly string[];
  /** Values of its attributes and of its variants' options. */
  readonly attributes?: readonly string[];
  readonly description?: string;
  readonly skus?: readonly string[];
  /** Slugs of its categories and all their ancestors. */
  readonly categories?: readonly string[];
  readonly [ownCategories]?: readonly string[];
  readonly facets?: readonly string[];
  /** Its variants on sale. Attributes of the product count as options of each of them. */
  readonly offers?: readonly Offer[];
  readonly currency?: string;
  /** Decimal digits, in the minor unit. */
  readonly minPrice?: string;
  readonly maxPrice?: string;
  readonly inStock?: boolean;
  readonly unitsSold?: string;
  /** Milliseconds since the epoch. */
  readonly createdAt?: number;
  /** The factor of the relevance score. */
  readonly signal?: number;
}

/** A nested document: filters on price, stock and options must hold for the same variant. */
export interface Offer {
  /** Decimal digits, in the minor unit. */
  readonly price: string;
  readonly currency: string;
  readonly available: boolean;
  readonly facets: readonly string[];
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
    [ownCategories]: own.map(({ slug }) => slug),
    facets: [
      ...own.map(({ slug }) => facetKey("category", slug)),
      ...(brand === null ? [] : [facetKey("brand", brand)]),
    ],
    offers: variants.map((variant) => ({
      price: variant.price,
      currency: product.currency,
      available: variant.available > 0,
      facets: [...new Set([...product.attributes, ...variant.options].map(attributeKey))],
    })),
    currency: product.currency,
    minPrice: product.min_price,
    maxPrice: product.max_price,
    inStock,
    unitsSold: product.units_sold,
    createdAt: Number(product.created_ms),
    signal: popularityFactor(inStock, Number(product.units_sold)),
  };
}

const attributeKey = ({ name, value }: NamedValue): string => facetKey(`attribute:${name}`, value);

/** Returns 0.95 to 1.1. The factor orders products of similar relevance and never outweighs a clearly better match. */
function popularityFactor(inStock: boolean, unitsSold: number): number {
  return (inStock ? 1 : 0.95) * (1 + (0.1 * unitsSold) / (unitsSold + 100));
}
