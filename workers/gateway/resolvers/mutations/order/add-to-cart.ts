import { OrderService } from "../../../../../proto/gen/order/v1/order_pb.js";
import { omitNullish } from "../../../data/mappers/protobuf.ts";
import { cartMarket } from "../../../data/market-directory.ts";
import type { MutationResolvers } from "../../../graphql/schema.generated.ts";
import { orderPayload } from "./order-payload.ts";

export const addToCart: NonNullable<MutationResolvers["addToCart"]> = (_root, { input }, ctx) =>
  orderPayload(() => ctx.services.order(OrderService.method.addToCart, { ...omitNullish(input), ...cartMarket(ctx) }));
