import type { ListImportErrorsRequest } from "../../../proto/gen/catalog/v1/imports_pb.js";
import { invalid, notFound } from "../../kit/errors/failure.ts";
import { decodePageToken, parsePageSize, toPage } from "../../kit/validation/paging.ts";
import type { CatalogContext } from "../context.ts";
import { findImport, listImportErrors as list } from "../store/imports.ts";

export async function listImportErrors(request: ListImportErrorsRequest, ctx: CatalogContext) {
  const { id, pageToken, withContent } = request;
  const size = parsePageSize(request.pageSize);
  const [after = "0"] = pageToken === "" ? [] : decodePageToken(pageToken);
  if (!/^\d{1,9}$/.test(after)) throw invalid("INVALID_CURSOR", "Invalid cursor for this connection", "after");
  const [job, rows] = await Promise.all([findImport(ctx.db, id), list(ctx.db, id, Number(after), size + 1)]);
  if (job === undefined) throw notFound("Import not found", "id");
  const { items, ...page } = toPage(rows, size, ({ line }) => [line]);
  const errors = items.map(({ line, slug, code, message, field, content }) => ({
    line,
    code,
    message,
    field: [...field],
    ...(slug === null ? {} : { slug }),
    ...(withContent && content !== null ? { content } : {}),
  }));
  return { errors, ...page, totalSize: job.failedCount };
}
