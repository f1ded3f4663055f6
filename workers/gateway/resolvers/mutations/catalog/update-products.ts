import { CatalogService } from "../../../../../proto/gen/catalog/v1/catalog_pb.js";
import { productMapping } from "../../../data/mappers/product-input.ts";
import { toMarketPrices } from "../../../data/market-directory.ts";
import { bulkPayloads, errorsOfInput } from "../../../graphql/errors.ts";
import type { MutationResolvers } from "../../../graphql/schema.generated.ts";
import { toUpdateRequest } from "./update-product.ts";

export const updateProducts: NonNullable<MutationResolvers["updateProducts"]> = (_root, { inputs }, ctx) =>
  bulkPayloads(inputs, { product: null }, async () => {
    const request = { updates: inputs.map(toUpdateRequest), prices: toMarketPrices(ctx.market) };
    const { outcomes } = await ctx.services.catalog(CatalogService.method.batchUpdateProducts, request);
    return outcomes.map(({ product, refusal }, index) => ({
      product: product ?? null,
      userErrors: errorsOfInput(refusal, index, productMapping),
    }));
  });
