import { Dispute_Status, OrderStatus } from "../../../../proto/gen/order/v1/order_pb.js";
import { forbidden, invalid } from "../../../kit/errors/failure.ts";
import { decodePageToken, parsePageSize, parseTimestamp, toPage } from "../../../kit/validation/paging.ts";
import type { OrderContext } from "../../context.ts";
import { maxStatuses } from "../../domain/limits.ts";
import { parseOrderNumber } from "../../domain/order-number.ts";
import { listOrders } from "../../store/order-lists.ts";
import { isSupport, toListedOrderMessage } from "./mappers.ts";

interface PageRequest {
  readonly pageSize: number;
  readonly pageToken: string;
  readonly statuses: readonly OrderStatus[];
  /** The number of an order as people type it. Blank lists all orders. */
  readonly query: string;
  readonly disputeStatuses?: readonly Dispute_Status[];
}

/** Returns a page of an account's orders, newest first, or of the orders of all accounts. */
export async function listOrdersPage(ctx: OrderContext, request: PageRequest, accountId: string | undefined) {
  const size = parsePageSize(request.pageSize);
  const number = parseOrderNumber(request.query);
  if (number === undefined && request.query.trim() !== "") return { orders: [], pageTokens: [], nextPageToken: "" };
  const rows = await listOrders(ctx.db, {
    number,
    accountId,
    size,
    statuses: parseStatuses(request.statuses),
    disputeStatuses: parseDisputeStatuses(request.disputeStatuses ?? [], ctx),
    after: parseCursor(request.pageToken),
  });
  const { items, ...page } = toPage(rows, size, ({ placedAt, id }) => [placedAt?.toISOString() ?? "", id]);
  return { orders: items.map(toListedOrderMessage), ...page };
}

function parseStatuses(statuses: readonly OrderStatus[]): readonly string[] {
  if (statuses.length > maxStatuses) throw invalid("TOO_MANY", `At most ${maxStatuses} statuses are allowed`, "status");
  return [...new Set(statuses)].map((status) => OrderStatus[status]);
}

/** Throws unless the caller is support staff: other callers may not know which orders are disputed. */
function parseDisputeStatuses(statuses: readonly Dispute_Status[], { identity }: OrderContext): readonly string[] {
  if (statuses.length === 0) return [];
  if (!isSupport(identity)) throw forbidden("Only support staff can filter by disputes");
  if (statuses.length > maxStatuses) {
    throw invalid("TOO_MANY", `At most ${maxStatuses} statuses are allowed`, "filter", "disputeStatus");
  }
  return [...new Set(statuses)].map((status) => Dispute_Status[status]);
}

/** Returns the position of a cursor in a list that is sorted by time and id. Undefined for an empty cursor. */
export function parseCursor(token: string): { at: Date; id: string } | undefined {
  if (token === "") return undefined;
  const [time = "", id = ""] = decodePageToken(token);
  const at = parseTimestamp(time);
  if (at === undefined) throw invalid("INVALID_CURSOR", "Invalid cursor for this connection", "after");
  return { at, id };
}
