import type { DeletePromotionRequest } from "../../../proto/gen/catalog/v1/pricing_pb.js";
import type { CatalogContext } from "../context.ts";
import { deletePromotion as remove } from "../store/promotions.ts";
import { unwrap } from "./shared/errors.ts";

export async function deletePromotion({ id }: DeletePromotionRequest, ctx: CatalogContext) {
  unwrap(await remove(ctx.db, id));
  return {};
}
