import { type SQL, sql } from "drizzle-orm";
import { allFields, type ProductField, type Selection } from "./product-fields.ts";
import type { PartialProduct, PartialVariant, ProductRow } from "./product-rows.ts";

/** Returns SQL for milliseconds since the epoch. It is a JavaScript number both as a column and in JSON. */
const milliseconds = (column: string): string => `round(extract(epoch from ${column}) * 1000)::float8`;

/** A key of the JSON object, and the SQL expression of its value. */
type JsonEntry = readonly [key: string, expression: string];
type Entries = Readonly<Partial<Record<ProductField, readonly JsonEntry[]>>>;

/** Fields that are columns of the products table, aliased `p`. */
const productEntries: Entries = {
  description: [["description", "p.description"]],
  brand: [["brand", "p.brand"]],
  category_ids: [["category_ids", "p.category_ids"]],
  attributes: [["attributes", "p.attributes"]],
  media: [["media", "p.media"]],
  min_price: [["min_price", "p.min_price_minor::text"]],
  max_price: [["max_price", "p.max_price_minor::text"]],
  etag: [["version", "p.version"]],
  create_time: [["created_ms", milliseconds("p.created_at")]],
  update_time: [["updated_ms", milliseconds("p.updated_at")]],
};

const taxClassNameEntry: JsonEntry = ["taxClassName", "(select t.name from tax_classes t where t.code = v.tax_class)"];

const basePrices = `
  select coalesce(json_agg(json_build_object('currency', b.currency, 'amount', b.amount_minor::text)
    order by b.currency), '[]')
  from variant_prices b where b.sku = v.sku`;

/** Fields that are columns of the variants table, aliased `v`, and the stock table, aliased `s`. */
const variantEntries: Entries = {
  "variants.*.product_name": [["productName", "p.name"]],
  "variants.*.options": [["options", "v.options"]],
  "variants.*.tax_class": [["taxClass", "v.tax_class"], taxClassNameEntry],
  "variants.*.weight_grams": [["weightGrams", "v.weight_grams"]],
  "variants.*.base_prices": [["basePrices", `(${basePrices})`]],
  "variants.*.stock.available": [["available", "s.available"]],
  "variants.*.stock.reserved": [["reserved", "s.reserved"]],
  "variants.*.stock.update_time": [["stockAt", milliseconds("s.updated_at")]],
};

const requiredProductEntries: readonly JsonEntry[] = ["id", "slug", "name", "currency"].map((key) => [key, `p.${key}`]);
const requiredVariantEntries: readonly JsonEntry[] = [
  ["sku", "v.sku"],
  ["name", "v.name"],
  ["price", "v.price_minor::text"],
  ["currency", "v.currency"],
];

const onSale = "v.product_id = p.id and v.deleted_at is null";
const variantsWithStock = "variants v join stock s on s.sku = v.sku";

const cachedExpressions = new WeakMap<Selection, SQL>();

/**
 * Returns an SQL expression that builds a `PartialProduct` as one JSON value from the products table, aliased `p`. It
 * includes the variants with their stock, so a page of products needs one statement and one parse.
 */
export function productJson(selection: Selection): SQL {
  const cached = cachedExpressions.get(selection);
  if (cached !== undefined) return cached;
  const json = sql.raw(jsonObject(entriesOfProduct(selection)));
  cachedExpressions.set(selection, json);
  return json;
}

function entriesOfProduct(selection: Selection): readonly JsonEntry[] {
  const entries = [...requiredProductEntries, ...selectEntries(productEntries, selection)];
  if (selection.has("variants")) entries.push(["variants", `(${variantArray(selection)})`]);
  else if (selection.has("in_stock")) {
    const any = `select true from ${variantsWithStock} where ${onSale} and s.available > 0 limit 1`;
    entries.push(["in_stock", `coalesce((${any}), false)`]);
  }
  return entries;
}

function variantArray(selection: Selection): string {
  const withAvailability = addAvailability(selection);
  const entries = [...requiredVariantEntries, ...selectEntries(variantEntries, withAvailability)];
  const needsStock = [...withAvailability].some((field) => field.startsWith("variants.*.stock."));
  const tables = needsStock ? variantsWithStock : "variants v";
  return `select coalesce(json_agg(${jsonObject(entries)} order by v.position), '[]') from ${tables} where ${onSale}`;
}

/** `in_stock` is derived from the variants' availability when variants are read. */
function addAvailability(selection: Selection): Selection {
  return selection.has("in_stock") ? new Set([...selection, "variants.*.stock.available"]) : selection;
}

function selectEntries(entries: Entries, selection: Selection): JsonEntry[] {
  return [...selection].flatMap((field) => entries[field] ?? []);
}

function jsonObject(entries: readonly JsonEntry[]): string {
  return `json_build_object(${entries.map(([key, expression]) => `'${key}', ${expression}`).join(", ")})`;
}

/** Returns the selected columns of a variant, from tables with the aliases `p`, `v` and `s`. */
export function variantColumns(selection: Selection): SQL {
  const entries = [...requiredVariantEntries, ...selectEntries(variantEntries, selection)];
  return sql.raw(entries.map(([key, expression]) => `${expression} as "${key}"`).join(", "));
}

/** Returns a JSON object of what changes without a new version of the product: the stock and the name of the tax class. */
export function volatileVariantJson(selection: Selection): SQL {
  const stock = [...allFields].filter((field) => field.startsWith("variants.*.stock."));
  const entries = [requiredVariantEntries[0] as JsonEntry, ...selectEntries(variantEntries, new Set(stock))];
  return sql.raw(jsonObject(selection.has("variants.*.tax_class") ? [...entries, taxClassNameEntry] : entries));
}

/** Returns the part of a complete product that `productJson` would read for the selection. */
export function applySelection(row: ProductRow, selection: Selection): PartialProduct {
  if (selection === allFields) return row;
  const product = pick<PartialProduct>(row, [...requiredProductEntries, ...selectEntries(productEntries, selection)]);
  if (selection.has("variants")) {
    const entries = [...requiredVariantEntries, ...selectEntries(variantEntries, addAvailability(selection))];
    return { ...product, variants: row.variants.map((variant) => pick<PartialVariant>(variant, entries)) };
  }
  if (!selection.has("in_stock")) return product;
  return { ...product, in_stock: row.variants.some(({ available }) => available > 0) };
}

function pick<T extends object>(object: T, entries: readonly JsonEntry[]): T {
  return Object.fromEntries(entries.map(([key]) => [key, object[key as keyof T]])) as T;
}
