import type { AdjustStockRequest } from "../../../proto/gen/catalog/v1/inventory_pb.js";
import type { CatalogContext } from "../context.ts";
import { applyAdjustment } from "./shared/stock-adjustments.ts";

export async function adjustStock(request: AdjustStockRequest, ctx: CatalogContext) {
  return { stock: await applyAdjustment(request, ctx) };
}
