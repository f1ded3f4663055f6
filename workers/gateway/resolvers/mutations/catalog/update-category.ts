import { CatalogService } from "../../../../../proto/gen/catalog/v1/catalog_pb.js";
import { fieldMaskOf } from "../../../data/mappers/product-input.ts";
import { omitNullish, required } from "../../../data/mappers/protobuf.ts";
import { mutationPayload } from "../../../graphql/errors.ts";
import type { MutationResolvers } from "../../../graphql/schema.generated.ts";

export const updateCategory: NonNullable<MutationResolvers["updateCategory"]> = (_root, { input }, ctx) =>
  mutationPayload({ category: null }, async () => {
    const { category } = await ctx.services.catalog(CatalogService.method.updateCategory, {
      ...omitNullish(input),
      updateMask: { paths: fieldMaskOf(input, ["id"], ["parentId"]) },
    });
    return { category: required(category, "the category") };
  });
