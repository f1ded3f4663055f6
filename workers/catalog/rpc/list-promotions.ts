import type { ListPromotionsRequest } from "../../../proto/gen/catalog/v1/pricing_pb.js";
import { parsePageSize, parseTimePosition, toPage } from "../../kit/validation/paging.ts";
import type { CatalogContext } from "../context.ts";
import { listPromotions as list } from "../store/promotions.ts";
import { fromStatusMessage, toPromotionMessage } from "./shared/promotion-messages.ts";

export async function listPromotions(request: ListPromotionsRequest, ctx: CatalogContext) {
  const size = parsePageSize(request.pageSize);
  const rows = await list(ctx.db, {
    statuses: request.statuses.map(fromStatusMessage),
    after: parseTimePosition(request.pageToken),
    limit: size + 1,
    now: new Date(ctx.now()),
  });
  const { items, ...page } = toPage(rows, size, ({ createdAt, id }) => [createdAt.getTime(), id]);
  return { promotions: items.map((row) => toPromotionMessage(row, ctx.now())), ...page };
}
