import { OrderService } from "../../../../../proto/gen/order/v1/order_pb.js";
import { cartMarket } from "../../../data/market-directory.ts";
import type { MutationResolvers } from "../../../graphql/schema.generated.ts";
import { orderPayload } from "./order-payload.ts";

export const setCartLine: NonNullable<MutationResolvers["setCartLine"]> = (_root, { input }, ctx) =>
  orderPayload(() => ctx.services.order(OrderService.method.setCartLine, { ...input, ...cartMarket(ctx) }));
