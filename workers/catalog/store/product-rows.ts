import type { MediaFile, NamedValue } from "../tables.ts";

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
  /** In other currencies than that of the price, by currency. */
  readonly basePrices?: readonly { readonly currency: string; readonly amount: string }[];
  readonly available?: number;
  readonly reserved?: number;
  /** Milliseconds since the epoch. */
  readonly stockAt?: number;
};

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
};

export type VariantRow = Required<PartialVariant>;

/** A product with all fields. */
export type ProductRow = Required<Omit<PartialProduct, "variants" | "in_stock">> & {
  readonly variants: readonly VariantRow[];
};
