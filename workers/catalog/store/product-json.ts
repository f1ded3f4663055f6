import { type SQL, sql } from "drizzle-orm";
import {
  basePriceCurrency,
  marketId,
  type ProductRead,
  productPriceRange,
  variantPrice,
  variantUnitPrices,
} from "./market-prices.ts";
import { allFields, type ProductField, type Selection } from "./product-fields.ts";
import type { MarketPriceRange, PartialProduct, PartialVariant, ProductRow } from "./product-rows.ts";

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
  "variants.*.media": [["media", "v.media"]],
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

/** Expressions by selection, for each combination of the other properties of a read. */
const cachedExpressions = new Map<string, WeakMap<Selection, SQL>>();

/**
 * Returns an SQL expression that builds a `PartialProduct` as one JSON value from the products table, aliased `p`. It
 * includes the variants with their stock, so a page of products needs one statement and one parse. Prices of a market need
 * `marketCte` before it.
 */
export function productJson(read: ProductRead): SQL {
  const key = `${read.prices !== undefined} ${read.assumesBasePrices}`;
  const cache = cachedExpressions.get(key) ?? new WeakMap<Selection, SQL>();
  cachedExpressions.set(key, cache);
  const cached = cache.get(read.selection);
  if (cached !== undefined) return cached;
  const json = sql.raw(jsonObject(entriesOfProduct(read)));
  cache.set(read.selection, json);
  return json;
}

function entriesOfProduct({ selection, prices, assumesBasePrices }: ProductRead): readonly JsonEntry[] {
  const entries = [...requiredProductEntries, ...selectEntries(productEntries, selection)];
  if (prices !== undefined) entries.push(["marketId", marketId]);
  if (prices !== undefined && assumesBasePrices !== undefined) entries.push(["basePriceCurrency", basePriceCurrency]);
  const hasMarket = prices !== undefined && assumesBasePrices !== true;
  if (selection.has("variants")) entries.push(["variants", `(${variantArray(selection, hasMarket)})`]);
  else {
    if (selection.has("in_stock")) {
      const any = `select true from ${variantsWithStock} where ${onSale} and s.available > 0 limit 1`;
      entries.push(["in_stock", `coalesce((${any}), false)`]);
    }
    if (hasMarket && selectsPriceRange(selection)) entries.push(["marketRange", productPriceRange]);
  }
  return entries;
}

const selectsPriceRange = (selection: Selection): boolean => selection.has("min_price") || selection.has("max_price");

/** Prices of a variant in a market. */
function marketEntries(selection: Selection): readonly JsonEntry[] {
  const price: JsonEntry = ["marketPrice", variantPrice];
  return selection.has("variants.*.unit_prices") ? [price, ["unitPrices", variantUnitPrices]] : [price];
}

function variantArray(selection: Selection, hasMarket: boolean): string {
  const withAvailability = addAvailability(selection);
  const entries = [...requiredVariantEntries, ...selectEntries(variantEntries, withAvailability)];
  if (hasMarket) entries.push(...marketEntries(selection));
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
export function variantColumns({ selection, prices }: ProductRead): SQL {
  const entries = [...requiredVariantEntries, ...selectEntries(variantEntries, selection)];
  if (prices !== undefined) entries.push(["marketId", marketId], ...marketEntries(selection));
  return sql.raw(entries.map(([key, expression]) => `${expression} as "${key}"`).join(", "));
}

/**
 * Returns a JSON object of what changes without a new version of the product: the stock, the name of the tax class and the
 * prices of a market.
 */
export function volatileVariantJson({ selection, prices }: ProductRead): SQL {
  const stock = [...allFields].filter((field) => field.startsWith("variants.*.stock."));
  const entries = [requiredVariantEntries[0] as JsonEntry, ...selectEntries(variantEntries, new Set(stock))];
  if (selection.has("variants.*.tax_class")) entries.push(taxClassNameEntry);
  if (prices !== undefined) entries.push(...marketEntries(selection));
  return sql.raw(jsonObject(entries));
}

/** Returns the part of a complete product that `productJson` would read for the selection. */
export function applySelection(row: ProductRow, { selection, prices }: ProductRead): PartialProduct {
  if (selection === allFields) return row;
  const market: readonly JsonEntry[] = prices === undefined ? [] : [["marketId", ""]];
  const columns = [...requiredProductEntries, ...selectEntries(productEntries, selection), ...market];
  const product = pick<PartialProduct>(row, columns);
  if (selection.has("variants")) {
    const entries = [...requiredVariantEntries, ...selectEntries(variantEntries, addAvailability(selection))];
    if (prices !== undefined) entries.push(...marketEntries(selection));
    return { ...product, variants: row.variants.map((variant) => pick<PartialVariant>(variant, entries)) };
  }
  return {
    ...product,
    ...(selection.has("in_stock") ? { in_stock: row.variants.some(({ available }) => available > 0) } : {}),
    ...(prices !== undefined && selectsPriceRange(selection) ? { marketRange: priceRangeOf(row) } : {}),
  };
}

/** Returns the range of the variants' market prices, as `productPriceRange`. */
export function priceRangeOf({ currency, variants = [] }: PartialProduct): MarketPriceRange | null {
  const prices = variants.flatMap(({ marketPrice }) => marketPrice ?? []);
  if (prices.length === 0) return null;
  // Other currencies than the product's are the default of the market.
  const inDefault = prices.filter((price) => price.currency !== currency);
  const compared = inDefault.length > 0 ? inDefault : prices;
  const amounts = compared.map(({ amount }) => BigInt(amount)).sort((a, b) => (a < b ? -1 : 1));
  const changes = prices.flatMap(({ validUntil }) => validUntil ?? []);
  return {
    min: String(amounts[0]),
    max: String(amounts.at(-1)),
    currency: compared[0]?.currency ?? currency,
    validUntil: changes.length === 0 ? null : Math.min(...changes),
  };
}

function pick<T extends object>(object: T, entries: readonly JsonEntry[]): T {
  return Object.fromEntries(entries.map(([key]) => [key, object[key as keyof T]])) as T;
}
