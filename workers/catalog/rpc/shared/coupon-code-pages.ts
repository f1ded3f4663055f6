import type { ListCouponCodesRequest } from "../../../../proto/gen/catalog/v1/pricing_pb.js";
import { decodePageToken, parsePageSize, toPage } from "../../../kit/validation/paging.ts";
import type { CatalogContext } from "../../context.ts";
import { listCouponCodes } from "../../store/coupon-codes.ts";
import { toCouponCodeMessage } from "./promotion-messages.ts";

/** Returns a page of codes for each request. */
export async function listCouponCodePages(requests: readonly ListCouponCodesRequest[], ctx: CatalogContext) {
  const queries = requests.map(({ promotionId, prefix, pageToken, pageSize }) => {
    const size = parsePageSize(pageSize);
    const [after = ""] = pageToken === "" ? [] : decodePageToken(pageToken);
    return { promotionId, prefix, after, size, limit: size + 1 };
  });
  const pages = await listCouponCodes(ctx.db, queries);
  return queries.map(({ size }, index) => {
    const { items, ...page } = toPage(pages[index] ?? [], size, ({ id }) => [id]);
    return { couponCodes: items.map(toCouponCodeMessage), ...page };
  });
}
