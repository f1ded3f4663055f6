import type { GetCouponCodeRequest } from "../../../proto/gen/catalog/v1/pricing_pb.js";
import { notFound } from "../../kit/errors/failure.ts";
import type { CatalogContext } from "../context.ts";
import { findCouponCode } from "../store/coupon-codes.ts";
import { toCouponCodeMessage } from "./shared/promotion-messages.ts";

export async function getCouponCode({ code }: GetCouponCodeRequest, ctx: CatalogContext) {
  const row = await findCouponCode(ctx.db, code);
  if (row === undefined) throw notFound("Coupon code not found", "code");
  return { couponCode: toCouponCodeMessage(row) };
}
