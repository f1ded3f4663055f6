import { PricingService } from "../../../../../proto/gen/catalog/v1/pricing_pb.js";
import { toTaxRateMessage } from "../../../data/mappers/pricing-input.ts";
import { required } from "../../../data/mappers/protobuf.ts";
import { changePricing } from "../../../data/pricing.ts";
import { mutationPayload } from "../../../graphql/errors.ts";
import type { MutationResolvers } from "../../../graphql/schema.generated.ts";

export const createTaxRate: NonNullable<MutationResolvers["createTaxRate"]> = (_root, { input }, ctx) =>
  mutationPayload({ taxRate: null }, async () => {
    const { taxRate } = await changePricing(ctx, PricingService.method.saveTaxRate, {
      taxRate: toTaxRateMessage(input),
    });
    return { taxRate: required(taxRate, "the tax rate") };
  });
