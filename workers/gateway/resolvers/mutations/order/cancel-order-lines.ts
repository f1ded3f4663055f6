import { OrderService } from "../../../../../proto/gen/order/v1/order_pb.js";
import type { MutationResolvers } from "../../../graphql/schema.generated.ts";
import { orderPayload } from "./order-payload.ts";

export const cancelOrderLines: NonNullable<MutationResolvers["cancelOrderLines"]> = (_root, { input }, ctx) =>
  orderPayload(() => ctx.services.order(OrderService.method.cancelOrderLines, { ...input, lines: [...input.lines] }));
