import { PricingService } from "../../../../../proto/gen/catalog/v1/pricing_pb.js";
import { required } from "../../../data/mappers/protobuf.ts";
import { changePricing } from "../../../data/pricing.ts";
import { mutationPayload } from "../../../graphql/errors.ts";
import type { MutationResolvers } from "../../../graphql/schema.generated.ts";

export const setCouponCodeActive: NonNullable<MutationResolvers["setCouponCodeActive"]> = (_root, { input }, ctx) =>
  mutationPayload({ couponCode: null }, async () => {
    const { couponCode } = await changePricing(ctx, PricingService.method.setCouponCodeActive, input);
    return { couponCode: required(couponCode, "the coupon code") };
  });
