import { Dispute_Status, OrderStatus } from "../../../../proto/gen/order/v1/order_pb.js";
import { forbidden, invalid } from "../../../kit/errors/failure.ts";
import { decodePageToken, encodePageToken, parsePageSize, parseTimestamp } from "../../../kit/validation/paging.ts";
import type { OrderContext } from "../../context.ts";
import { maxStatuses } from "../../domain/limits.ts";
import { parseOrderNumber } from "../../domain/order-number.ts";
import { listOrders } from "../../store/order-lists.ts";
import { isSupport, toListedOrderMessage } from "./mappers.ts";

/** There are fewer, but clients may repeat one. */

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
  const { page, ...tokens } = paginate(rows, size, ({ placedAt, id }) => ({ at: placedAt, id }));
  return { orders: page.map(toListedOrderMessage), ...tokens };
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

/** Returns the first `size` rows with their page tokens. One more row than `size` means that there is a next page. */
export function paginate<T>(rows: readonly T[], size: number, toPosition: (row: T) => { at: Date | null; id: string }) {
  const page = rows.slice(0, size);
  const pageTokens = page.map((row) => {
    const { at, id } = toPosition(row);
    return encodePageToken([at?.toISOString() ?? "", id]);
  });
  return { page, pageTokens, nextPageToken: rows.length > size ? (pageTokens.at(-1) ?? "") : "" };
}

/** Returns the position of a cursor in a list that is sorted by time and id. Undefined for an empty cursor. */
export function parseCursor(token: string): { at: Date; id: string } | undefined {
  if (token === "") return undefined;
  const [time = "", id = ""] = decodePageToken(token);
  const at = parseTimestamp(time);
  if (at === undefined) throw invalid("INVALID_CURSOR", "Invalid cursor for this connection", "after");
  return { at, id };
}
