import { OrderService, Resolution } from "../../../../../proto/gen/order/v1/order_pb.js";
import type { MutationResolvers } from "../../../graphql/schema.generated.ts";
import { orderPayload } from "./order-payload.ts";

export const resolveOrder: NonNullable<MutationResolvers["resolveOrder"]> = (_root, { input }, ctx) =>
  orderPayload(() => {
    const request = { ...input, resolution: Resolution[input.resolution] };
    return ctx.services.order(OrderService.method.resolveOrder, request);
  });
