import type { WatchImportRequest } from "../../../proto/gen/catalog/v1/imports_pb.js";
import { withHeartbeats } from "../../kit/connect/heartbeat.ts";
import { notFound } from "../../kit/errors/failure.ts";
import type { CatalogContext } from "../context.ts";
import { findImport, type ImportJobRow } from "../store/imports.ts";
import { watchRow } from "../subscriptions/watch-row.ts";
import { toImportJobMessage } from "./shared/import-messages.ts";

export async function watchImport({ id }: WatchImportRequest, ctx: CatalogContext) {
  const find = () => findImport(ctx.db, id);
  const first = await find();
  if (first === undefined) throw notFound("Import not found", "id");
  return withHeartbeats(toMessages(first, find, ctx.signal), ctx.signal);
}

async function* toMessages(first: ImportJobRow, find: () => Promise<ImportJobRow | undefined>, signal: AbortSignal) {
  const isFinal = ({ status }: ImportJobRow) => status !== "WAITING_FOR_FILE" && status !== "RUNNING";
  for await (const row of watchRow(first, { signal, find, isFinal })) yield { job: toImportJobMessage(row) };
}
