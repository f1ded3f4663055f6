import { PricingService } from "../../../../../proto/gen/catalog/v1/pricing_pb.js";
import { required } from "../../../data/mappers/protobuf.ts";
import { changePricing } from "../../../data/pricing.ts";
import { mutationPayload } from "../../../graphql/errors.ts";
import type { MutationResolvers } from "../../../graphql/schema.generated.ts";

export const setPromotionActive: NonNullable<MutationResolvers["setPromotionActive"]> = (_root, { input }, ctx) =>
  mutationPayload({ promotion: null }, async () => {
    const { promotion } = await changePricing(ctx, PricingService.method.setPromotionActive, input);
    return { promotion: required(promotion, "the promotion") };
  });
