import { CatalogService } from "../../../../../proto/gen/catalog/v1/catalog_pb.js";
import { omitNullish, required } from "../../../data/mappers/protobuf.ts";
import { mutationPayload } from "../../../graphql/errors.ts";
import type { MutationResolvers } from "../../../graphql/schema.generated.ts";

export const moveCategory: NonNullable<MutationResolvers["moveCategory"]> = (_root, { input }, ctx) =>
  mutationPayload({ category: null }, async () => {
    const { category } = await ctx.services.catalog(CatalogService.method.moveCategory, omitNullish(input));
    return { category: required(category, "the category") };
  });
