import type { BatchGetStockRequest } from "../../../proto/gen/catalog/v1/inventory_pb.js";
import { indexBySku } from "../../kit/domain/sku.ts";
import type { CatalogContext } from "../context.ts";
import { maxCounts } from "../domain/limits.ts";
import { findStock } from "../store/inventory.ts";
import { parseBatch } from "./shared/batch.ts";
import { stockMessage } from "./shared/mappers.ts";

export async function batchGetStock(request: BatchGetStockRequest, ctx: CatalogContext) {
  const skus = parseBatch(request.skus, maxCounts.batchedSkus, "skus");
  const rows = skus.length === 0 ? [] : await findStock(ctx.db, skus);
  const find = indexBySku(rows);
  const found = [...new Set(skus.flatMap((sku) => find(sku) ?? []))];
  return { stock: found.map((row) => stockMessage(row, ctx.identity)) };
}
