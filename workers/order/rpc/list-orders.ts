import type { ListOrdersRequest } from "../../../proto/gen/order/v1/order_pb.js";
import { requireAccount } from "../access.ts";
import type { OrderContext } from "../context.ts";
import { pageOfOrders } from "../pages.ts";

export function listOrders(request: ListOrdersRequest, ctx: OrderContext) {
  return pageOfOrders(ctx, request, requireAccount(ctx));
}
