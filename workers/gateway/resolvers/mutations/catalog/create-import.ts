import { ImportService } from "../../../../../proto/gen/catalog/v1/imports_pb.js";
import { required } from "../../../data/mappers/protobuf.ts";
import { mutationPayload } from "../../../graphql/errors.ts";
import type { MutationResolvers } from "../../../graphql/schema.generated.ts";

export const createImport: NonNullable<MutationResolvers["createImport"]> = (_root, { input }, ctx) =>
  mutationPayload({ importJob: null, uploadUrl: null, uploadHeaders: [] }, async () => {
    const { job, uploadToken } = await ctx.services.catalog(ImportService.method.createImport, input);
    const importJob = required(job, "the job");
    const uploadUrl = uploadToken === "" ? null : `${ctx.origin}/import/files/${importJob.id}?token=${uploadToken}`;
    return { importJob, uploadUrl, uploadHeaders: [{ name: "content-type", value: "application/x-ndjson" }] };
  });
