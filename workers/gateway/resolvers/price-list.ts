import { PriceListType } from "../../../proto/gen/catalog/v1/pricing_pb.js";
import { findCustomerGroups } from "../data/customer-groups.ts";
import { requireMoney, toOptionalDate } from "../data/mappers/protobuf.ts";
import { findMarkets, listPrices } from "../data/pricing.ts";
import type { PriceListPriceResolvers, PriceListResolvers } from "../graphql/schema.generated.ts";

export const priceList: PriceListResolvers = {
  type: ({ type }) => (type === PriceListType.OVERRIDE ? "OVERRIDE" : "SALE"),
  markets: ({ marketIds }, _args, ctx) => findMarkets(ctx, marketIds),
  customerGroups: ({ customerGroupIds }, _args, ctx) => findCustomerGroups(ctx, customerGroupIds),
  startsAt: ({ startTime }) => toOptionalDate(startTime),
  endsAt: ({ endTime }) => toOptionalDate(endTime),
  prices: ({ id }, args, ctx) => listPrices(ctx, id, args),
};

export const priceListPrice: PriceListPriceResolvers = {
  amount: ({ amount }) => requireMoney(amount),
};
