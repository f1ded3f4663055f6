import { OrderService } from "../../../proto/gen/order/v1/order_pb.js";
import { payload } from "../errors.ts";
import type { MutationResolvers, PlaceOrderInput } from "../schema.generated.ts";
import { compact, present } from "../values.ts";

type Names = "createCart" | "setCartLine" | "placeOrder" | "cancelOrder";

const empty = { order: null };

export const orderMutations: Required<Pick<MutationResolvers, Names>> = {
  createCart: (_root, _args, ctx) =>
    payload(empty, async () => ({
      order: present((await ctx.order(OrderService.method.createCart, {})).order, "the cart"),
    })),
  setCartLine: (_root, { input }, ctx) =>
    payload(empty, async () => ({
      order: present((await ctx.order(OrderService.method.setCartLine, input)).order, "the cart"),
    })),
  placeOrder: (_root, { input }, ctx) =>
    payload(empty, async () => ({
      order: present((await ctx.order(OrderService.method.placeOrder, requestOf(input))).order, "the order"),
    })),
  cancelOrder: (_root, { input }, ctx) =>
    payload(empty, async () => ({
      order: present((await ctx.order(OrderService.method.cancelOrder, compact(input))).order, "the order"),
    })),
};

function requestOf({ cartId, lines, shippingMethod, expectedTotal, ...input }: PlaceOrderInput) {
  return {
    idempotencyKey: input.idempotencyKey,
    paymentMethod: input.paymentMethod,
    shippingAddress: compact(input.shippingAddress),
    lines: [...(lines ?? [])],
    ...compact({ cartId, shippingMethod }),
    ...(expectedTotal
      ? { expectedTotal: { amountMinor: expectedTotal.amountMinor, currencyCode: expectedTotal.currency } }
      : {}),
  };
}
