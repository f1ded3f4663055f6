import type { MarkDeliveredRequest } from "../../../proto/gen/order/v1/order_pb.js";
import { commandAsStaff } from "../command-order.ts";
import type { OrderContext } from "../context.ts";

export function markDelivered({ orderId }: MarkDeliveredRequest, ctx: OrderContext) {
  return commandAsStaff(ctx, orderId, { type: "markDelivered" });
}
