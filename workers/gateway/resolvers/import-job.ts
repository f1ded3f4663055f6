import { ImportJob_Status as Status } from "../../../proto/gen/catalog/v1/imports_pb.js";
import { listImportErrors } from "../data/imports.ts";
import { requireName, toDate, toOptionalDate } from "../data/mappers/protobuf.ts";
import type { ImportErrorResolvers, ImportJobResolvers } from "../graphql/schema.generated.ts";

export const importJob: ImportJobResolvers = {
  status: ({ status }) => requireName(Status, status),
  lineCount: ({ lineCount }) => lineCount ?? null,
  errors: ({ id }, args, ctx) => listImportErrors(ctx, id, args),
  createdBy: async ({ createdBy }, _args, { loaders }) =>
    createdBy === undefined ? null : ((await loaders.user.load(createdBy)) ?? null),
  createdAt: ({ createTime }) => toDate(createTime),
  completedAt: ({ completeTime }) => toOptionalDate(completeTime),
};

export const importError: ImportErrorResolvers = {
  slug: ({ slug }) => slug ?? null,
  error: ({ code, message, field }) => ({ code, message, field }),
};
