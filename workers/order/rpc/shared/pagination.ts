import { type Timestamp, timestampDate } from "@bufbuild/protobuf/wkt";
import {
  Dispute_Status,
  FulfillmentStatus,
  type OrderFilter,
  OrderStatus,
  PaymentStatus,
} from "../../../../proto/gen/order/v1/order_pb.js";
import { toEmailKey } from "../../../kit/domain/email-key.ts";
import { maxEmailBytes } from "../../../kit/domain/limits.ts";
import { forbidden, invalid } from "../../../kit/errors/failure.ts";
import { decodePageToken, isStorable, parsePageSize, parseTimestamp, toPage } from "../../../kit/validation/paging.ts";
import type { OrderContext } from "../../context.ts";
import { maxStatuses } from "../../domain/limits.ts";
import { parseOrderNumber } from "../../domain/order-number.ts";
import { listOrders, type OrderPage } from "../../store/order-lists.ts";
import { isSupport, toListedOrderMessage } from "./mappers.ts";

interface PageRequest {
  readonly pageSize: number;
  readonly pageToken: string;
  readonly statuses: readonly OrderStatus[];
  /** The number of an order as people type it, or a complete email address for support staff. Blank lists all orders. */
  readonly query: string;
  /** The account with the email address in `query`. Empty when there is none. */
  readonly accountIdOfEmail?: string;
  readonly disputeStatuses: readonly Dispute_Status[];
  readonly filter?: OrderFilter | undefined;
}

/** Returns a page of an account's orders, newest first, or of the orders of all accounts. */
export async function listOrdersPage(ctx: OrderContext, request: PageRequest, accountId: string | undefined) {
  const size = parsePageSize(request.pageSize);
  const match = parseQuery(request, ctx);
  if (match === undefined) return { orders: [], pageTokens: [], nextPageToken: "" };
  const rows = await listOrders(ctx.db, {
    ...match,
    accountId,
    size,
    statuses: parseStatuses(request.statuses, OrderStatus, "status"),
    disputeStatuses: parseDisputeStatuses(request.disputeStatuses, ctx),
    ...parseFilter(request.filter),
    after: parseCursor(request.pageToken),
  });
  const { items, ...page } = toPage(rows, size, ({ placedAt, id }) => [placedAt?.toISOString() ?? "", id]);
  return { orders: items.map((row) => toListedOrderMessage(row, ctx.identity)), ...page };
}

/** Returns what the query matches. Undefined when it matches no order. */
function parseQuery(
  { query, accountIdOfEmail }: PageRequest,
  { identity }: OrderContext,
): Pick<OrderPage, "number" | "email"> | undefined {
  if (query.trim() === "") return { number: undefined, email: undefined };
  const number = parseOrderNumber(query);
  if (number !== undefined) return { number, email: undefined };
  // The list of an account has no `accountIdOfEmail`: its owner finds orders by number.
  const canSearch = accountIdOfEmail !== undefined && isSupport(identity);
  if (!canSearch || !isEmail(query.trim())) return undefined;
  return { number: undefined, email: { key: toEmailKey(query), accountId: accountIdOfEmail || undefined } };
}

function isEmail(text: string): boolean {
  return text.length <= maxEmailBytes && /^[^\s@]+@[^\s@]+$/.test(text);
}

function parseFilter(filter: OrderFilter | undefined) {
  const { paymentStatuses = [], fulfillmentStatuses = [], placedFromTime, placedToTime } = filter ?? {};
  return {
    paymentStatuses: parseStatuses(paymentStatuses, PaymentStatus, "filter", "paymentStatus"),
    fulfillmentStatuses: parseStatuses(fulfillmentStatuses, FulfillmentStatus, "filter", "fulfillmentStatus"),
    placedFrom: parseTime(placedFromTime, "filter", "placedFrom"),
    placedTo: parseTime(placedToTime, "filter", "placedTo"),
  };
}

/** Returns the names of the statuses, each once. */
function parseStatuses(
  statuses: readonly number[],
  names: Readonly<Record<number, string>>,
  ...field: string[]
): readonly string[] {
  if (statuses.length > maxStatuses) throw invalid("TOO_MANY", `At most ${maxStatuses} statuses are allowed`, ...field);
  return [...new Set(statuses)].map((status) => names[status] ?? "");
}

function parseTime(time: Timestamp | undefined, ...field: string[]): Date | undefined {
  if (time === undefined) return undefined;
  const date = timestampDate(time);
  if (isStorable(date)) return date;
  throw invalid("INVALID_TIME", "The year must be 1 to 9999", ...field);
}

/** Throws unless the caller is support staff: other callers may not know which orders are disputed. */
function parseDisputeStatuses(statuses: readonly Dispute_Status[], { identity }: OrderContext): readonly string[] {
  if (statuses.length === 0) return [];
  if (!isSupport(identity)) throw forbidden("Only support staff can filter by disputes");
  return parseStatuses(statuses, Dispute_Status, "filter", "disputeStatus");
}

/** Returns the position of a cursor in a list that is sorted by time and id. Undefined for an empty cursor. */
export function parseCursor(token: string): { at: Date; id: string } | undefined {
  if (token === "") return undefined;
  const [time = "", id = ""] = decodePageToken(token);
  const at = parseTimestamp(time);
  if (at === undefined) throw invalid("INVALID_CURSOR", "Invalid cursor for this connection", "after");
  return { at, id };
}
