import { PricingService } from "../../../../../proto/gen/catalog/v1/pricing_pb.js";
import { toExistingId, toMarketMessage, toUpdateMask } from "../../../data/mappers/pricing-input.ts";
import { required } from "../../../data/mappers/protobuf.ts";
import { changePricing, pricingPayload } from "../../../data/pricing.ts";
import type { MutationResolvers } from "../../../graphql/schema.generated.ts";

export const updateMarket: NonNullable<MutationResolvers["updateMarket"]> = (_root, { input }, ctx) =>
  pricingPayload({ market: null }, async () => {
    const { market } = await changePricing(ctx, PricingService.method.saveMarket, {
      id: toExistingId(input.id),
      market: toMarketMessage(input),
      updateMask: toUpdateMask(input),
    });
    return { market: required(market, "the market") };
  });
