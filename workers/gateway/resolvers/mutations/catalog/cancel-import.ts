import { ImportService } from "../../../../../proto/gen/catalog/v1/imports_pb.js";
import { required } from "../../../data/mappers/protobuf.ts";
import { mutationPayload } from "../../../graphql/errors.ts";
import type { MutationResolvers } from "../../../graphql/schema.generated.ts";

export const cancelImport: NonNullable<MutationResolvers["cancelImport"]> = (_root, { id }, ctx) =>
  mutationPayload({ importJob: null }, async () => {
    const { job } = await ctx.services.catalog(ImportService.method.cancelImport, { id });
    return { importJob: required(job, "the job") };
  }, []);
