import type { StartIndexRebuildRequest } from "../../../proto/gen/catalog/v1/search_admin_pb.js";
import { newId } from "../../kit/domain/ids.ts";
import type { CatalogContext } from "../context.ts";
import { continueIndexRebuild } from "../jobs/rebuild-index.ts";
import { startIndexRebuild as start } from "../store/index-rebuilds.ts";
import { toIndexRebuildMessage } from "./shared/search-admin-messages.ts";
import { requireSearchEngine } from "./shared/search-engine.ts";

export async function startIndexRebuild(_request: StartIndexRebuildRequest, ctx: CatalogContext) {
  requireSearchEngine(ctx);
  const rebuild = await start(ctx.db, newId("idx", ctx.now()));
  ctx.defer(continueIndexRebuild(ctx.background()));
  return { rebuild: toIndexRebuildMessage(rebuild) };
}
