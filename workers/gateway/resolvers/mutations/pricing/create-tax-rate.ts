import { PricingService } from "../../../../../proto/gen/catalog/v1/pricing_pb.js";
import { toTaxRateMessage } from "../../../data/mappers/pricing-input.ts";
import { omitNullish, required } from "../../../data/mappers/protobuf.ts";
import { changePricing, pricingPayload } from "../../../data/pricing.ts";
import type { MutationResolvers } from "../../../graphql/schema.generated.ts";

export const createTaxRate: NonNullable<MutationResolvers["createTaxRate"]> = (_root, { input }, ctx) =>
  pricingPayload({ taxRate: null }, async () => {
    const { taxRate } = await changePricing(ctx, PricingService.method.saveTaxRate, {
      taxRate: toTaxRateMessage(input),
      ...omitNullish({ idempotencyKey: input.idempotencyKey }),
    });
    return { taxRate: required(taxRate, "the tax rate") };
  });
