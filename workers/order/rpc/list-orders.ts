import { type ListOrdersRequest, OrderStatus } from "../../../proto/gen/order/v1/order_pb.js";
import { invalid } from "../../kit/failure.ts";
import { decodePageToken, encodePageToken, parsePageSize } from "../../kit/paging.ts";
import { requireAccount } from "../access.ts";
import type { OrderContext } from "../context.ts";
import { rowMessage } from "../messages.ts";
import { listOrders as list, type OrderRow } from "../store/projection.ts";

export async function listOrders(request: ListOrdersRequest, ctx: OrderContext) {
  const size = parsePageSize(request.pageSize);
  const statuses = request.statuses.map((status) => OrderStatus[status]);
  const rows = await list(ctx.db, {
    accountId: requireAccount(ctx),
    size,
    statuses,
    after: parseAfter(request.pageToken),
  });
  const page = rows.slice(0, size);
  const tokens = page.map(tokenOf);
  return {
    orders: page.map(rowMessage),
    pageTokens: tokens,
    nextPageToken: rows.length > size ? (tokens.at(-1) ?? "") : "",
  };
}

function tokenOf(row: OrderRow): string {
  return encodePageToken([row.placedAt?.toISOString() ?? "", row.id]);
}

function parseAfter(token: string): { placedAt: Date; id: string } | undefined {
  if (token === "") return undefined;
  const [placed = "", id = ""] = decodePageToken(token);
  const placedAt = new Date(placed);
  if (Number.isNaN(placedAt.getTime())) throw invalid("INVALID_CURSOR", "that is not a cursor of this list", "after");
  return { placedAt, id };
}
