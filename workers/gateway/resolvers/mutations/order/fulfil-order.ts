import { OrderService } from "../../../../../proto/gen/order/v1/order_pb.js";
import { invalid } from "../../../../kit/errors/failure.ts";
import { omitNullish } from "../../../data/mappers/protobuf.ts";
import type { MutationResolvers } from "../../../graphql/schema.generated.ts";
import { orderPayload } from "./order-payload.ts";

export const fulfilOrder: NonNullable<MutationResolvers["fulfilOrder"]> = (
  _root,
  { input: { lines, ...input } },
  ctx,
) =>
  orderPayload(async () => {
    // The service ships all lines when the list is empty, so an empty list must not reach it.
    if (lines?.length === 0) throw invalid("NO_LINES", "`lines` must have at least one line, or be absent", "lines");
    const request = { ...omitNullish(input), lines: [...(lines ?? [])] };
    return ctx.services.order(OrderService.method.fulfilOrder, request);
  });
