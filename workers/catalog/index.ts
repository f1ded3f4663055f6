import { CatalogService } from "../../proto/gen/catalog/v1/catalog_pb.js";
import { InventoryService } from "../../proto/gen/catalog/v1/inventory_pb.js";
import { systemClock } from "../kit/clock.ts";
import { serveConnect } from "../kit/connect/server.ts";
import { bindService } from "../kit/connect/service.ts";
import { readinessResponse } from "../kit/observability/readiness.ts";
import { continueTrace } from "../kit/observability/trace.ts";
import { pingDatabase } from "../kit/storage/postgres.ts";
import { readConfig } from "./config.ts";
import { type CatalogContext, openContext } from "./context.ts";
import { expireReservations } from "./jobs/expire-reservations.ts";
import { relay, scheduleRelay } from "./outbox/relay.ts";
import { handleOrderEvents } from "./queue/order-events.ts";
import { adjustStock } from "./rpc/adjust-stock.ts";
import { batchGetProducts } from "./rpc/batch-get-products.ts";
import { batchGetStock } from "./rpc/batch-get-stock.ts";
import { batchGetVariants } from "./rpc/batch-get-variants.ts";
import { batchListProducts } from "./rpc/batch-list-products.ts";
import { commit } from "./rpc/commit.ts";
import { createCategory } from "./rpc/create-category.ts";
import { createProduct } from "./rpc/create-product.ts";
import { deleteCategory } from "./rpc/delete-category.ts";
import { deleteProduct } from "./rpc/delete-product.ts";
import { getCategory } from "./rpc/get-category.ts";
import { getProduct } from "./rpc/get-product.ts";
import { importProducts } from "./rpc/import-products.ts";
import { listCategories } from "./rpc/list-categories.ts";
import { listProducts } from "./rpc/list-products.ts";
import { rebuildSearchIndex } from "./rpc/rebuild-search-index.ts";
import { release } from "./rpc/release.ts";
import { reserve } from "./rpc/reserve.ts";
import { restock } from "./rpc/restock.ts";
import { searchProducts } from "./rpc/search-products.ts";
import { suggest } from "./rpc/suggest.ts";
import { updateCategory } from "./rpc/update-category.ts";
import { updateProduct } from "./rpc/update-product.ts";
import { watchStock } from "./rpc/watch-stock.ts";
import { openElasticsearch, pingElasticsearch } from "./search/elasticsearch/client.ts";
import { deleteOldPositions } from "./store/product-lists.ts";
import { forgetFacts } from "./store/units-sold.ts";

const serve = serveConnect<Env, ReturnType<typeof openContext>>({
  name: "catalog",
  services: [
    scheduleRelay(
      bindService(CatalogService, {
        getProduct,
        batchGetProducts,
        batchGetVariants,
        listProducts,
        batchListProducts,
        searchProducts,
        suggest,
        rebuildSearchIndex,
        createProduct,
        updateProduct,
        deleteProduct,
        importProducts,
        getCategory,
        listCategories,
        createCategory,
        updateCategory,
        deleteCategory,
      }),
    ),
    scheduleRelay(
      bindService(InventoryService, { batchGetStock, watchStock, adjustStock, reserve, release, commit, restock }),
    ),
  ],
  identityKey: (env) => readConfig(env).identityKey,
  context: openContext,
});

export default {
  fetch(request, env, execution) {
    if (request.url.endsWith("/ready")) {
      const { database, elasticsearch, searchIndex } = readConfig(env);
      const engine = elasticsearch === undefined ? undefined : openElasticsearch(elasticsearch, searchIndex);
      return readinessResponse({
        postgres: { ask: (signal) => pingDatabase(database, signal), without: "away" },
        ...(engine && { elasticsearch: { ask: (signal) => pingElasticsearch(engine, signal), without: "degraded" } }),
      });
    }
    return serve(request, env, execution);
  },

  async scheduled(_event, env, execution) {
    const ctx = openOwnContext(env, execution);
    await Promise.all([expireReservations(ctx), deleteOldPositions(ctx.db), forgetFacts(ctx.db), relay(ctx)]);
  },

  async queue(batch, env, execution) {
    const ctx = openOwnContext(env, execution);
    await handleOrderEvents(ctx, batch, env.DEAD_ORDER_FACTS);
    await relay(ctx);
  },
} satisfies ExportedHandler<Env>;

/** For work that no request has begun. */
function openOwnContext(env: Env, execution: ExecutionContext): CatalogContext {
  return openContext(env, {
    identity: { roles: [], service: "catalog" },
    trace: continueTrace(undefined),
    signal: AbortSignal.timeout(25_000),
    now: systemClock,
    defer: (work) => execution.waitUntil(work),
  });
}
