import { CatalogService } from "../../../../../proto/gen/catalog/v1/catalog_pb.js";
import { fieldMaskOf, productMapping, toProductInput } from "../../../data/mappers/product-input.ts";
import { required } from "../../../data/mappers/protobuf.ts";
import { toMarketPrices } from "../../../data/market-directory.ts";
import { mutationPayload } from "../../../graphql/errors.ts";
import type { MutationResolvers, UpdateProductInput } from "../../../graphql/schema.generated.ts";

export const updateProduct: NonNullable<MutationResolvers["updateProduct"]> = (_root, { input }, ctx) =>
  mutationPayload(
    { product: null },
    async () => {
      const request = { ...toUpdateRequest(input), prices: toMarketPrices(ctx.market) };
      const { product } = await ctx.services.catalog(CatalogService.method.updateProduct, request);
      return { product: required(product, "the product") };
    },
    ["input"],
    productMapping,
  );

export function toUpdateRequest(input: UpdateProductInput) {
  return {
    id: input.id,
    etag: input.etag,
    product: toProductInput(input),
    updateMask: { paths: fieldMaskOf(input, ["id", "etag"], ["brand"]) },
  };
}
