import type { MessageInitShape } from "@bufbuild/protobuf";
import { timestampFromMs } from "@bufbuild/protobuf/wkt";
import {
  type CategorySchema,
  type ProductSchema,
  ProductView,
  type StockLevelSchema,
  type VariantSchema,
} from "../../proto/gen/catalog/v1/catalog_pb.js";
import type { CategoryRow } from "./store/categories.ts";
import type { StockRow } from "./store/inventory.ts";
import type { ProductRow, Selection } from "./store/product-rows.ts";
import type { VariantColumns } from "./store/products.ts";

const money = (digits: string, currencyCode: string) => ({ amountMinor: BigInt(digits), currencyCode });

/** What of a product is to be read. Everything, unless less was asked for. */
export function selectionOf(view: ProductView): Selection {
  return { variants: view !== ProductView.BASIC };
}

export function productMessage(row: ProductRow): MessageInitShape<typeof ProductSchema> {
  return {
    id: row.id,
    slug: row.slug,
    name: row.name,
    description: row.description,
    categoryIds: [...row.category_ids],
    attributes: [...row.attributes],
    media: [...row.media],
    variants: (row.variants ?? []).map((variant) => ({
      sku: variant.sku,
      name: variant.name,
      options: [...variant.options],
      price: money(variant.price, variant.currency),
      productId: row.id,
      productName: row.name,
      stock: {
        sku: variant.sku,
        available: variant.available,
        reserved: variant.reserved,
        updateTime: timestampFromMs(variant.stockAt),
      },
    })),
    minPrice: money(row.min_price, row.currency),
    maxPrice: money(row.max_price, row.currency),
    inStock: row.in_stock,
    etag: etagOf(row.version),
    createTime: timestampFromMs(Number(row.created_ms)),
    updateTime: timestampFromMs(Number(row.updated_ms)),
    ...(row.brand === null ? {} : { brand: row.brand }),
  };
}

export function variantMessage(row: VariantColumns): MessageInitShape<typeof VariantSchema> {
  const { sku, name, available, reserved } = row;
  return {
    sku,
    name,
    options: [...row.options],
    price: money(row.price, row.currency),
    productId: row.product_id,
    productName: row.product_name,
    stock: { sku, available, reserved, updateTime: timestampFromMs(Number(row.stock_ms)) },
  };
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
