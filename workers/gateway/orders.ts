import { OrderService, OrderStatus } from "../../proto/gen/order/v1/order_pb.js";
import type { GatewayContext } from "./context.ts";
import { connection, pageSize } from "./pages.ts";
import type { OrderStatus as StatusName } from "./schema.generated.ts";

export interface OrdersArgs {
  readonly first?: number | null | undefined;
  readonly after?: string | null | undefined;
  readonly status?: readonly StatusName[] | null | undefined;
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
