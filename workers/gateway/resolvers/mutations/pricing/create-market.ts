import { PricingService } from "../../../../../proto/gen/catalog/v1/pricing_pb.js";
import { toMarketMessage } from "../../../data/mappers/pricing-input.ts";
import { required } from "../../../data/mappers/protobuf.ts";
import { changePricing, pricingPayload } from "../../../data/pricing.ts";
import type { MutationResolvers } from "../../../graphql/schema.generated.ts";

export const createMarket: NonNullable<MutationResolvers["createMarket"]> = (_root, { input }, ctx) =>
  pricingPayload({ market: null }, async () => {
    const { market } = await changePricing(ctx, PricingService.method.saveMarket, { market: toMarketMessage(input) });
    return { market: required(market, "the market") };
  });
