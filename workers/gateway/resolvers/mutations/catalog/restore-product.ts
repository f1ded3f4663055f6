import { CatalogService } from "../../../../../proto/gen/catalog/v1/catalog_pb.js";
import { required } from "../../../data/mappers/protobuf.ts";
import { toMarketPrices } from "../../../data/market-directory.ts";
import { mutationPayload } from "../../../graphql/errors.ts";
import type { MutationResolvers } from "../../../graphql/schema.generated.ts";

export const restoreProduct: NonNullable<MutationResolvers["restoreProduct"]> = (_root, { id }, ctx) =>
  mutationPayload({ product: null }, async () => {
    const request = { id, prices: toMarketPrices(ctx.market) };
    const { product } = await ctx.services.catalog(CatalogService.method.restoreProduct, request);
    return { product: required(product, "the product") };
  }, []);
