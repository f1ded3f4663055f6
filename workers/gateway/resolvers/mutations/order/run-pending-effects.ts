import { OrderService } from "../../../../../proto/gen/order/v1/order_pb.js";
import type { MutationResolvers } from "../../../graphql/schema.generated.ts";
import { orderPayload } from "./order-payload.ts";

export const runPendingEffects: NonNullable<MutationResolvers["runPendingEffects"]> = (_root, { orderId }, ctx) => {
  // An earlier mutation of the request may have loaded the effects.
  ctx.loaders.orderDetails.clear(orderId);
  return orderPayload(() => ctx.services.order(OrderService.method.runPendingEffects, { orderId }), []);
};
