import type { ListCouponCodesRequest } from "../../../proto/gen/catalog/v1/pricing_pb.js";
import type { CatalogContext } from "../context.ts";
import { listCouponCodePages } from "./shared/coupon-code-pages.ts";

export async function listCouponCodes(request: ListCouponCodesRequest, ctx: CatalogContext) {
  const [page] = await listCouponCodePages([request], ctx);
  return page ?? {};
}
