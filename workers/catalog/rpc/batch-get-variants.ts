import type { BatchGetVariantsRequest } from "../../../proto/gen/catalog/v1/catalog_pb.js";
import { indexBySku } from "../../kit/domain/sku.ts";
import type { CatalogContext } from "../context.ts";
import { maxCounts } from "../domain/limits.ts";
import { findVariants } from "../store/products.ts";
import { parseBatch } from "./shared/batch.ts";
import { requireMarket, variantMessage } from "./shared/mappers.ts";
import { marketPricesOf, readableFields } from "./shared/selection.ts";

export async function batchGetVariants(request: BatchGetVariantsRequest, ctx: CatalogContext) {
  const skus = parseBatch(request.skus, maxCounts.batchedSkus, "skus");
  const read = { selection: readableFields(ctx.identity), prices: marketPricesOf(request.prices, ctx) };
  const rows = skus.length === 0 ? [] : await findVariants(ctx.db, skus, read);
  const find = indexBySku(rows);
  const found = [...new Set(skus.flatMap((sku) => find(sku) ?? []))];
  for (const variant of found) requireMarket(variant);
  return { variants: found.map((variant) => variantMessage(variant.productId, variant)) };
}
