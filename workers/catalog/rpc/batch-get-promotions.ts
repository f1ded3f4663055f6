import type { BatchGetPromotionsRequest } from "../../../proto/gen/catalog/v1/pricing_pb.js";
import type { CatalogContext } from "../context.ts";
import { maxPricing } from "../domain/limits.ts";
import { findPromotions } from "../store/promotions.ts";
import { parseBatch } from "./shared/batch.ts";
import { toPromotionMessage } from "./shared/promotion-messages.ts";

export async function batchGetPromotions(request: BatchGetPromotionsRequest, ctx: CatalogContext) {
  const ids = parseBatch(request.ids, maxPricing.batchedIds, "ids");
  const rows = await findPromotions(ctx.db, ids);
  return { promotions: rows.map((row) => toPromotionMessage(row, ctx.now())) };
}
