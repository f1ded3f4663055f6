import type { BatchListCouponCodesRequest } from "../../../proto/gen/catalog/v1/pricing_pb.js";
import type { CatalogContext } from "../context.ts";
import { requireBatchSize } from "./shared/batch.ts";
import { listCouponCodePages } from "./shared/coupon-code-pages.ts";

export async function batchListCouponCodes({ requests }: BatchListCouponCodesRequest, ctx: CatalogContext) {
  requireBatchSize(requests);
  return { responses: await listCouponCodePages(requests, ctx) };
}
