import type { UnitPrice } from "../../../proto/gen/catalog/v1/catalog_pb.js";
import { required, requireMoney } from "../data/mappers/protobuf.ts";
import { badUserInput } from "../graphql/errors.ts";
import type { VariantResolvers } from "../graphql/schema.generated.ts";

export const variant: VariantResolvers = {
  __resolveReference: async ({ sku }, { loaders }) => (await loaders.variant.load(sku)) ?? null,
  price: ({ price }) => requireMoney(price),
  compareAtPrice: ({ compareAtPrice }) => compareAtPrice ?? null,
  unitPrice: ({ unitPrices }, { currency, quantity }) => {
    if (quantity < 1) throw badUserInput("`quantity` must be at least 1", "quantity");
    const isRequested = ({ amount, inDefaultCurrency }: UnitPrice) =>
      currency ? amount?.currencyCode === currency : inDefaultCurrency;
    // Of each currency they are sorted by quantity.
    return unitPrices.findLast((unit) => isRequested(unit) && unit.minQuantity <= quantity)?.amount ?? null;
  },
  stock: ({ stock }) => required(stock, "the stock"),
  taxClass: ({ taxClass }) => required(taxClass, "the tax class"),
  weightGrams: ({ weightGrams }) => weightGrams ?? null,
  product: async ({ productId }, _args, { loaders }, info) =>
    required(await loaders.product(info).load(productId), "the product"),
};
