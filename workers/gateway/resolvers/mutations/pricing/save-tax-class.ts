import { PricingService } from "../../../../../proto/gen/catalog/v1/pricing_pb.js";
import { required } from "../../../data/mappers/protobuf.ts";
import { changePricing, pricingPayload } from "../../../data/pricing.ts";
import type { MutationResolvers } from "../../../graphql/schema.generated.ts";

export const saveTaxClass: NonNullable<MutationResolvers["saveTaxClass"]> = (_root, { input }, ctx) =>
  pricingPayload({ taxClass: null }, async () => {
    const { taxClass } = await changePricing(ctx, PricingService.method.saveTaxClass, { taxClass: input });
    return { taxClass: required(taxClass, "the tax class") };
  });
