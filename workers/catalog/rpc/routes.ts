import { CatalogService } from "../../../proto/gen/catalog/v1/catalog_pb.js";
import { InventoryService } from "../../../proto/gen/catalog/v1/inventory_pb.js";
import { type BoundService, bindService } from "../../kit/connect/service.ts";
import type { CatalogContext } from "../context.ts";
import { adjustStock } from "./adjust-stock.ts";
import { batchGetProducts } from "./batch-get-products.ts";
import { batchGetStock } from "./batch-get-stock.ts";
import { batchGetVariants } from "./batch-get-variants.ts";
import { batchListProducts } from "./batch-list-products.ts";
import { commit } from "./commit.ts";
import { createCategory } from "./create-category.ts";
import { createProduct } from "./create-product.ts";
import { deleteCategory } from "./delete-category.ts";
import { deleteProduct } from "./delete-product.ts";
import { getCategory } from "./get-category.ts";
import { getProduct } from "./get-product.ts";
import { importProducts } from "./import-products.ts";
import { listCategories } from "./list-categories.ts";
import { listProducts } from "./list-products.ts";
import { rebuildSearchIndex } from "./rebuild-search-index.ts";
import { release } from "./release.ts";
import { reserve } from "./reserve.ts";
import { restock } from "./restock.ts";
import { searchProducts } from "./search-products.ts";
import { suggest } from "./suggest.ts";
import { updateCategory } from "./update-category.ts";
import { updateProduct } from "./update-product.ts";
import { watchStock } from "./watch-stock.ts";

/** The Connect services of the catalog, one function per RPC. */
export const catalogServices: readonly BoundService<CatalogContext>[] = [
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
  bindService(InventoryService, { batchGetStock, watchStock, adjustStock, reserve, release, commit, restock }),
];
