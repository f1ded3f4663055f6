import type { GetPromotionRequest } from "../../../proto/gen/catalog/v1/pricing_pb.js";
import { invalid, notFound } from "../../kit/errors/failure.ts";
import type { CatalogContext } from "../context.ts";
import { findPromotion } from "../store/promotions.ts";
import { toPromotionMessage } from "./shared/promotion-messages.ts";

export async function getPromotion({ key }: GetPromotionRequest, ctx: CatalogContext) {
  if (key.case === undefined) throw invalid("MISSING_KEY", "`id` or `slug` is required", "id");
  const row = await findPromotion(ctx.db, key.case === "id" ? { id: key.value } : { slug: key.value });
  if (row === undefined) throw notFound("Promotion not found", key.case);
  return { promotion: toPromotionMessage(row, ctx.now()) };
}
