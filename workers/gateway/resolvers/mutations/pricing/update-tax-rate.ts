import { PricingService } from "../../../../../proto/gen/catalog/v1/pricing_pb.js";
import { toExistingId, toTaxRateMessage, toUpdateMask } from "../../../data/mappers/pricing-input.ts";
import { required } from "../../../data/mappers/protobuf.ts";
import { changePricing, pricingPayload } from "../../../data/pricing.ts";
import type { MutationResolvers } from "../../../graphql/schema.generated.ts";

export const updateTaxRate: NonNullable<MutationResolvers["updateTaxRate"]> = (_root, { input }, ctx) =>
  pricingPayload({ taxRate: null }, async () => {
    const { taxRate } = await changePricing(ctx, PricingService.method.saveTaxRate, {
      id: toExistingId(input.id),
      taxRate: toTaxRateMessage(input),
      updateMask: toUpdateMask(input, ["region", "postalCodePrefix", "startsAt", "endsAt"]),
    });
    return { taxRate: required(taxRate, "the tax rate") };
  });
