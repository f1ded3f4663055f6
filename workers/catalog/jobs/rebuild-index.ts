import { newId } from "../../kit/domain/ids.ts";
import { describeError, log } from "../../kit/observability/log.ts";
import type { CatalogContext } from "../context.ts";
import { ElasticsearchError } from "../search/elasticsearch/client.ts";
import { newReindex } from "../search/elasticsearch/reindex.ts";
import {
  type IndexRebuildRow,
  leaseIndexRebuild,
  releaseIndexRebuild,
  saveRebuildProgress,
} from "../store/index-rebuilds.ts";

/** Workers run deferred work for 30 s. The cron job, which runs each minute, continues a rebuild. */
const maxRunMs = 20_000;

/**
 * Continues the rebuild of the search index, if one is running and no other run continues it. Each step is stored, so the next run
 * continues after the last step, also after a crash. A step that is repeated writes the same documents.
 */
export async function continueIndexRebuild(ctx: CatalogContext): Promise<void> {
  const row = await leaseIndexRebuild(ctx.db, newId("idx", ctx.now()));
  if (row === undefined) return;
  try {
    await releaseIndexRebuild(ctx.db, row, await runSteps(ctx, row));
  } catch (error) {
    log("warn", "index rebuild failed", { traceId: ctx.trace.traceId, error: describeError(error) });
    // Another rebuild, or a person, has deleted the index that was being filled.
    const isGone = error instanceof ElasticsearchError && error.status === 404;
    await releaseIndexRebuild(ctx.backgroundDb(), row, isGone ? "aborted" : "failed");
  }
}

async function runSteps(ctx: CatalogContext, row: IndexRebuildRow): Promise<"paused" | "aborted"> {
  // The deployment no longer has a search engine.
  if (ctx.continueReindex === undefined) return "aborted";
  const deadline = ctx.now() + maxRunMs;
  let { indexName, after } = row;
  let processed = row.processedCount;
  while (ctx.now() < deadline) {
    const step = await ctx.continueReindex({ ...newReindex, index: indexName, after, written: 0 });
    ({ index: indexName, after } = step);
    // The first step writes categories.
    processed += after === "" ? 0 : step.written + step.rejected.size;
    const progress = { indexName, after, processedCount: processed, done: step.done };
    if (!(await saveRebuildProgress(ctx.db, row, progress)) || step.done) break;
  }
  return "paused";
}
