import { OrderService, OrderStatus } from "../../../proto/gen/order/v1/order_pb.js";
import type { GatewayContext } from "../context.ts";
import { connection, pageSize } from "../graphql/connection.ts";
import { badUserInput } from "../graphql/errors.ts";
import type { OrderStatus as StatusName } from "../graphql/schema.generated.ts";

export interface OrdersArgs {
  readonly first?: number | null | undefined;
  readonly after?: string | null | undefined;
  readonly status?: readonly StatusName[] | null | undefined;
}

/** A page of everybody's orders, or of one account's, for staff. */
export async function listAllOrders(
  ctx: GatewayContext,
  { first, after, status, accountId }: OrdersArgs & { readonly accountId?: string | null | undefined },
) {
  // To the service it would mean everybody's.
  if (accountId === "") throw badUserInput("an account is named by its id", "accountId");
  const page = await ctx.order(OrderService.method.listAllOrders, {
    pageSize: pageSize(first),
    pageToken: after ?? "",
    statuses: (status ?? []).map((name) => OrderStatus[name]),
    accountId: accountId ?? "",
  });
  return connection(page.orders, { ...page, after: after ?? "" });
}

/** A page of what nobody could take, for staff. */
export async function listDeadFacts(
  ctx: GatewayContext,
  { first, after }: { readonly first?: number | null | undefined; readonly after?: string | null | undefined },
) {
  const request = { pageSize: pageSize(first), pageToken: after ?? "" };
  const page = await ctx.order(OrderService.method.listDeadFacts, request);
  return connection(page.deadFacts, { ...page, after: after ?? "" });
}

/** A page of the caller's own orders. */
export async function listOwnOrders(ctx: GatewayContext, { first, after, status }: OrdersArgs) {
  const page = await ctx.order(OrderService.method.listOrders, {
    pageSize: pageSize(first),
    pageToken: after ?? "",
    statuses: (status ?? []).map((name) => OrderStatus[name]),
  });
  return connection(page.orders, { ...page, after: after ?? "" });
}
