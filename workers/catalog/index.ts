import { createBackgroundCall } from "../kit/connect/background-call.ts";
import { serveConnect } from "../kit/connect/server.ts";
import { runCronTasks } from "../kit/observability/cron.ts";
import { withReadiness } from "../kit/observability/readiness.ts";
import { pingDatabase } from "../kit/storage/postgres.ts";
import { readConfig } from "./config.ts";
import { type CatalogContext, createContext } from "./context.ts";
import { expireReservations } from "./jobs/expire-reservations.ts";
import { relay, scheduleRelay } from "./outbox/relay.ts";
import { handleOrderEvents } from "./queue/order-events.ts";
import { catalogServices } from "./rpc/routes.ts";
import { createElasticsearchClient, pingElasticsearch } from "./search/elasticsearch/client.ts";
import { deleteOldPositions } from "./store/product-lists.ts";
import { deleteOldEventIds } from "./store/units-sold.ts";

const serve = serveConnect<Env, CatalogContext>({
  name: "catalog",
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

  async scheduled(_event, env, execution) {
    const ctx = createBackgroundContext(env, execution);
    await runCronTasks("catalog", {
      "expire reservations": () => expireReservations(ctx),
      "delete old list positions": () => deleteOldPositions(ctx.db),
      "delete old event ids": () => deleteOldEventIds(ctx.db),
      "relay outbox": () => relay(ctx),
    });
  },

  async queue(batch, env, execution) {
    const ctx = createBackgroundContext(env, execution);
    await handleOrderEvents(ctx, batch, env.DEAD_ORDER_FACTS);
    await relay(ctx);
  },
} satisfies ExportedHandler<Env>;

/** Creates the context for cron triggers and queue batches. */
function createBackgroundContext(env: Env, execution: ExecutionContext): CatalogContext {
  return createContext(env, createBackgroundCall("catalog", execution));
}
