import { CatalogService } from "../../../../../proto/gen/catalog/v1/catalog_pb.js";
import { productMapping, toProductInput } from "../../../data/mappers/product-input.ts";
import { required } from "../../../data/mappers/protobuf.ts";
import { toMarketPrices } from "../../../data/market-directory.ts";
import { mutationPayload } from "../../../graphql/errors.ts";
import type { MutationResolvers } from "../../../graphql/schema.generated.ts";

export const createProduct: NonNullable<MutationResolvers["createProduct"]> = (_root, { input }, ctx) =>
  mutationPayload(
    { product: null },
    async () => {
      const request = { product: toProductInput(input), prices: toMarketPrices(ctx.market) };
      const { product } = await ctx.services.catalog(CatalogService.method.createProduct, request);
      return { product: required(product, "the product") };
    },
    ["input"],
    productMapping,
  );
