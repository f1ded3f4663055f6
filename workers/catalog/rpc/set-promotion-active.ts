import type { SetPromotionActiveRequest } from "../../../proto/gen/catalog/v1/pricing_pb.js";
import { notFound } from "../../kit/errors/failure.ts";
import type { CatalogContext } from "../context.ts";
import { setPromotionActive as setActive } from "../store/promotions.ts";
import { toPromotionMessage } from "./shared/promotion-messages.ts";

export async function setPromotionActive({ id, active }: SetPromotionActiveRequest, ctx: CatalogContext) {
  const row = await setActive(ctx.db, id, active);
  if (row === undefined) throw notFound("Promotion not found", "id");
  return { promotion: toPromotionMessage(row, ctx.now()) };
}
