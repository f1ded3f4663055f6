import { OrderService, Resolution } from "../../../../../proto/gen/order/v1/order_pb.js";
import type { GatewayContext } from "../../../context.ts";
import type { MutationResolvers, ResolveOrderInput } from "../../../graphql/schema.generated.ts";
import { orderPayload } from "./order-payload.ts";

export const resolveOrder: NonNullable<MutationResolvers["resolveOrder"]> = (_root, { input }, ctx) =>
  resolve(ctx, input);

/** Resolves one order. `path` is the path of the input in the arguments. */
export function resolve({ services }: GatewayContext, input: ResolveOrderInput, path?: readonly string[]) {
  return orderPayload(() => {
    const request = { ...input, resolution: Resolution[input.resolution] };
    return services.order(OrderService.method.resolveOrder, request);
  }, path);
}
