import { action, page, type Route } from "../server/route.ts";
import {
  categories,
  category,
  removeCategory,
  submitCategory,
  submitCategoryFields,
  submitMove,
} from "./categories.tsx";
import { cancelImport, failedLines, importEvents, importJob, imports, submitImport } from "./imports.tsx";
import { newProduct, product, removeProduct, restoreProduct, submitNewProduct, submitProduct } from "./product.tsx";
import { changeSelected, products } from "./products.tsx";
import { rebuildEvents, rebuildIndex, removeSynonyms, saveSynonyms, search } from "./search.tsx";
import { adjustSelected, adjustStock, setThreshold, stock, stockOfSku } from "./stock.tsx";

export const catalogRoutes: readonly Route[] = [
  page("/products", ["CATALOG_WRITE"], products, "Products"),
  action("/products", ["CATALOG_WRITE"], changeSelected),
  page("/products/new", ["CATALOG_WRITE"], newProduct),
  action("/products/new", ["CATALOG_WRITE"], submitNewProduct),
  page("/products/:id", ["CATALOG_WRITE"], product),
  action("/products/:id", ["CATALOG_WRITE"], submitProduct),
  action("/products/:id/delete", ["CATALOG_WRITE"], removeProduct),
  action("/products/:id/restore", ["CATALOG_WRITE"], restoreProduct),
  page("/categories", ["CATALOG_WRITE"], categories, "Categories"),
  action("/categories", ["CATALOG_WRITE"], submitCategory),
  action("/categories/move", ["CATALOG_WRITE"], submitMove),
  page("/categories/:id", ["CATALOG_WRITE"], category),
  action("/categories/:id", ["CATALOG_WRITE"], submitCategoryFields),
  action("/categories/:id/delete", ["CATALOG_WRITE"], removeCategory),
  page("/stock", ["STOCK_WRITE"], stock, "Stock"),
  action("/stock", ["STOCK_WRITE"], adjustSelected),
  page("/stock/:sku", ["STOCK_WRITE"], stockOfSku),
  action("/stock/:sku", ["STOCK_WRITE"], adjustStock),
  action("/stock/:sku/threshold", ["STOCK_WRITE"], setThreshold),
  page("/import", ["CATALOG_WRITE"], imports, "Import"),
  action("/import", ["CATALOG_WRITE"], submitImport),
  page("/import/:id", ["CATALOG_WRITE"], importJob),
  page("/import/:id/events", ["CATALOG_WRITE"], importEvents),
  page("/import/:id/failed-lines", ["CATALOG_WRITE"], failedLines),
  action("/import/:id/cancel", ["CATALOG_WRITE"], cancelImport),
  page("/search", ["CATALOG_WRITE"], search, "Search"),
  action("/search/synonyms", ["CATALOG_WRITE"], saveSynonyms),
  action("/search/synonyms/delete", ["CATALOG_WRITE"], removeSynonyms),
  action("/search/rebuild", ["CATALOG_WRITE"], rebuildIndex),
  page("/search/rebuild/:id/events", ["CATALOG_WRITE"], rebuildEvents),
];
