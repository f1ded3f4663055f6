import { OrderService } from "../../../../../proto/gen/order/v1/order_pb.js";
import type { MutationResolvers } from "../../../graphql/schema.generated.ts";
import { orderPayload } from "./order-payload.ts";

export const markOrderDelivered: NonNullable<MutationResolvers["markOrderDelivered"]> = (
  _root,
  { input: { orderId } },
  ctx,
) => orderPayload(() => ctx.services.order(OrderService.method.markDelivered, { orderId }));
