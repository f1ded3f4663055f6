import type { CancelImportRequest } from "../../../proto/gen/catalog/v1/imports_pb.js";
import { notFound } from "../../kit/errors/failure.ts";
import type { CatalogContext } from "../context.ts";
import { cancelImport as cancel } from "../store/imports.ts";
import { toImportJobMessage } from "./shared/import-messages.ts";

export async function cancelImport({ id }: CancelImportRequest, ctx: CatalogContext) {
  const job = await cancel(ctx.db, id);
  if (job === undefined) throw notFound("Import not found", "id");
  return { job: toImportJobMessage(job) };
}
