import type { MessageInitShape } from "@bufbuild/protobuf";
import { timestampFromMs } from "@bufbuild/protobuf/wkt";
import {
  type CategorySchema,
  type GetProductRequest,
  type ProductSchema,
  ProductView,
  type StockLevelSchema,
  type VariantSchema,
} from "../../../../proto/gen/catalog/v1/catalog_pb.js";
import { invalid } from "../../../kit/errors/failure.ts";
import type { CategoryRow } from "../../store/categories.ts";
import type { StockRow } from "../../store/inventory.ts";
import {
  everything,
  type PartialProduct,
  type PartialVariant,
  type ProductField,
  productFields,
  type Selection,
} from "../../store/product-rows.ts";

const money = (digits: string, currencyCode: string) => ({ amountMinor: BigInt(digits), currencyCode });

/** Of the basic view. */
const withoutVariants: Selection = new Set(productFields.filter((field) => !field.startsWith("variants")));

/** The same masks come again and again: of the pages that a shop has. */
const selections = new Map<string, Selection>();
const mostSelections = 200;

/** What of products is to be read. Throws INVALID_MASK for a name that is no field's. */
export function selectionOf({ view, readMask }: Pick<GetProductRequest, "view" | "readMask">): Selection {
  const viewed = view === ProductView.BASIC ? withoutVariants : everything;
  if (readMask === undefined) return viewed;
  // No text of a request has that character.
  const key = [view, ...readMask.paths].join("\u0000");
  const known = selections.get(key);
  if (known !== undefined) return known;
  const selection = masked(viewed, readMask.paths);
  if (selections.size >= mostSelections) selections.clear();
  selections.set(key, selection);
  return selection;
}

function masked(viewed: Selection, paths: readonly string[]): Selection {
  const named = new Set(paths) as Set<ProductField>;
  for (const path of named) {
    if (!everything.has(path)) throw invalid("INVALID_MASK", `${path} cannot be read`, "readMask");
    if (!viewed.has(path)) named.delete(path);
  }
  return named;
}

/** As much of a product as was read of it. */
export function productMessage(row: PartialProduct): MessageInitShape<typeof ProductSchema> {
  const { id, slug, name, currency, variants } = row;
  const message: MessageInitShape<typeof ProductSchema> = { id, slug, name };
  if (row.description !== undefined) message.description = row.description;
  if (typeof row.brand === "string") message.brand = row.brand;
  if (row.category_ids !== undefined) message.categoryIds = [...row.category_ids];
  if (row.attributes !== undefined) message.attributes = [...row.attributes];
  if (row.media !== undefined) message.media = [...row.media];
  if (row.min_price !== undefined) message.minPrice = money(row.min_price, currency);
  if (row.max_price !== undefined) message.maxPrice = money(row.max_price, currency);
  if (row.version !== undefined) message.etag = etagOf(row.version);
  if (row.created_ms !== undefined) message.createTime = timestampFromMs(row.created_ms);
  if (row.updated_ms !== undefined) message.updateTime = timestampFromMs(row.updated_ms);
  if (variants !== undefined) message.variants = variants.map((variant) => variantMessage(id, variant));
  message.inStock = row.in_stock ?? variants?.some(({ available = 0 }) => available > 0) ?? false;
  return message;
}

/** As much of a variant as was read of it. */
export function variantMessage(productId: string, variant: PartialVariant): MessageInitShape<typeof VariantSchema> {
  const { sku, name, price, currency, productName, options, available, reserved, stockAt } = variant;
  const message: MessageInitShape<typeof VariantSchema> = {
    sku,
    name,
    price: money(price, currency),
    productId,
  };
  if (productName !== undefined) message.productName = productName;
  if (options !== undefined) message.options = [...options];
  if (available !== undefined || reserved !== undefined || stockAt !== undefined) {
    message.stock = { sku, available: available ?? 0, reserved: reserved ?? 0 };
    if (stockAt !== undefined) message.stock.updateTime = timestampFromMs(stockAt);
  }
  return message;
}

export function stockMessage({
  sku,
  available,
  reserved,
  updatedAt,
}: StockRow): MessageInitShape<typeof StockLevelSchema> {
  return { sku, available, reserved, updateTime: timestampFromMs(updatedAt) };
}

export function categoryMessage(row: CategoryRow): MessageInitShape<typeof CategorySchema> {
  const { id, slug, name, description } = row;
  const ancestorIds = row.path.slice(0, -1);
  return { id, slug, name, description, ancestorIds, ...(row.parent_id === null ? {} : { parentId: row.parent_id }) };
}

/** A version as an opaque text. */
function etagOf(version: number): string {
  return `v${version}`;
}

/** The version that an etag names; none that a product can have when it is not one of ours. */
export function versionOf(etag: string): number {
  const version = /^v(\d{1,9})$/.exec(etag)?.[1];
  return version === undefined ? -1 : Number(version);
}
