import { tracing } from "cloudflare:workers";
import { createBackgroundCall } from "../kit/connect/background-call.ts";
import { serveConnect } from "../kit/connect/server.ts";
import { runCronTasks } from "../kit/observability/cron.ts";
import { setPlatformTracing } from "../kit/observability/platform-tracing.ts";
import { createBatchSpan, runBatch } from "../kit/observability/queue-batch.ts";
import { withReadiness } from "../kit/observability/readiness.ts";
import { setServiceName } from "../kit/observability/resource.ts";
import type { Trace } from "../kit/observability/trace.ts";
import { pingDatabase } from "../kit/storage/postgres.ts";
import { readConfig } from "./config.ts";
import { type CatalogContext, createContext } from "./context.ts";
import { expireReservations } from "./jobs/expire-reservations.ts";
import { measureBacklog } from "./jobs/measure-backlog.ts";
import { continueIndexRebuild } from "./jobs/rebuild-index.ts";
import { continueImports } from "./jobs/run-imports.ts";
import { relay, scheduleRelay } from "./outbox/relay.ts";
import { handleOrderEvents } from "./queue/order-events.ts";
import { catalogServices } from "./rpc/routes.ts";
import { createElasticsearchClient, pingElasticsearch } from "./search/elasticsearch/client.ts";
import { deleteOldAwaitedSkus } from "./store/awaited-skus.ts";
import { deleteOldImports } from "./store/imports.ts";
import { deleteOldProductChanges } from "./store/product-changes.ts";
import { deleteOldPositions } from "./store/product-lists.ts";
import { deleteOldQueries } from "./store/search-queries.ts";
import { deleteOldEventIds } from "./store/units-sold.ts";

setServiceName("catalog");
setPlatformTracing(tracing);

const serve = serveConnect<Env, CatalogContext>({
  services: catalogServices.map(scheduleRelay),
  identityVerifier: (env) => readConfig(env).identityVerifier,
  context: createContext,
});

export default {
  fetch: withReadiness(serve, (env) => {
    const { database, elasticsearchUrl, searchIndex } = readConfig(env);
    const client =
      elasticsearchUrl === undefined ? undefined : createElasticsearchClient(elasticsearchUrl, searchIndex);
    return {
      postgres: { check: (signal) => pingDatabase(database, signal), whenDown: "down" },
      ...(client && { elasticsearch: { check: (signal) => pingElasticsearch(client, signal), whenDown: "degraded" } }),
    };
  }),

  async scheduled({ cron }, env, execution) {
    const ctx = createBackgroundContext(env, execution);
    await runCronTasks(
      { cron, trace: ctx.trace },
      {
        "expire reservations": () => expireReservations(ctx),
        "delete old list positions": () => deleteOldPositions(ctx.db),
        "delete old product changes": () => deleteOldProductChanges(ctx.db),
        "delete old event ids": () => deleteOldEventIds(ctx.db),
        "delete old search queries": () => deleteOldQueries(ctx.db),
        "delete old awaited SKUs": () => deleteOldAwaitedSkus(ctx.db),
        "import products": () => continueImports(ctx),
        "delete old imports": () => deleteOldImports(ctx.db),
        "rebuild search index": () => continueIndexRebuild(ctx),
        "relay outbox": () => relay(ctx),
        "measure backlog": () => measureBacklog(ctx),
      },
    );
  },

  async queue(batch, env, execution) {
    const trace = createBatchSpan(batch.messages);
    const ctx = createBackgroundContext(env, execution, trace);
    await runBatch(batch, trace, () => handleOrderEvents(ctx, batch, env.DEAD_ORDER_FACTS));
    await relay(ctx);
  },
} satisfies ExportedHandler<Env>;

/** Creates the context for cron triggers and queue batches. */
function createBackgroundContext(env: Env, execution: ExecutionContext, trace?: Trace): CatalogContext {
  return createContext(env, createBackgroundCall("catalog", execution, trace));
}
