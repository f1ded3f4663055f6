import { QuotedCouponCode_Status } from "../../../proto/gen/order/v1/order_pb.js";
import { TaxSource } from "../../../proto/gen/order/v1/price_pb.js";
import { required, requireMoney, requireName } from "../data/mappers/protobuf.ts";
import { findMarkets } from "../data/pricing.ts";
import type {
  CouponCodeStatus,
  QuoteCouponCodeResolvers,
  QuoteResolvers,
  ShippingOptionResolvers,
} from "../graphql/schema.generated.ts";

export const quote: QuoteResolvers = {
  market: async ({ marketId }, _args, ctx) => required((await findMarkets(ctx, [marketId]))[0], "the market"),
  subtotal: ({ subtotal }) => requireMoney(subtotal),
  discountTotal: ({ discountTotal }) => requireMoney(discountTotal),
  shippingMethod: ({ shippingMethod }) => shippingMethod ?? null,
  shipping: ({ shipping }) => requireMoney(shipping),
  tax: ({ tax }) => requireMoney(tax),
  taxSource: ({ taxSource }) => requireName(TaxSource, taxSource),
  taxId: ({ taxId }) => taxId ?? null,
  reverseChargeAmount: ({ reverseChargeAmount }) => requireMoney(reverseChargeAmount),
  total: ({ total }) => requireMoney(total),
  problems: ({ problems }) =>
    problems.map(({ code, message, field }) => ({ code, message, field: ["input", ...field] })),
};

export const quoteCouponCode: QuoteCouponCodeResolvers = {
  status: ({ status }) => QuotedCouponCode_Status[status] as CouponCodeStatus,
};

export const shippingOption: ShippingOptionResolvers = {
  price: ({ price }) => requireMoney(price),
  minDeliveryDays: ({ minDeliveryDays }) => minDeliveryDays ?? null,
  maxDeliveryDays: ({ maxDeliveryDays }) => maxDeliveryDays ?? null,
};
