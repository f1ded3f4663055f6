import type { RebuildSearchIndexRequest } from "../../../proto/gen/catalog/v1/catalog_pb.js";
import type { CatalogContext } from "../context.ts";
import { newReindex } from "../search/elasticsearch/reindex.ts";
import { requireSearchEngine } from "./shared/search-engine.ts";

export async function rebuildSearchIndex(request: RebuildSearchIndexRequest, ctx: CatalogContext) {
  const continueReindex = requireSearchEngine(ctx);
  const { index, after, written } = request;
  const { rejected, ...progress } = await continueReindex({ ...newReindex, index, after, written });
  return { ...progress, refused: [...rejected].map(([id, why]) => ({ id, why })) };
}
