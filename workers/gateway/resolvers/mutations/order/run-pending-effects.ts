import { OrderService } from "../../../../../proto/gen/order/v1/order_pb.js";
import type { MutationResolvers } from "../../../graphql/schema.generated.ts";
import { orderPayload } from "./order-payload.ts";

export const runPendingEffects: NonNullable<MutationResolvers["runPendingEffects"]> = (_root, { orderId }, ctx) =>
  orderPayload(() => ctx.services.order(OrderService.method.runPendingEffects, { orderId }), []);
