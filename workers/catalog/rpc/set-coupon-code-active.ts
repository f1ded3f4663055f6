import type { SetCouponCodeActiveRequest } from "../../../proto/gen/catalog/v1/pricing_pb.js";
import { notFound } from "../../kit/errors/failure.ts";
import type { CatalogContext } from "../context.ts";
import { setCouponCodeActive as setActive } from "../store/coupon-codes.ts";
import { toCouponCodeMessage } from "./shared/promotion-messages.ts";

export async function setCouponCodeActive({ id, active }: SetCouponCodeActiveRequest, ctx: CatalogContext) {
  const row = await setActive(ctx.db, id, active);
  if (row === undefined) throw notFound("Coupon code not found", "id");
  return { couponCode: toCouponCodeMessage(row) };
}
