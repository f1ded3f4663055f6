import { OrderService } from "../../../../../proto/gen/order/v1/order_pb.js";
import { invalid } from "../../../../kit/errors/failure.ts";
import type { GatewayContext } from "../../../context.ts";
import { omitNullish } from "../../../data/mappers/protobuf.ts";
import type { FulfilOrderInput, MutationResolvers } from "../../../graphql/schema.generated.ts";
import { orderPayload } from "./order-payload.ts";

export const fulfilOrder: NonNullable<MutationResolvers["fulfilOrder"]> = (_root, { input }, ctx) => fulfil(ctx, input);

/** Ships lines of one order. `path` is the path of the input in the arguments. */
export function fulfil({ services }: GatewayContext, { lines, ...input }: FulfilOrderInput, path?: readonly string[]) {
  return orderPayload(async () => {
    // The service ships all lines when the list is empty, so an empty list must not reach it.
    if (lines?.length === 0) throw invalid("NO_LINES", "`lines` must have at least one line, or be absent", "lines");
    const request = { ...omitNullish(input), lines: [...(lines ?? [])] };
    return services.order(OrderService.method.fulfilOrder, request);
  }, path);
}
