import { OrderService } from "../../../../../proto/gen/order/v1/order_pb.js";
import type { MutationResolvers } from "../../../graphql/schema.generated.ts";
import { orderPayload } from "./order-payload.ts";

export const setCartCouponCodes: NonNullable<MutationResolvers["setCartCouponCodes"]> = (
  _root,
  { input: { cartId, couponCodes } },
  ctx,
) =>
  orderPayload(() =>
    ctx.services.order(OrderService.method.setCartCouponCodes, { cartId, couponCodes: [...couponCodes] }),
  );
