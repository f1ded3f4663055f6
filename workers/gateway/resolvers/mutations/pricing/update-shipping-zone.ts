import { PricingService } from "../../../../../proto/gen/catalog/v1/pricing_pb.js";
import { toExistingId, toShippingZoneMessage, toUpdateMask } from "../../../data/mappers/pricing-input.ts";
import { omitNullish, required } from "../../../data/mappers/protobuf.ts";
import { changePricing, pricingPayload } from "../../../data/pricing.ts";
import type { MutationResolvers } from "../../../graphql/schema.generated.ts";

export const updateShippingZone: NonNullable<MutationResolvers["updateShippingZone"]> = (_root, { input }, ctx) =>
  pricingPayload({ shippingZone: null }, async () => {
    const { shippingZone } = await changePricing(ctx, PricingService.method.saveShippingZone, {
      id: toExistingId(input.id),
      shippingZone: toShippingZoneMessage(input),
      updateMask: toUpdateMask(input),
      ...omitNullish({ etag: input.etag }),
    });
    return { shippingZone: required(shippingZone, "the shipping zone") };
  });
