import { PricingService } from "../../../../../proto/gen/catalog/v1/pricing_pb.js";
import { requireKnownGroups } from "../../../data/customer-groups.ts";
import { toPromotionMessage } from "../../../data/mappers/promotion-input.ts";
import { omitNullish, required } from "../../../data/mappers/protobuf.ts";
import { changePricing, pricingPayload } from "../../../data/pricing.ts";
import type { MutationResolvers } from "../../../graphql/schema.generated.ts";

export const createPromotion: NonNullable<MutationResolvers["createPromotion"]> = (_root, { input }, ctx) =>
  pricingPayload({ promotion: null }, async () => {
    await requireKnownGroups(ctx, input.conditions?.customerGroupIds, "conditions", "customerGroupIds");
    const { promotion } = await changePricing(ctx, PricingService.method.savePromotion, {
      promotion: toPromotionMessage(input),
      ...omitNullish({ idempotencyKey: input.idempotencyKey }),
    });
    return { promotion: required(promotion, "the promotion") };
  });
