import { SearchAdminService } from "../../../../../proto/gen/catalog/v1/search_admin_pb.js";
import { mutationPayload } from "../../../graphql/errors.ts";
import type { MutationResolvers } from "../../../graphql/schema.generated.ts";

export const deleteSynonymGroup: NonNullable<MutationResolvers["deleteSynonymGroup"]> = (_root, { id }, ctx) =>
  mutationPayload({ deletedId: null }, async () => {
    await ctx.services.catalog(SearchAdminService.method.deleteSynonymGroup, { id });
    return { deletedId: id };
  }, []);
