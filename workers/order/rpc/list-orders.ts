import type { ListOrdersRequest } from "../../../proto/gen/order/v1/order_pb.js";
import type { OrderContext } from "../context.ts";
import { requireAccount } from "./shared/access.ts";
import { listOrdersPage } from "./shared/pagination.ts";

export function listOrders(request: ListOrdersRequest, ctx: OrderContext) {
  return listOrdersPage(ctx, request, requireAccount(ctx));
}
