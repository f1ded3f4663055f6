import { PricingService } from "../../../../../proto/gen/catalog/v1/pricing_pb.js";
import { omitNullish } from "../../../data/mappers/protobuf.ts";
import { changePricing } from "../../../data/pricing.ts";
import { mutationPayload } from "../../../graphql/errors.ts";
import type { MutationResolvers } from "../../../graphql/schema.generated.ts";

export const createCouponCodes: NonNullable<MutationResolvers["createCouponCodes"]> = (_root, { input }, ctx) =>
  mutationPayload({ couponCodes: [] }, async () => {
    const { couponCodes } = await changePricing(ctx, PricingService.method.createCouponCodes, omitNullish(input));
    return { couponCodes };
  });
