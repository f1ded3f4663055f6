import { PricingService } from "../../../../../proto/gen/catalog/v1/pricing_pb.js";
import { requireKnownGroups } from "../../../data/customer-groups.ts";
import { toPriceListMessage } from "../../../data/mappers/pricing-input.ts";
import { required } from "../../../data/mappers/protobuf.ts";
import { changePricing, pricingPayload } from "../../../data/pricing.ts";
import type { MutationResolvers } from "../../../graphql/schema.generated.ts";

export const createPriceList: NonNullable<MutationResolvers["createPriceList"]> = (_root, { input }, ctx) =>
  pricingPayload({ priceList: null }, async () => {
    await requireKnownGroups(ctx, input.customerGroupIds, "customerGroupIds");
    const { priceList } = await changePricing(ctx, PricingService.method.savePriceList, {
      priceList: toPriceListMessage(input),
    });
    return { priceList: required(priceList, "the price list") };
  });
