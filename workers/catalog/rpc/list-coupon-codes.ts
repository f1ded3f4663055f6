import type { ListCouponCodesRequest } from "../../../proto/gen/catalog/v1/pricing_pb.js";
import { decodePageToken, parsePageSize, toPage } from "../../kit/validation/paging.ts";
import type { CatalogContext } from "../context.ts";
import { listCouponCodes as list } from "../store/coupon-codes.ts";
import { toCouponCodeMessage } from "./shared/promotion-messages.ts";

export async function listCouponCodes(request: ListCouponCodesRequest, ctx: CatalogContext) {
  const { promotionId, prefix, pageToken } = request;
  const size = parsePageSize(request.pageSize);
  const [after = ""] = pageToken === "" ? [] : decodePageToken(pageToken);
  const rows = await list(ctx.db, { promotionId, prefix, after, limit: size + 1 });
  const { items, ...page } = toPage(rows, size, ({ id }) => [id]);
  return { couponCodes: items.map(toCouponCodeMessage), ...page };
}
