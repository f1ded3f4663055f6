import type { BatchGetStockRequest } from "../../../proto/gen/catalog/v1/inventory_pb.js";
import type { CatalogContext } from "../context.ts";
import { findStock } from "../store/inventory.ts";
import { parseBatch } from "./shared/batch.ts";
import { stockMessage } from "./shared/mappers.ts";

export async function batchGetStock(request: BatchGetStockRequest, ctx: CatalogContext) {
  const skus = parseBatch(request.skus, 200, "skus");
  const rows = skus.length === 0 ? [] : await findStock(ctx.db, skus);
  const bySku = new Map(rows.map((row) => [row.sku, row]));
  return { stock: skus.flatMap((sku) => bySku.get(sku) ?? []).map(stockMessage) };
}
