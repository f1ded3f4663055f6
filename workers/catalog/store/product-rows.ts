import type { MediaFile, NamedValue } from "../tables/products.ts";

/** The price of one unit in a market, if it is not the base price in the product's currency. Amounts are decimal digits. */
export interface MarketPrice {
  readonly amount: string;
  readonly currency: string;
  /** The base price, while a SALE price list applies. */
  readonly compareAt: string | null;
  /** When the price changes by itself, in milliseconds since the epoch. */
  readonly validUntil: number | null;
}

/** The lowest and the highest price of the variants in a market. */
export interface MarketPriceRange {
  readonly min: string;
  readonly max: string;
  readonly currency: string;
  readonly validUntil: number | null;
}

/** A unit price in a currency of a market, for lines of at least this quantity. */
export interface UnitPrice {
  readonly currency: string;
  readonly minQuantity: number;
  readonly amount: string;
  /** Whether the currency is the default of the market. */
  readonly isDefault: boolean;
}

/** The prices of a variant in a market. Present when a market was read. They change without a new version of the product. */
type MarketPricesOfVariant = {
  /** Null if it is the base price, and no price list can change it. */
  readonly marketPrice?: MarketPrice | null;
  readonly unitPrices?: readonly UnitPrice[];
};

/** The selected part of a variant. */
export type PartialVariant = {
  readonly sku: string;
  readonly name: string;
  /** Decimal digits, because JSON has no 64-bit integers. */
  readonly price: string;
  readonly currency: string;
  readonly productName?: string;
  readonly options?: readonly NamedValue[];
  readonly taxClass?: string;
  readonly taxClassName?: string;
  readonly weightGrams?: number | null;
  readonly media?: readonly MediaFile[];
  /** In other currencies than that of the price, by currency. */
  readonly basePrices?: readonly { readonly currency: string; readonly amount: string }[];
  readonly available?: number;
  readonly reserved?: number;
  /** Milliseconds since the epoch. */
  readonly stockAt?: number;
} & MarketPricesOfVariant;

/** The selected part of a product. */
export type PartialProduct = {
  readonly id: string;
  readonly slug: string;
  readonly name: string;
  readonly currency: string;
  readonly description?: string;
  readonly brand?: string | null;
  readonly category_ids?: readonly string[];
  readonly attributes?: readonly NamedValue[];
  readonly media?: readonly MediaFile[];
  readonly min_price?: string;
  readonly max_price?: string;
  readonly version?: number;
  /** Milliseconds since the epoch. */
  readonly created_ms?: number;
  readonly updated_ms?: number;
  readonly variants?: readonly PartialVariant[];
  /** Absent when the variants are read with their stock, from which it follows. */
  readonly in_stock?: boolean;
} & MarketOfProduct;

/** Present when a market was read. */
type MarketOfProduct = {
  /** Null if there is no such market. */
  readonly marketId?: string | null;
  /** The currency in which base prices are the prices of the market. Present when a read checks whether they are. */
  readonly basePriceCurrency?: string | null;
  /** Absent when the variants are read, from which it follows. Null if the base prices are the prices. */
  readonly marketRange?: MarketPriceRange | null;
};

export type VariantRow = Required<Omit<PartialVariant, keyof MarketPricesOfVariant>> & MarketPricesOfVariant;

/** A product with all fields. */
export type ProductRow = Required<Omit<PartialProduct, "variants" | "in_stock" | keyof MarketOfProduct>> &
  MarketOfProduct & {
    readonly variants: readonly VariantRow[];
  };
