import { Permission } from "../../../proto/gen/common/v1/permission_pb.js";
import { DiscountClass as DiscountClassMessage } from "../../../proto/gen/order/v1/price_pb.js";
import { hasPermission } from "../../kit/auth/permissions.ts";
import { required, requireMoney } from "../data/mappers/protobuf.ts";
import type {
  DiscountAllocationResolvers,
  DiscountClass,
  OrderDiscountResolvers,
  TaxLineResolvers,
} from "../graphql/schema.generated.ts";

export const orderDiscount: OrderDiscountResolvers = {
  class: ({ class: discountClass }) => required(DiscountClassMessage[discountClass], "a class") as DiscountClass,
  code: ({ code }) => code ?? null,
  amount: ({ amount }) => requireMoney(amount),
  promotion: async ({ promotionId }, _args, { caller, loaders }) =>
    hasPermission(caller.identity, Permission.PROMOTION_READ)
      ? ((await loaders.pricing.promotion.load(promotionId)) ?? null)
      : null,
};

export const discountAllocation: DiscountAllocationResolvers = {
  amount: ({ amount }) => requireMoney(amount),
};

export const taxLine: TaxLineResolvers = {
  taxableAmount: ({ taxableAmount }) => requireMoney(taxableAmount),
  amount: ({ amount }) => requireMoney(amount),
};
