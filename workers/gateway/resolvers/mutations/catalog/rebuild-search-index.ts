import { SearchAdminService } from "../../../../../proto/gen/catalog/v1/search_admin_pb.js";
import { required } from "../../../data/mappers/protobuf.ts";
import { mutationPayload } from "../../../graphql/errors.ts";
import type { MutationResolvers } from "../../../graphql/schema.generated.ts";

export const rebuildSearchIndex: NonNullable<MutationResolvers["rebuildSearchIndex"]> = (_root, _args, ctx) =>
  mutationPayload({ rebuild: null }, async () => {
    const { rebuild } = await ctx.services.catalog(SearchAdminService.method.startIndexRebuild, {});
    return { rebuild: required(rebuild, "the rebuild") };
  }, []);
