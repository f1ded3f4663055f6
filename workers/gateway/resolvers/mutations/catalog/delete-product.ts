import { CatalogService } from "../../../../../proto/gen/catalog/v1/catalog_pb.js";
import { mutationPayload } from "../../../graphql/errors.ts";
import type { MutationResolvers } from "../../../graphql/schema.generated.ts";

export const deleteProduct: NonNullable<MutationResolvers["deleteProduct"]> = (_root, { id }, ctx) =>
  mutationPayload({ deletedId: null }, async () => {
    await ctx.services.catalog(CatalogService.method.deleteProduct, { id });
    return { deletedId: id };
  }, []);
