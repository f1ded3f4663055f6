import { OrderService } from "../../../../../proto/gen/order/v1/order_pb.js";
import { omitNullish } from "../../../data/mappers/protobuf.ts";
import type { MutationResolvers } from "../../../graphql/schema.generated.ts";
import { orderPayload } from "./order-payload.ts";

export const cancelOrder: NonNullable<MutationResolvers["cancelOrder"]> = (_root, { input }, ctx) =>
  orderPayload(() => ctx.services.order(OrderService.method.cancelOrder, omitNullish(input)));
