import { saveSynonymGroup } from "../../../data/search-admin.ts";
import type { MutationResolvers } from "../../../graphql/schema.generated.ts";

export const updateSynonymGroup: NonNullable<MutationResolvers["updateSynonymGroup"]> = (_root, { input }, ctx) =>
  saveSynonymGroup(ctx, input);
