import { moneyOf } from "../data/mappers/protobuf.ts";
import type { OrderAddressResolvers, OrderLineResolvers } from "../graphql/schema.generated.ts";

export const orderLine: OrderLineResolvers = {
  unitPrice: ({ unitPrice }) => moneyOf(unitPrice),
  total: ({ total }) => moneyOf(total),
  product: async ({ productId }, _args, { loaders }, info) => (await loaders.product(info).load(productId)) ?? null,
};

export const orderAddress: OrderAddressResolvers = {
  line2: ({ line2 }) => line2 ?? null,
  region: ({ region }) => region ?? null,
};
