import { requireMoney } from "../data/mappers/protobuf.ts";
import type { OrderAddressResolvers, OrderLineResolvers } from "../graphql/schema.generated.ts";

export const orderLine: OrderLineResolvers = {
  unitPrice: ({ unitPrice }) => requireMoney(unitPrice),
  total: ({ total }) => requireMoney(total),
  compareAtUnitPrice: ({ compareAtUnitPrice }) => compareAtUnitPrice ?? null,
  discountTotal: ({ discountTotal }) => requireMoney(discountTotal),
  discountedTotal: ({ total, discountTotal }) => {
    const { amountMinor, ...money } = requireMoney(total);
    return { ...money, amountMinor: amountMinor - requireMoney(discountTotal).amountMinor };
  },
  tax: ({ tax }) => requireMoney(tax),
  reverseChargeAmount: ({ reverseChargeAmount }) => requireMoney(reverseChargeAmount),
  unfulfilledQuantity: ({ quantity, shippedQuantity, cancelledQuantity }) =>
    quantity - shippedQuantity - cancelledQuantity,
  refundableAmount: ({ refundableAmount }) => requireMoney(refundableAmount),
  product: async ({ productId }, _args, { loaders }, info) => (await loaders.product(info).load(productId)) ?? null,
};

export const orderAddress: OrderAddressResolvers = {
  line2: ({ line2 }) => line2 ?? null,
  region: ({ region }) => region ?? null,
};
