import { CatalogService } from "../../proto/gen/catalog/v1/catalog_pb.js";
import { InventoryService } from "../../proto/gen/catalog/v1/inventory_pb.js";
import { systemClock } from "../kit/clock.ts";
import { serveConnect } from "../kit/connect-server.ts";
import { pingDatabase } from "../kit/postgres.ts";
import { readiness } from "../kit/readiness.ts";
import { bindService } from "../kit/service.ts";
import { continueTrace } from "../kit/trace.ts";
import { readConfig } from "./config.ts";
import { openContext } from "./context.ts";
import { adjustStock } from "./rpc/adjust-stock.ts";
import { batchGetProducts } from "./rpc/batch-get-products.ts";
import { batchGetStock } from "./rpc/batch-get-stock.ts";
import { batchGetVariants } from "./rpc/batch-get-variants.ts";
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
import { release } from "./rpc/release.ts";
import { reserve } from "./rpc/reserve.ts";
import { restock } from "./rpc/restock.ts";
import { searchProducts } from "./rpc/search-products.ts";
import { updateCategory } from "./rpc/update-category.ts";
import { updateProduct } from "./rpc/update-product.ts";
import { sweepExpiredHolds } from "./sweep.ts";

const serve = serveConnect<Env, ReturnType<typeof openContext>>({
  name: "catalog",
  services: [
    bindService(CatalogService, {
      getProduct,
      batchGetProducts,
      batchGetVariants,
      listProducts,
      searchProducts,
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
    bindService(InventoryService, { batchGetStock, adjustStock, reserve, release, commit, restock }),
  ],
  identityKey: (env) => readConfig(env).identityKey,
  context: openContext,
});

export default {
  fetch(request, env, execution) {
    if (request.url.endsWith("/ready")) {
      return readiness({ postgres: (signal) => pingDatabase(readConfig(env).database, signal) });
    }
    return serve(request, env, execution);
  },

  async scheduled(_event, env, execution) {
    const ctx = openContext(env, {
      identity: { roles: [], service: "catalog" },
      trace: continueTrace(undefined),
      signal: AbortSignal.timeout(25_000),
      now: systemClock,
      defer: (work) => execution.waitUntil(work),
    });
    await sweepExpiredHolds(ctx);
  },
} satisfies ExportedHandler<Env>;
