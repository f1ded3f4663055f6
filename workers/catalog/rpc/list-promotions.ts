import type { ListPromotionsRequest } from "../../../proto/gen/catalog/v1/pricing_pb.js";
import { invalid } from "../../kit/errors/failure.ts";
import { decodePageToken, parsePageSize } from "../../kit/validation/paging.ts";
import type { CatalogContext } from "../context.ts";
import { listPromotions as list } from "../store/promotions.ts";
import { toPage } from "./shared/pages.ts";
import { fromStatusMessage, toPromotionMessage } from "./shared/promotion-messages.ts";

export async function listPromotions(request: ListPromotionsRequest, ctx: CatalogContext) {
  const size = parsePageSize(request.pageSize);
  const rows = await list(ctx.db, {
    statuses: request.statuses.map(fromStatusMessage),
    after: parsePosition(request.pageToken),
    limit: size + 1,
    now: new Date(ctx.now()),
  });
  const { items, ...page } = toPage(rows, size, ({ createdAt, id }) => [createdAt.getTime(), id]);
  return { promotions: items.map((row) => toPromotionMessage(row, ctx.now())), ...page };
}

function parsePosition(token: string) {
  if (token === "") return undefined;
  const [time = "", id = ""] = decodePageToken(token);
  if (!/^\d{1,14}$/.test(time)) throw invalid("INVALID_CURSOR", "Invalid cursor for this connection", "after");
  return { time: Number(time), id };
}
