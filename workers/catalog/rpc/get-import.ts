import type { GetImportRequest } from "../../../proto/gen/catalog/v1/imports_pb.js";
import { notFound } from "../../kit/errors/failure.ts";
import type { CatalogContext } from "../context.ts";
import { findImport } from "../store/imports.ts";
import { toImportJobMessage } from "./shared/import-messages.ts";

export async function getImport({ id }: GetImportRequest, ctx: CatalogContext) {
  const job = await findImport(ctx.db, id);
  if (job === undefined) throw notFound("Import not found", "id");
  return { job: toImportJobMessage(job) };
}
