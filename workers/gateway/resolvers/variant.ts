import { dateOf, moneyOf, present } from "../data/mappers/protobuf.ts";
import type { StockLevelResolvers, VariantResolvers } from "../graphql/schema.generated.ts";

export const variant: VariantResolvers = {
  __resolveReference: async ({ sku }, { loaders }) => (await loaders.variant.load(sku)) ?? null,
  price: ({ price }) => moneyOf(price),
  stock: ({ stock }) => present(stock, "the stock"),
  product: async ({ productId }, _args, { loaders }, info) =>
    present(await loaders.product(info).load(productId), "the product"),
};

export const stockLevel: StockLevelResolvers = {
  updatedAt: ({ updateTime }) => dateOf(updateTime),
};
