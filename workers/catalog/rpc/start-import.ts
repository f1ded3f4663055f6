import type { StartImportRequest } from "../../../proto/gen/catalog/v1/imports_pb.js";
import { sha256Hex } from "../../kit/encoding.ts";
import { notFound } from "../../kit/errors/failure.ts";
import type { CatalogContext } from "../context.ts";
import { continueImports } from "../jobs/run-imports.ts";
import { startImport as start } from "../store/imports.ts";

export async function startImport({ id, token, upload, lineCount }: StartImportRequest, ctx: CatalogContext) {
  const target = { id, tokenHash: await sha256Hex(token), upload };
  if (!(await start(ctx.db, target, lineCount))) throw notFound("Import not found");
  ctx.defer(continueImports(ctx.background()));
  return {};
}
