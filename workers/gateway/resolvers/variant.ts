import { required, requireMoney, toDate } from "../data/mappers/protobuf.ts";
import type { StockLevelResolvers, VariantResolvers } from "../graphql/schema.generated.ts";

export const variant: VariantResolvers = {
  __resolveReference: async ({ sku }, { loaders }) => (await loaders.variant.load(sku)) ?? null,
  price: ({ price }) => requireMoney(price),
  stock: ({ stock }) => required(stock, "the stock"),
  taxClass: ({ taxClass }) => required(taxClass, "the tax class"),
  weightGrams: ({ weightGrams }) => weightGrams ?? null,
  product: async ({ productId }, _args, { loaders }, info) =>
    required(await loaders.product(info).load(productId), "the product"),
};

export const stockLevel: StockLevelResolvers = {
  updatedAt: ({ updateTime }) => toDate(updateTime),
};
