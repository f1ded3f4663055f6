import { type Order as OrderMessage, OrderService, OrderStatus } from "../../../proto/gen/order/v1/order_pb.js";
import type { GatewayContext } from "../context.ts";
import { orNull } from "../errors.ts";
import type { OrderResolvers } from "../schema.generated.ts";
import { dateOf, moneyOf, present } from "../values.ts";

/** The whole order: as it is, or fetched when it comes from a list, which tells less. */
async function whole(self: OrderMessage, ctx: GatewayContext): Promise<OrderMessage> {
  if (self.timeline.length > 0) return self;
  return present((await ctx.order(OrderService.method.getOrder, { id: self.id })).order, "the order");
}

export const order: OrderResolvers = {
  __resolveReference: ({ id }, ctx) =>
    orNull(async () => present((await ctx.order(OrderService.method.getOrder, { id })).order, "the order")),
  number: ({ number }) => number ?? null,
  account: async ({ accountId }, _args, { loaders }) => (await loaders.user.load(accountId)) ?? null,
  status: ({ status }) => nameOfStatus(status),
  subtotal: ({ subtotal }) => moneyOf(subtotal),
  shipping: ({ shipping }) => moneyOf(shipping),
  tax: ({ tax }) => moneyOf(tax),
  total: ({ total }) => moneyOf(total),
  refunded: ({ refunded }) => moneyOf(refunded),
  shippingAddress: async (self, _args, ctx) => (await whole(self, ctx)).shippingAddress ?? null,
  shippingMethod: async (self, _args, ctx) => (await whole(self, ctx)).shippingMethod ?? null,
  rejection: async (self, _args, ctx) => (await whole(self, ctx)).rejection ?? null,
  timeline: async (self, _args, ctx) => {
    const all = await whole(self, ctx);
    return all.timeline.map((event) => ({ event, order: all }));
  },
  transactions: async (self, _args, ctx) => (await whole(self, ctx)).transactions,
  placedAt: ({ placeTime }) => (placeTime === undefined ? null : dateOf(placeTime)),
  createdAt: ({ createTime }) => dateOf(createTime),
  updatedAt: ({ updateTime }) => dateOf(updateTime),
};

type StatusName = Exclude<keyof typeof OrderStatus, "UNSPECIFIED">;

function nameOfStatus(status: OrderStatus): StatusName {
  const name = OrderStatus[status];
  if (name === undefined || name === "UNSPECIFIED") throw new Error(`unknown order status ${status}`);
  return name as StatusName;
}
