import type { AddImportLinesRequest, ImportLine } from "../../../proto/gen/catalog/v1/imports_pb.js";
import { sha256Hex } from "../../kit/encoding.ts";
import { invalid, notFound } from "../../kit/errors/failure.ts";
import type { CatalogContext } from "../context.ts";
import { maxCounts } from "../domain/limits.ts";
import { addImportChunk, type StoredLine } from "../store/imports.ts";

export async function addImportLines(request: AddImportLinesRequest, ctx: CatalogContext) {
  const { id, token, upload, position, lines } = request;
  if (lines.length > maxCounts.importItems) {
    throw invalid("TOO_MANY", `At most ${maxCounts.importItems} are allowed in one request`, "lines");
  }
  const target = { id, tokenHash: await sha256Hex(token), upload };
  if (!(await addImportChunk(ctx.db, target, position, lines.map(toStoredLine)))) throw notFound("Import not found");
  return {};
}

function toStoredLine({ line, content }: ImportLine): StoredLine {
  if (content.case !== "error") return { line, text: content.value ?? "" };
  return { line, text: "", error: content.value === "TOO_LARGE" ? "TOO_LARGE" : "INVALID_ENCODING" };
}
