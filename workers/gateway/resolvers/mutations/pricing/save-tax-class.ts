import { PricingService } from "../../../../../proto/gen/catalog/v1/pricing_pb.js";
import { required } from "../../../data/mappers/protobuf.ts";
import { changePricing } from "../../../data/pricing.ts";
import { mutationPayload } from "../../../graphql/errors.ts";
import type { MutationResolvers } from "../../../graphql/schema.generated.ts";

export const saveTaxClass: NonNullable<MutationResolvers["saveTaxClass"]> = (_root, { input }, ctx) =>
  mutationPayload({ taxClass: null }, async () => {
    const { taxClass } = await changePricing(ctx, PricingService.method.saveTaxClass, { taxClass: input });
    return { taxClass: required(taxClass, "the tax class") };
  });
