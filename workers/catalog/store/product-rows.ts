import { type SQL, sql } from "drizzle-orm";
import type { MediaFile, NamedValue } from "../tables.ts";

/** What may be read of a product beside its id, slug and name, by the contract's names. */
export const productFields = [
  "description",
  "brand",
  "category_ids",
  "attributes",
  "media",
  "variants",
  "variants.*.product_name",
  "variants.*.options",
  "variants.*.stock.available",
  "variants.*.stock.reserved",
  "variants.*.stock.update_time",
  "min_price",
  "max_price",
  "in_stock",
  "etag",
  "create_time",
  "update_time",
] as const;
export type ProductField = (typeof productFields)[number];

/** How much of a product is read. */
export type Selection = ReadonlySet<ProductField>;

export const everything: Selection = new Set(productFields);

/** As much of a variant as is selected. */
export type PartialVariant = {
  readonly sku: string;
  readonly name: string;
  /** Digits: JSON has no 64-bit numbers. */
  readonly price: string;
  readonly currency: string;
  readonly productName?: string;
  readonly options?: readonly NamedValue[];
  readonly available?: number;
  readonly reserved?: number;
  /** Milliseconds since the epoch. */
  readonly stockAt?: number;
};

/** As much of a product as is selected. */
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
  /** Absent where variants are there with their stock, which says it. */
  readonly in_stock?: boolean;
};

export type VariantRow = Required<PartialVariant>;

/** A whole product. */
export type ProductRow = Required<Omit<PartialProduct, "variants" | "in_stock">> & {
  readonly variants: readonly VariantRow[];
};

/** Since the epoch; as a column and in JSON alike a number of JavaScript's. */
export const milliseconds = (column: string): string => `round(extract(epoch from ${column}) * 1000)::float8`;

type Part = readonly [key: string, value: string];

/** The fields of a product that are columns of a table called `p`: under which key in what is read of it, and what. */
const columns: Readonly<Partial<Record<ProductField, Part>>> = {
  description: ["description", "p.description"],
  brand: ["brand", "p.brand"],
  category_ids: ["category_ids", "p.category_ids"],
  attributes: ["attributes", "p.attributes"],
  media: ["media", "p.media"],
  min_price: ["min_price", "p.min_price_minor::text"],
  max_price: ["max_price", "p.max_price_minor::text"],
  etag: ["version", "p.version"],
  create_time: ["created_ms", milliseconds("p.created_at")],
  update_time: ["updated_ms", milliseconds("p.updated_at")],
};

/** The same of a variant, of tables called `v` and `s`. */
const columnsOfVariant: Readonly<Partial<Record<ProductField, Part>>> = {
  "variants.*.product_name": ["productName", "p.name"],
  "variants.*.options": ["options", "v.options"],
  "variants.*.stock.available": ["available", "s.available"],
  "variants.*.stock.reserved": ["reserved", "s.reserved"],
  "variants.*.stock.update_time": ["stockAt", milliseconds("s.updated_at")],
};

const ofProduct: readonly Part[] = ["id", "slug", "name", "currency"].map((key) => [key, `p.${key}`]);
const ofVariant: readonly Part[] = [
  ["sku", "v.sku"],
  ["name", "v.name"],
  ["price", "v.price_minor::text"],
  ["currency", "v.currency"],
];

const onSale = "v.product_id = p.id and v.deleted_at is null";
const withStock = "variants v join stock s on s.sku = v.sku";

/**
 * A `PartialProduct` as one JSON value, from a table called `p`. Variants and their stock come in it: a page of products
 * is one statement, and is parsed at once.
 */
export function productJson(selection: Selection): SQL {
  const known = written.get(selection);
  if (known !== undefined) return known;
  const json = sql.raw(jsonOf(partsOfProduct(selection)));
  written.set(selection, json);
  return json;
}

const written = new WeakMap<Selection, SQL>();

function partsOfProduct(selection: Selection): readonly Part[] {
  const parts = [...ofProduct, ...partsOf(columns, selection)];
  if (selection.has("variants")) parts.push(["variants", `(${variantList(selection)})`]);
  else if (selection.has("in_stock")) {
    const any = `select true from ${withStock} where ${onSale} and s.available > 0 limit 1`;
    parts.push(["in_stock", `coalesce((${any}), false)`]);
  }
  return parts;
}

function variantList(selection: Selection): string {
  const told = telling(selection);
  const parts = [...ofVariant, ...partsOf(columnsOfVariant, told)];
  const variants = [...told].some((field) => field.startsWith("variants.*.stock.")) ? withStock : "variants v";
  return `select coalesce(json_agg(${jsonOf(parts)} order by v.position), '[]') from ${variants} where ${onSale}`;
}

/** Whether a product is in stock is told by its variants, where they are read. */
function telling(selection: Selection): Selection {
  return selection.has("in_stock") ? new Set([...selection, "variants.*.stock.available"]) : selection;
}

function partsOf(of: typeof columns, selection: Selection): Part[] {
  return [...selection].flatMap((field) => (of[field] === undefined ? [] : [of[field]]));
}

function jsonOf(parts: readonly Part[]): string {
  return `json_build_object(${parts.map(([key, value]) => `'${key}', ${value}`).join(", ")})`;
}

/** All columns of a variant, from tables called `p`, `v` and `s`. */
export const variantColumns: SQL = sql.raw(
  [...ofVariant, ...partsOf(columnsOfVariant, everything)].map(([key, value]) => `${value} as "${key}"`).join(", "),
);

/** What `productJson` would have read of a product that is here whole. */
export function selected(row: ProductRow, selection: Selection): PartialProduct {
  if (selection === everything) return row;
  const part = pick<PartialProduct>(row, [...ofProduct, ...partsOf(columns, selection)]);
  if (selection.has("variants")) {
    const parts = [...ofVariant, ...partsOf(columnsOfVariant, telling(selection))];
    return { ...part, variants: row.variants.map((variant) => pick<PartialVariant>(variant, parts)) };
  }
  if (!selection.has("in_stock")) return part;
  return { ...part, in_stock: row.variants.some(({ available }) => available > 0) };
}

function pick<T extends object>(whole: T, parts: readonly Part[]): T {
  return Object.fromEntries(parts.map(([key]) => [key, whole[key as keyof T]])) as T;
}
