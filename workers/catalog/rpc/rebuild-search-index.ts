import { Code } from "@connectrpc/connect";
import type { RebuildSearchIndexRequest } from "../../../proto/gen/catalog/v1/catalog_pb.js";
import { Failure } from "../../kit/errors/failure.ts";
import type { CatalogContext } from "../context.ts";
import { newReindex } from "../search/elasticsearch/reindex.ts";

export async function rebuildSearchIndex(request: RebuildSearchIndexRequest, ctx: CatalogContext) {
  if (ctx.continueReindex === undefined) {
    throw new Failure(
      Code.FailedPrecondition,
      "NO_SEARCH_ENGINE",
      "This deployment searches in Postgres and has no search index",
    );
  }
  const { index, after, written } = request;
  const { rejected, ...progress } = await ctx.continueReindex({ ...newReindex, index, after, written });
  return { ...progress, refused: [...rejected].map(([id, why]) => ({ id, why })) };
}
