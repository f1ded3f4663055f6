import { DiscountClass, PromotionStatus } from "../../../proto/gen/catalog/v1/pricing_pb.js";
import { findCustomerGroups } from "../data/customer-groups.ts";
import { required, toDate, toOptionalDate } from "../data/mappers/protobuf.ts";
import { findMarkets, listCouponCodes } from "../data/pricing.ts";
import type {
  BuyXGetYDiscountResolvers,
  CouponCodeResolvers,
  DiscountClass as DiscountClassName,
  FixedAmountDiscountResolvers,
  PercentageDiscountResolvers,
  PromotionConditionsResolvers,
  PromotionResolvers,
  PromotionRewardResolvers,
  PromotionStatus as StatusName,
} from "../graphql/schema.generated.ts";

export const promotion: PromotionResolvers = {
  status: ({ status }) => PromotionStatus[status] as StatusName,
  class: (self) => toClassName(self.class),
  combinesWith: ({ combinesWith }) => combinesWith.map(toClassName),
  conditions: ({ conditions }) => required(conditions, "the conditions"),
  reward: ({ reward }) => required(reward, "the reward"),
  startsAt: ({ startTime }) => toOptionalDate(startTime),
  endsAt: ({ endTime }) => toOptionalDate(endTime),
  usageLimit: ({ usageLimit }) => usageLimit ?? null,
  usageLimitPerCustomer: ({ usageLimitPerCustomer }) => usageLimitPerCustomer ?? null,
  codes: (self, args, ctx) => listCouponCodes(ctx, self, args),
  createdAt: ({ createTime }) => toDate(createTime),
  updatedAt: ({ updateTime }) => toDate(updateTime),
};

export const promotionConditions: PromotionConditionsResolvers = {
  minQuantity: ({ minQuantity }) => minQuantity ?? null,
  items: ({ items }) => items ?? null,
  markets: ({ marketIds }, _args, ctx) => findMarkets(ctx, marketIds),
  customerGroups: ({ customerGroupIds }, _args, ctx) => findCustomerGroups(ctx, customerGroupIds),
};

export const promotionReward: PromotionRewardResolvers = {
  percentage: ({ reward }) => (reward.case === "percentage" ? reward.value : null),
  fixedAmount: ({ reward }) => (reward.case === "fixedAmount" ? reward.value : null),
  buyXGetY: ({ reward }) => (reward.case === "buyXGetY" ? reward.value : null),
};

export const percentageDiscount: PercentageDiscountResolvers = {
  items: ({ items }) => items ?? null,
};

export const fixedAmountDiscount: FixedAmountDiscountResolvers = {
  items: ({ items }) => items ?? null,
};

export const buyXGetYDiscount: BuyXGetYDiscountResolvers = {
  buyItems: ({ buyItems }) => required(buyItems, "the items to buy"),
  getItems: ({ getItems }) => required(getItems, "the items to get"),
  usesPerOrderLimit: ({ usesPerOrderLimit }) => usesPerOrderLimit ?? null,
};

export const couponCode: CouponCodeResolvers = {
  promotion: async ({ promotionId }, _args, { loaders }) =>
    required(await loaders.pricing.promotion.load(promotionId), "the promotion"),
  usageLimit: ({ usageLimit }) => usageLimit ?? null,
  createdAt: ({ createTime }) => toDate(createTime),
};

function toClassName(discountClass: DiscountClass): DiscountClassName {
  return DiscountClass[discountClass] as DiscountClassName;
}
