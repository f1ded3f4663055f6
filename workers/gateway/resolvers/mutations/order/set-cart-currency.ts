import { OrderService } from "../../../../../proto/gen/order/v1/order_pb.js";
import { cartMarket } from "../../../data/market-directory.ts";
import type { MutationResolvers } from "../../../graphql/schema.generated.ts";
import { orderPayload } from "./order-payload.ts";

export const setCartCurrency: NonNullable<MutationResolvers["setCartCurrency"]> = (
  _root,
  { input: { cartId, currency } },
  ctx,
) => {
  const request = { cartId, currencyCode: currency, ...cartMarket(ctx) };
  return orderPayload(() => ctx.services.order(OrderService.method.setCartCurrency, request));
};
