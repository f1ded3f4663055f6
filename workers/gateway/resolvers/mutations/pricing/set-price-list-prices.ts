import { PricingService } from "../../../../../proto/gen/catalog/v1/pricing_pb.js";
import { omitNullish, required } from "../../../data/mappers/protobuf.ts";
import { changePricing } from "../../../data/pricing.ts";
import { mutationPayload } from "../../../graphql/errors.ts";
import type { MutationResolvers } from "../../../graphql/schema.generated.ts";

export const setPriceListPrices: NonNullable<MutationResolvers["setPriceListPrices"]> = (_root, { input }, ctx) =>
  mutationPayload({ priceList: null }, async () => {
    const { priceListId } = input;
    // A price without an amount is removed.
    const prices = input.prices.map(({ currency, ...price }) => ({ ...omitNullish(price), currencyCode: currency }));
    const { priceList } = await changePricing(ctx, PricingService.method.setPriceListPrices, { priceListId, prices });
    return { priceList: required(priceList, "the price list") };
  });
