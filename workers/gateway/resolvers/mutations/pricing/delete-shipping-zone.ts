import { PricingService } from "../../../../../proto/gen/catalog/v1/pricing_pb.js";
import { changePricing } from "../../../data/pricing.ts";
import { mutationPayload } from "../../../graphql/errors.ts";
import type { MutationResolvers } from "../../../graphql/schema.generated.ts";

export const deleteShippingZone: NonNullable<MutationResolvers["deleteShippingZone"]> = (_root, { id }, ctx) =>
  mutationPayload({ deletedId: null }, async () => {
    await changePricing(ctx, PricingService.method.deleteShippingZone, { id });
    return { deletedId: id };
  }, []);
