import { OrderService } from "../../../../../proto/gen/order/v1/order_pb.js";
import type { MutationResolvers } from "../../../graphql/schema.generated.ts";
import { orderPayload } from "./order-payload.ts";

export const addOrderNote: NonNullable<MutationResolvers["addOrderNote"]> = (_root, { input }, ctx) => {
  // An earlier mutation of the request may have loaded the notes.
  ctx.loaders.orderDetails.clear(input.orderId);
  return orderPayload(() => ctx.services.order(OrderService.method.addOrderNote, input));
};
