import { requireMoney } from "../data/mappers/protobuf.ts";
import type { OrderAddressResolvers, OrderLineResolvers } from "../graphql/schema.generated.ts";

export const orderLine: OrderLineResolvers = {
  unitPrice: ({ unitPrice }) => requireMoney(unitPrice),
  total: ({ total }) => requireMoney(total),
  product: async ({ productId }, _args, { loaders }, info) => (await loaders.product(info).load(productId)) ?? null,
};

export const orderAddress: OrderAddressResolvers = {
  line2: ({ line2 }) => line2 ?? null,
  region: ({ region }) => region ?? null,
};
