import type { SetCartCouponCodesRequest } from "../../../proto/gen/order/v1/order_pb.js";
import type { OrderContext } from "../context.ts";
import { requireAccount } from "./shared/access.ts";
import { requireValidCodes } from "./shared/catalog-quotes.ts";
import { changeCart, requireCartId } from "./shared/change-cart.ts";
import { unwrap } from "./shared/errors.ts";
import { toOrderMessage } from "./shared/mappers.ts";
import { parseCouponCodes } from "./shared/price-options.ts";

/** Replaces the coupon codes of a cart. */
export async function setCartCouponCodes(request: SetCartCouponCodesRequest, ctx: OrderContext) {
  const accountId = requireAccount(ctx);
  const cartId = requireCartId(request.cartId);
  const couponCodes = parseCouponCodes(request.couponCodes);
  await requireValidCodes(ctx, couponCodes);
  const changed = await changeCart(ctx, cartId, { type: "setCartCouponCodes", accountId, couponCodes });
  return { order: toOrderMessage(unwrap(changed), ctx) };
}
