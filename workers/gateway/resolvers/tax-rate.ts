import { toOptionalDate } from "../data/mappers/protobuf.ts";
import { getTaxClass } from "../data/pricing.ts";
import type { TaxRateResolvers } from "../graphql/schema.generated.ts";

export const taxRate: TaxRateResolvers = {
  taxClass: ({ taxClassCode }, _args, ctx) => getTaxClass(ctx, taxClassCode),
  region: ({ region }) => region ?? null,
  postalCodePrefix: ({ postalCodePrefix }) => postalCodePrefix ?? null,
  startsAt: ({ startTime }) => toOptionalDate(startTime),
  endsAt: ({ endTime }) => toOptionalDate(endTime),
};
