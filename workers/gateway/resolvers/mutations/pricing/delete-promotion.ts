import { PricingService } from "../../../../../proto/gen/catalog/v1/pricing_pb.js";
import { changePricing } from "../../../data/pricing.ts";
import { mutationPayload } from "../../../graphql/errors.ts";
import type { MutationResolvers } from "../../../graphql/schema.generated.ts";

export const deletePromotion: NonNullable<MutationResolvers["deletePromotion"]> = (_root, { id }, ctx) =>
  mutationPayload({ deletedId: null }, async () => {
    await changePricing(ctx, PricingService.method.deletePromotion, { id });
    return { deletedId: id };
  }, []);
