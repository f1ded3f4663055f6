import type { MessageInitShape } from "@bufbuild/protobuf";
import { timestampFromDate } from "@bufbuild/protobuf/wkt";
import type { GraphQLResolveInfo } from "graphql";
import { AccountService, type ListUsersResponse } from "../../../proto/gen/account/v1/account_pb.js";
import {
  Dispute_Status,
  FulfillmentStatus,
  type OrderFilterSchema,
  type Order as OrderMessage,
  OrderService,
  OrderSort,
  OrderStatus,
  type OrderStatusCount as OrderStatusCountMessage,
  PaymentStatus,
} from "../../../proto/gen/order/v1/order_pb.js";
import { toEmailKey } from "../../kit/domain/email-key.ts";
import { maxEmailBytes, maxPageSize } from "../../kit/domain/limits.ts";
import type { GatewayContext } from "../context.ts";
import { connection, pageSize } from "../graphql/connection.ts";
import { badUserInput } from "../graphql/errors.ts";
import { isSelectedOrDeferred } from "../graphql/read-mask.ts";
import type { OrderFilter, OrderSort as SortName, OrderStatus as StatusName } from "../graphql/schema.generated.ts";
import { omitNullish, requireName, toMoneyMessage } from "./mappers/protobuf.ts";

interface PageArgs {
  readonly first?: number | null | undefined;
  readonly after?: string | null | undefined;
}

export interface OrdersArgs extends PageArgs {
  readonly status?: readonly StatusName[] | null | undefined;
  readonly query?: string | null | undefined;
  readonly filter?: OrderFilter | null | undefined;
}

export interface AllOrdersArgs extends OrdersArgs {
  readonly accountId?: string | null | undefined;
  readonly sort?: SortName | null | undefined;
}

/**
 * Returns a page of the orders of all accounts, or of one account, for staff. A complete email address as the query lists
 * the orders with this contact email, and those of its account.
 */
export async function listAllOrders(
  ctx: GatewayContext,
  { first, after, status, accountId, query, filter, sort }: AllOrdersArgs,
  info: GraphQLResolveInfo,
) {
  const { services } = ctx;
  // The service lists the orders of all accounts for an empty ID.
  if (accountId === "") throw badUserInput("`accountId` must not be empty", "accountId");
  const email = findEmail(query);
  const page = await services.order(OrderService.method.listAllOrders, {
    pageSize: pageSize(first),
    pageToken: after ?? "",
    statuses: (status ?? []).map((name) => OrderStatus[name]),
    accountId: accountId ?? "",
    query: query ?? "",
    accountIdOfEmail: (email && (await findAccountId(ctx, email))) ?? "",
    ...toFilterRequest(filter),
    sort: OrderSort[sort ?? "NEWEST"],
    counts: countsOf(info),
  });
  return toConnection(page, after);
}

/** Returns a page of the dead letter queue, for staff. */
export async function listDeadLetters({ services }: GatewayContext, { first, after }: PageArgs) {
  const request = { pageSize: pageSize(first), pageToken: after ?? "" };
  const page = await services.order(OrderService.method.listDeadFacts, request);
  return connection(page.deadFacts, { ...page, after: after ?? "" });
}

/** Returns a page of the caller's own orders. */
export async function listOwnOrders(
  { services }: GatewayContext,
  { first, after, status, query, filter }: OrdersArgs,
  info: GraphQLResolveInfo,
) {
  const page = await services.order(OrderService.method.listOrders, {
    pageSize: pageSize(first),
    pageToken: after ?? "",
    statuses: (status ?? []).map((name) => OrderStatus[name]),
    query: query ?? "",
    ...toFilterRequest(filter),
    counts: countsOf(info),
  });
  return toConnection(page, after);
}

/** The connection of a caller who sees no orders. */
export const noOrders = toConnection(
  { orders: [], pageTokens: [], nextPageToken: "", totalCount: 0, statusCounts: [] },
  undefined,
);

/** Returns the counts that the operation selects. */
function countsOf(info: GraphQLResolveInfo) {
  return { total: isSelectedOrDeferred(info, "totalCount"), byStatus: isSelectedOrDeferred(info, "statusCounts") };
}

interface OrderPage {
  readonly orders: OrderMessage[];
  readonly pageTokens: readonly string[];
  readonly nextPageToken: string;
  readonly totalCount: number;
  readonly statusCounts: readonly OrderStatusCountMessage[];
}

function toConnection(page: OrderPage, after: string | null | undefined) {
  const { totalCount, statusCounts } = page;
  return {
    ...connection(page.orders, { ...page, after: after ?? "" }),
    totalCount,
    statusCounts: toCounts(statusCounts),
  };
}

/** Maps counts of orders by status. */
function toCounts(counts: readonly OrderStatusCountMessage[]) {
  return counts.map(({ status, count }) => ({ status: requireName(OrderStatus, status), count }));
}

function toFilterRequest(input: OrderFilter | null | undefined) {
  const { disputeStatus, paymentStatus, fulfillmentStatus, placedFrom, placedTo, minTotal, maxTotal } = input ?? {};
  const { customerName, sku, countryCodes, providerReference, stuck } = input ?? {};
  const filter: MessageInitShape<typeof OrderFilterSchema> = {
    paymentStatuses: (paymentStatus ?? []).map((name) => PaymentStatus[name]),
    fulfillmentStatuses: (fulfillmentStatus ?? []).map((name) => FulfillmentStatus[name]),
    ...(placedFrom ? { placedFromTime: timestampFromDate(placedFrom) } : {}),
    ...(placedTo ? { placedToTime: timestampFromDate(placedTo) } : {}),
    ...omitNullish({ customerName, sku, providerReference, stuck }),
    countryCodes: [...(countryCodes ?? [])],
    ...(minTotal ? { minTotal: toMoneyMessage(minTotal) } : {}),
    ...(maxTotal ? { maxTotal: toMoneyMessage(maxTotal) } : {}),
  };
  return { filter, disputeStatuses: (disputeStatus ?? []).map((name) => Dispute_Status[name]) };
}

/** Returns the query without white space around it if it may be an email address. */
function findEmail(query: string | null | undefined): string | undefined {
  const text = query?.trim() ?? "";
  return text.length <= maxEmailBytes && /^[^\s@]+@[^\s@]+$/.test(text) ? text : undefined;
}

/** Returns the id of the account with this email address, in any spelling. Undefined when there is none. */
async function findAccountId({ services }: GatewayContext, email: string): Promise<string | undefined> {
  const key = toEmailKey(email);
  // The account service finds accounts also by a part of their address.
  for (let pageToken: string | undefined = ""; pageToken !== undefined; ) {
    const request = { pageSize: maxPageSize, pageToken, query: email };
    const page: ListUsersResponse = await services.account(AccountService.method.listUsers, request);
    const user = page.users.find((candidate) => candidate.email !== undefined && toEmailKey(candidate.email) === key);
    if (user !== undefined) return user.id;
    pageToken = page.nextPageToken || undefined;
  }
  return undefined;
}
