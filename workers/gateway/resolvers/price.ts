import { DiscountClass as DiscountClassMessage } from "../../../proto/gen/order/v1/price_pb.js";
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
};

export const discountAllocation: DiscountAllocationResolvers = {
  amount: ({ amount }) => requireMoney(amount),
};

export const taxLine: TaxLineResolvers = {
  taxableAmount: ({ taxableAmount }) => requireMoney(taxableAmount),
  amount: ({ amount }) => requireMoney(amount),
};
