import { IndexRebuild_Status as Status } from "../../../proto/gen/catalog/v1/search_admin_pb.js";
import { requireName, toDate, toOptionalDate } from "../data/mappers/protobuf.ts";
import type { SearchIndexRebuildResolvers, SynonymGroupResolvers } from "../graphql/schema.generated.ts";

export const synonymGroup: SynonymGroupResolvers = {
  updatedAt: ({ updateTime }) => toDate(updateTime),
  updatedBy: async ({ updatedBy }, _args, { loaders }) =>
    updatedBy === undefined ? null : ((await loaders.user.load(updatedBy)) ?? null),
};

export const searchIndexRebuild: SearchIndexRebuildResolvers = {
  status: ({ status }) => requireName(Status, status),
  startedAt: ({ startTime }) => toDate(startTime),
  completedAt: ({ completeTime }) => toOptionalDate(completeTime),
};
