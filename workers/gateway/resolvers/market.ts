import { TaxRounding } from "../../../proto/gen/catalog/v1/pricing_pb.js";
import { parseCurrency } from "../../kit/domain/money.ts";
import { findMarkets } from "../data/pricing.ts";
import type { MarketResolvers } from "../graphql/schema.generated.ts";

export const market: MarketResolvers = {
  __resolveReference: async ({ id }, ctx) => (await findMarkets(ctx, [id]))[0] ?? null,
  currencies: ({ currencyCodes }) => currencyCodes.flatMap((code) => parseCurrency(code) ?? []),
  taxRounding: ({ taxRounding }) => (taxRounding === TaxRounding.ORDER ? "ORDER" : "LINE"),
};
