import { type Order, OrderService, Resolution } from "../../../proto/gen/order/v1/order_pb.js";
import { invalid } from "../../kit/errors/failure.ts";
import { omitNullish, required } from "../data/mappers/protobuf.ts";
import { mutationPayload } from "../graphql/errors.ts";
import type { MoneyInput, MutationResolvers, PlaceOrderInput } from "../graphql/schema.generated.ts";

type Names =
  | "createCart"
  | "setCartLine"
  | "placeOrder"
  | "cancelOrder"
  | "refundOrder"
  | "fulfilOrder"
  | "markDelivered"
  | "resolveOrder"
  | "resumePayment"
  | "rebuildOrders"
  | "replayDeadFact";

const { method } = OrderService;

/** The order that an RPC answered with, or what its caller has to mend. */
function answer(call: () => Promise<{ order?: Order | undefined }>, prefix?: readonly string[]) {
  return mutationPayload({ order: null }, async () => ({ order: required((await call()).order, "the order") }), prefix);
}

export const orderMutations: Required<Pick<MutationResolvers, Names>> = {
  createCart: (_root, _args, ctx) => answer(() => ctx.order(method.createCart, {})),
  setCartLine: (_root, { input }, ctx) => answer(() => ctx.order(method.setCartLine, input)),
  placeOrder: (_root, { input }, ctx) => answer(() => ctx.order(method.placeOrder, requestOf(input))),
  cancelOrder: (_root, { input }, ctx) => answer(() => ctx.order(method.cancelOrder, omitNullish(input))),
  refundOrder: (_root, { input: { amount, ...input } }, ctx) =>
    answer(() => ctx.order(method.refundOrder, { ...input, ...(amount ? { amount: moneyMessage(amount) } : {}) })),
  fulfilOrder: (_root, { input: { lines, ...input } }, ctx) =>
    answer(async () => {
      // To the service no lines are all lines. Whoever says that they send nothing must not send everything.
      if (lines?.length === 0) throw invalid("NO_LINES", "at least one line is needed, or none is named", "lines");
      return ctx.order(method.fulfilOrder, { ...omitNullish(input), lines: [...(lines ?? [])] });
    }),
  markDelivered: (_root, { orderId }, ctx) => answer(() => ctx.order(method.markDelivered, { orderId }), []),
  resolveOrder: (_root, { input }, ctx) =>
    answer(() => ctx.order(method.resolveOrder, { ...input, resolution: Resolution[input.resolution] })),
  resumePayment: (_root, { orderId }, ctx) => answer(() => ctx.order(method.resumePayment, { orderId }), []),
  rebuildOrders: (_root, { ids }, ctx) =>
    mutationPayload({ missingIds: [] }, () => ctx.order(method.rebuildOrders, { ids: [...ids] }), []),
  replayDeadFact: (_root, { id }, ctx) =>
    mutationPayload(
      { deadFact: null },
      async () => ({ deadFact: required((await ctx.order(method.replayDeadFact, { id })).deadFact, "the fact") }),
      [],
    ),
};

function moneyMessage({ amountMinor, currency }: MoneyInput) {
  return { amountMinor, currencyCode: currency };
}

function requestOf({ cartId, lines, shippingMethod, expectedTotal, ...input }: PlaceOrderInput) {
  return {
    idempotencyKey: input.idempotencyKey,
    paymentMethod: input.paymentMethod,
    shippingAddress: omitNullish(input.shippingAddress),
    lines: [...(lines ?? [])],
    ...omitNullish({ cartId, shippingMethod }),
    ...(expectedTotal ? { expectedTotal: moneyMessage(expectedTotal) } : {}),
  };
}
