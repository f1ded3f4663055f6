import { PricingService } from "../../../../../proto/gen/catalog/v1/pricing_pb.js";
import { toShippingZoneMessage } from "../../../data/mappers/pricing-input.ts";
import { required } from "../../../data/mappers/protobuf.ts";
import { changePricing, pricingPayload } from "../../../data/pricing.ts";
import type { MutationResolvers } from "../../../graphql/schema.generated.ts";

export const createShippingZone: NonNullable<MutationResolvers["createShippingZone"]> = (_root, { input }, ctx) =>
  pricingPayload({ shippingZone: null }, async () => {
    const { shippingZone } = await changePricing(ctx, PricingService.method.saveShippingZone, {
      shippingZone: toShippingZoneMessage(input),
    });
    return { shippingZone: required(shippingZone, "the shipping zone") };
  });
