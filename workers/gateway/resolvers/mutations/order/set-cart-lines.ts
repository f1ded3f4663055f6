import { OrderService } from "../../../../../proto/gen/order/v1/order_pb.js";
import { cartMarket } from "../../../data/market-directory.ts";
import type { MutationResolvers } from "../../../graphql/schema.generated.ts";
import { orderPayload } from "./order-payload.ts";

export const setCartLines: NonNullable<MutationResolvers["setCartLines"]> = (
  _root,
  { input: { cartId, lines } },
  ctx,
) =>
  orderPayload(() =>
    ctx.services.order(OrderService.method.setCartLines, { cartId, lines: [...lines], ...cartMarket(ctx) }),
  );
