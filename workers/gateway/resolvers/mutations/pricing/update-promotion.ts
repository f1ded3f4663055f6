import { PricingService } from "../../../../../proto/gen/catalog/v1/pricing_pb.js";
import { requireKnownGroups } from "../../../data/customer-groups.ts";
import { toExistingId, toUpdateMask } from "../../../data/mappers/pricing-input.ts";
import { toPromotionMessage } from "../../../data/mappers/promotion-input.ts";
import { required } from "../../../data/mappers/protobuf.ts";
import { changePricing, pricingPayload } from "../../../data/pricing.ts";
import type { MutationResolvers } from "../../../graphql/schema.generated.ts";

export const updatePromotion: NonNullable<MutationResolvers["updatePromotion"]> = (_root, { input }, ctx) =>
  pricingPayload({ promotion: null }, async () => {
    await requireKnownGroups(ctx, input.conditions?.customerGroupIds, "conditions", "customerGroupIds");
    const { promotion } = await changePricing(ctx, PricingService.method.savePromotion, {
      id: toExistingId(input.id),
      etag: input.etag,
      promotion: toPromotionMessage(input),
      updateMask: toUpdateMask(input, ["conditions", "startsAt", "endsAt", "usageLimit", "usageLimitPerCustomer"]),
    });
    return { promotion: required(promotion, "the promotion") };
  });
