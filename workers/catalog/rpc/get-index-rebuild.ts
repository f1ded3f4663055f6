import type { GetIndexRebuildRequest } from "../../../proto/gen/catalog/v1/search_admin_pb.js";
import type { CatalogContext } from "../context.ts";
import { findLastIndexRebuild } from "../store/index-rebuilds.ts";
import { toIndexRebuildMessage } from "./shared/search-admin-messages.ts";

export async function getIndexRebuild(_request: GetIndexRebuildRequest, ctx: CatalogContext) {
  const row = await findLastIndexRebuild(ctx.db);
  return row === undefined ? {} : { rebuild: toIndexRebuildMessage(row) };
}
