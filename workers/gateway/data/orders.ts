import { OrderService, OrderStatus } from "../../../proto/gen/order/v1/order_pb.js";
import type { GatewayContext } from "../context.ts";
import { connection, pageSize } from "../graphql/connection.ts";
import { badUserInput } from "../graphql/errors.ts";
import type { OrderStatus as StatusName } from "../graphql/schema.generated.ts";

interface PageArgs {
  readonly first?: number | null | undefined;
  readonly after?: string | null | undefined;
}

export interface OrdersArgs extends PageArgs {
  readonly status?: readonly StatusName[] | null | undefined;
}

/** Returns a page of the orders of all accounts, or of one account, for staff. */
export async function listAllOrders(
  { services }: GatewayContext,
  { first, after, status, accountId }: OrdersArgs & { readonly accountId?: string | null | undefined },
) {
  // The service lists the orders of all accounts for an empty ID.
  if (accountId === "") throw badUserInput("`accountId` must not be empty", "accountId");
  const page = await services.order(OrderService.method.listAllOrders, {
    pageSize: pageSize(first),
    pageToken: after ?? "",
    statuses: (status ?? []).map((name) => OrderStatus[name]),
    accountId: accountId ?? "",
  });
  return connection(page.orders, { ...page, after: after ?? "" });
}

/** Returns a page of the dead letter queue, for staff. */
export async function listDeadLetters({ services }: GatewayContext, { first, after }: PageArgs) {
  const request = { pageSize: pageSize(first), pageToken: after ?? "" };
  const page = await services.order(OrderService.method.listDeadFacts, request);
  return connection(page.deadFacts, { ...page, after: after ?? "" });
}

/** Returns a page of the caller's own orders. */
export async function listOwnOrders({ services }: GatewayContext, { first, after, status }: OrdersArgs) {
  const page = await services.order(OrderService.method.listOrders, {
    pageSize: pageSize(first),
    pageToken: after ?? "",
    statuses: (status ?? []).map((name) => OrderStatus[name]),
  });
  return connection(page.orders, { ...page, after: after ?? "" });
}
