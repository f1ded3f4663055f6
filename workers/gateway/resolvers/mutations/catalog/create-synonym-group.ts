import { saveSynonymGroup } from "../../../data/search-admin.ts";
import type { MutationResolvers } from "../../../graphql/schema.generated.ts";

export const createSynonymGroup: NonNullable<MutationResolvers["createSynonymGroup"]> = (_root, { input }, ctx) =>
  saveSynonymGroup(ctx, { words: input.words });
