import type { WatchIndexRebuildRequest } from "../../../proto/gen/catalog/v1/search_admin_pb.js";
import { withHeartbeats } from "../../kit/connect/heartbeat.ts";
import { notFound } from "../../kit/errors/failure.ts";
import type { CatalogContext } from "../context.ts";
import { findIndexRebuild, type IndexRebuildRow } from "../store/index-rebuilds.ts";
import { watchRow } from "../subscriptions/watch-row.ts";
import { toIndexRebuildMessage } from "./shared/search-admin-messages.ts";

export async function watchIndexRebuild({ id }: WatchIndexRebuildRequest, ctx: CatalogContext) {
  const find = () => findIndexRebuild(ctx.db, id);
  const first = await find();
  if (first === undefined) throw notFound("Rebuild not found", "id");
  return withHeartbeats(toMessages(first, find, ctx.signal), ctx.signal);
}

async function* toMessages(
  first: IndexRebuildRow,
  find: () => Promise<IndexRebuildRow | undefined>,
  signal: AbortSignal,
) {
  const rows = watchRow(first, { signal, find, isFinal: ({ status }) => status !== "RUNNING" });
  for await (const row of rows) yield { rebuild: toIndexRebuildMessage(row) };
}
