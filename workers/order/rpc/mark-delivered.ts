import type { MarkDeliveredRequest } from "../../../proto/gen/order/v1/order_pb.js";
import type { OrderContext } from "../context.ts";
import { runCommandAsSupport } from "./shared/run-command.ts";

export function markDelivered({ orderId }: MarkDeliveredRequest, ctx: OrderContext) {
  return runCommandAsSupport(ctx, orderId, { type: "markDelivered" });
}
