import {
  type Dispute_Status,
  type OrderCounts,
  type OrderFilter,
  OrderSort,
  OrderStatus,
} from "../../../../proto/gen/order/v1/order_pb.js";
import { toEmailKey } from "../../../kit/domain/email-key.ts";
import { maxEmailBytes } from "../../../kit/domain/limits.ts";
import { parseCurrency } from "../../../kit/domain/money.ts";
import { invalid } from "../../../kit/errors/failure.ts";
import { decodePageToken, parsePageSize, parseTimestamp, toPage } from "../../../kit/validation/paging.ts";
import type { OrderContext } from "../../context.ts";
import { parseOrderNumber } from "../../domain/order-number.ts";
import {
  countOrders,
  countOrdersByStatus,
  type ListPosition,
  type ListSort,
  listOrders,
  type OrderPage,
  type OrderRow,
} from "../../store/order-lists.ts";
import { isSupport } from "./access.ts";
import { toListedOrderMessage } from "./mappers.ts";
import { parseDisputeStatuses, parseOrderFilter, parseStatuses } from "./order-filter.ts";

interface PageRequest {
  readonly sort?: OrderSort;
  readonly counts?: OrderCounts | undefined;
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

/** Returns a page of an account's orders, or of the orders of all accounts, with the counts that were requested. */
export async function listOrdersPage(ctx: OrderContext, request: PageRequest, accountId: string | undefined) {
  const size = parsePageSize(request.pageSize);
  const match = parseQuery(request, ctx);
  if (match === undefined) return { orders: [], pageTokens: [], nextPageToken: "" };
  const sort = sortOf(request.sort);
  const page: OrderPage = {
    ...match,
    accountId,
    size,
    sort,
    statuses: parseStatuses(request.statuses, OrderStatus, "status"),
    disputeStatuses: parseDisputeStatuses(request.disputeStatuses, ctx),
    ...parseOrderFilter(request.filter, ctx),
    after: parsePosition(request.pageToken, sort),
    now: new Date(ctx.now()),
  };
  const { counts } = request;
  const [rows, totalCount, byStatus] = await Promise.all([
    listOrders(ctx.db, page),
    counts?.total === true ? countOrders(ctx.db, page) : 0,
    counts?.byStatus === true ? countOrdersByStatus(ctx.db, page, listedStatuses) : undefined,
  ]);
  const { items, ...tokens } = toPage(rows, size, (row) => positionOf(row, sort));
  return {
    orders: items.map((row) => toListedOrderMessage(row, ctx.identity)),
    ...tokens,
    totalCount,
    statusCounts: [...(byStatus ?? [])].filter(([, count]) => count > 0).map(toStatusCount),
  };
}

/** The statuses that listed orders can have. */
const listedStatuses = Object.values(OrderStatus).filter(
  (name): name is keyof typeof OrderStatus => typeof name === "string" && name !== "UNSPECIFIED" && name !== "CART",
);

export const toStatusCount = ([name, count]: readonly [string, number]) => ({
  status: OrderStatus[name as keyof typeof OrderStatus],
  count,
});

function sortOf(sort: OrderSort | undefined): ListSort {
  const name = sort === undefined ? undefined : OrderSort[sort];
  return name === "OLDEST" || name === "TOTAL_DESC" ? name : "NEWEST";
}

function positionOf({ placedAt, currency, totalMinor, id }: OrderRow, sort: ListSort): readonly string[] {
  return sort === "TOTAL_DESC" ? [currency, totalMinor.toString(), id] : [placedAt?.toISOString() ?? "", id];
}

/** Returns the position of a cursor. Undefined for an empty cursor. Throws INVALID_CURSOR for one of another order. */
function parsePosition(token: string, sort: ListSort): ListPosition | undefined {
  if (sort !== "TOTAL_DESC") {
    const position = parseCursor(token);
    return position && { sort, ...position };
  }
  if (token === "") return undefined;
  const [currency = "", total = "", id = ""] = decodePageToken(token);
  if (parseCurrency(currency) === undefined || !/^-?\d{1,18}$/.test(total)) throw invalidCursor();
  return { sort, currency, totalMinor: BigInt(total), id };
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

/** Returns the position of a cursor in a list that is sorted by time and id. Undefined for an empty cursor. */
export function parseCursor(token: string): { at: Date; id: string } | undefined {
  if (token === "") return undefined;
  const [time = "", id = ""] = decodePageToken(token);
  const at = parseTimestamp(time);
  if (at === undefined) throw invalidCursor();
  return { at, id };
}

const invalidCursor = () => invalid("INVALID_CURSOR", "Invalid cursor for this connection", "after");
