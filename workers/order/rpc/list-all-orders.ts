import type { ListAllOrdersRequest } from "../../../proto/gen/order/v1/order_pb.js";
import type { OrderContext } from "../context.ts";
import { listOrdersPage } from "./shared/pagination.ts";

export function listAllOrders(request: ListAllOrdersRequest, ctx: OrderContext) {
  return listOrdersPage(ctx, request, request.accountId === "" ? undefined : request.accountId);
}
