import type { MessageInitShape } from "@bufbuild/protobuf";
import { timestampFromMs } from "@bufbuild/protobuf/wkt";
import type {
  CategorySchema,
  ProductSchema,
  StockLevelSchema,
  VariantSchema,
} from "../../../../proto/gen/catalog/v1/catalog_pb.js";
import { Permission } from "../../../../proto/gen/common/v1/permission_pb.js";
import type { Identity } from "../../../kit/auth/identity.ts";
import { hasPermission } from "../../../kit/auth/permissions.ts";
import { invalid } from "../../../kit/errors/failure.ts";
import type { CategoryRow } from "../../store/categories.ts";
import type { StockRow } from "../../store/inventory.ts";
import { priceRangeOf } from "../../store/product-json.ts";
import type { PartialProduct, PartialVariant } from "../../store/product-rows.ts";
import { toEtag } from "./etag.ts";

const toMoney = (digits: string, currencyCode: string) => ({ amountMinor: BigInt(digits), currencyCode });

/** Maps the fields of a product that were read. */
export function productMessage(row: PartialProduct): MessageInitShape<typeof ProductSchema> {
  const { id, slug, name, currency, variants } = row;
  const message: MessageInitShape<typeof ProductSchema> = { id, slug, name };
  if (row.description !== undefined) message.description = row.description;
  if (typeof row.brand === "string") message.brand = row.brand;
  if (row.category_ids !== undefined) message.categoryIds = [...row.category_ids];
  if (row.attributes !== undefined) message.attributes = [...row.attributes];
  if (row.media !== undefined) message.media = [...row.media];
  requireMarket(row);
  const range = row.marketRange ?? priceRangeOf(row);
  if (row.min_price !== undefined) message.minPrice = toMoney(range?.min ?? row.min_price, range?.currency ?? currency);
  if (row.max_price !== undefined) message.maxPrice = toMoney(range?.max ?? row.max_price, range?.currency ?? currency);
  if (typeof range?.validUntil === "number") message.validUntil = timestampFromMs(range.validUntil);
  if (row.version !== undefined) message.etag = toEtag(row.version);
  if (row.created_ms !== undefined) message.createTime = timestampFromMs(row.created_ms);
  if (row.updated_ms !== undefined) message.updateTime = timestampFromMs(row.updated_ms);
  if (variants !== undefined) message.variants = variants.map((variant) => variantMessage(id, variant));
  message.inStock = row.in_stock ?? variants?.some(({ available = 0 }) => available > 0) ?? false;
  return message;
}

/** Throws UNKNOWN_MARKET for a row that was read with the prices of a market that does not exist. */
export function requireMarket({ marketId }: { readonly marketId?: string | null }): void {
  if (marketId === null) throw invalid("UNKNOWN_MARKET", "There is no market with this slug", "marketSlug");
}

/** Maps the fields of a variant that were read. */
export function variantMessage(productId: string, variant: PartialVariant): MessageInitShape<typeof VariantSchema> {
  const { sku, name, price, currency, productName, options, available, reserved, stockAt } = variant;
  const { taxClass, taxClassName, weightGrams, media, basePrices, marketPrice, unitPrices } = variant;
  const message: MessageInitShape<typeof VariantSchema> = {
    sku,
    name,
    price: toMoney(marketPrice?.amount ?? price, marketPrice?.currency ?? currency),
    productId,
  };
  if (marketPrice) {
    const { compareAt, validUntil } = marketPrice;
    if (compareAt !== null) message.compareAtPrice = toMoney(compareAt, marketPrice.currency);
    if (validUntil !== null) message.validUntil = timestampFromMs(validUntil);
  }
  if (unitPrices !== undefined) {
    message.unitPrices = unitPrices.map(({ minQuantity, isDefault, ...unit }) => ({
      minQuantity,
      inDefaultCurrency: isDefault,
      amount: toMoney(unit.amount, unit.currency),
    }));
  }
  if (productName !== undefined) message.productName = productName;
  if (options !== undefined) message.options = [...options];
  if (taxClass !== undefined) message.taxClass = { code: taxClass, name: taxClassName ?? taxClass };
  if (typeof weightGrams === "number") message.weightGrams = weightGrams;
  if (media !== undefined) message.media = [...media];
  if (basePrices !== undefined) {
    const others = basePrices.map((other) => toMoney(other.amount, other.currency));
    message.basePrices = [toMoney(price, currency), ...others];
  }
  if (available !== undefined || reserved !== undefined || stockAt !== undefined) {
    message.stock = { sku, available: available ?? 0, reserved: reserved ?? 0 };
    if (stockAt !== undefined) message.stock.updateTime = timestampFromMs(stockAt);
  }
  return message;
}

/** Maps the stock of a SKU. Units sold and the threshold are for callers who may change stock. */
export function stockMessage(row: StockRow, identity: Identity): MessageInitShape<typeof StockLevelSchema> {
  const { sku, available, reserved, committed, lowStockThreshold, updatedAt } = row;
  const message = { sku, available, reserved, updateTime: timestampFromMs(updatedAt) };
  if (!hasPermission(identity, Permission.STOCK_WRITE)) return message;
  return { ...message, committed, ...(lowStockThreshold === null ? {} : { lowStockThreshold }) };
}

export function categoryMessage(row: CategoryRow): MessageInitShape<typeof CategorySchema> {
  const { id, slug, name, description } = row;
  const ancestorIds = row.path.slice(0, -1);
  return { id, slug, name, description, ancestorIds, ...(row.parent_id === null ? {} : { parentId: row.parent_id }) };
}
