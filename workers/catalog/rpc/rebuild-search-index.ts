import { Code } from "@connectrpc/connect";
import type { RebuildSearchIndexRequest } from "../../../proto/gen/catalog/v1/catalog_pb.js";
import { Failure } from "../../kit/errors/failure.ts";
import type { CatalogContext } from "../context.ts";
import { newRebuild } from "../search/elasticsearch/rebuild.ts";

export async function rebuildSearchIndex(request: RebuildSearchIndexRequest, ctx: CatalogContext) {
  if (ctx.rebuild === undefined) {
    throw new Failure(
      Code.FailedPrecondition,
      "NO_SEARCH_ENGINE",
      "this shop searches in its database: there is no index",
    );
  }
  const { index, after, written } = request;
  const step = await ctx.rebuild({ ...newRebuild, index, after, written });
  return { ...step, refused: [...step.refused].map(([id, why]) => ({ id, why })) };
}
