import { CatalogService } from "../../../proto/gen/catalog/v1/catalog_pb.js";
import { CatalogHealthService } from "../../../proto/gen/catalog/v1/health_pb.js";
import { ImportService } from "../../../proto/gen/catalog/v1/imports_pb.js";
import { InventoryService } from "../../../proto/gen/catalog/v1/inventory_pb.js";
import { PricingService } from "../../../proto/gen/catalog/v1/pricing_pb.js";
import { SearchAdminService } from "../../../proto/gen/catalog/v1/search_admin_pb.js";
import { type BoundService, bindService } from "../../kit/connect/service.ts";
import type { CatalogContext } from "../context.ts";
import { addImportLines } from "./add-import-lines.ts";
import { adjustStock } from "./adjust-stock.ts";
import { auditReservations } from "./audit-reservations.ts";
import { awaitStock } from "./await-stock.ts";
import { batchAdjustStock } from "./batch-adjust-stock.ts";
import { batchGetPriceLists } from "./batch-get-price-lists.ts";
import { batchGetProducts } from "./batch-get-products.ts";
import { batchGetPromotions } from "./batch-get-promotions.ts";
import { batchGetReservations } from "./batch-get-reservations.ts";
import { batchGetStock } from "./batch-get-stock.ts";
import { batchGetTaxRates } from "./batch-get-tax-rates.ts";
import { batchGetUnitsSold } from "./batch-get-units-sold.ts";
import { batchGetVariants } from "./batch-get-variants.ts";
import { batchListCouponCodes } from "./batch-list-coupon-codes.ts";
import { batchListPriceListPrices } from "./batch-list-price-list-prices.ts";
import { batchListProducts } from "./batch-list-products.ts";
import { batchUpdateProducts } from "./batch-update-products.ts";
import { cancelImport } from "./cancel-import.ts";
import { commit } from "./commit.ts";
import { countProducts } from "./count-products.ts";
import { createCategory } from "./create-category.ts";
import { createCouponCodes } from "./create-coupon-codes.ts";
import { createImport } from "./create-import.ts";
import { createProduct } from "./create-product.ts";
import { deleteCategory } from "./delete-category.ts";
import { deletePriceList } from "./delete-price-list.ts";
import { deleteProduct } from "./delete-product.ts";
import { deletePromotion } from "./delete-promotion.ts";
import { deleteShippingZone } from "./delete-shipping-zone.ts";
import { deleteSynonymGroup } from "./delete-synonym-group.ts";
import { deleteTaxRate } from "./delete-tax-rate.ts";
import { discardFailedChange } from "./discard-failed-change.ts";
import { getCatalogHealth } from "./get-catalog-health.ts";
import { getCategory } from "./get-category.ts";
import { getCouponCode } from "./get-coupon-code.ts";
import { getImport } from "./get-import.ts";
import { getIndexRebuild } from "./get-index-rebuild.ts";
import { getProduct } from "./get-product.ts";
import { getPromotion } from "./get-promotion.ts";
import { importProducts } from "./import-products.ts";
import { isSkuTaken } from "./is-sku-taken.ts";
import { listCategories } from "./list-categories.ts";
import { listCouponCodes } from "./list-coupon-codes.ts";
import { listFailedChanges } from "./list-failed-changes.ts";
import { listImportErrors } from "./list-import-errors.ts";
import { listImports } from "./list-imports.ts";
import { listMarkets } from "./list-markets.ts";
import { listPriceListPrices } from "./list-price-list-prices.ts";
import { listPriceLists } from "./list-price-lists.ts";
import { listProductChanges } from "./list-product-changes.ts";
import { listProducts } from "./list-products.ts";
import { listPromotions } from "./list-promotions.ts";
import { listReservations } from "./list-reservations.ts";
import { listSearchQueries } from "./list-search-queries.ts";
import { listShippingZones } from "./list-shipping-zones.ts";
import { listStock } from "./list-stock.ts";
import { listStockLedger } from "./list-stock-ledger.ts";
import { listSynonymGroups } from "./list-synonym-groups.ts";
import { listTaxClasses } from "./list-tax-classes.ts";
import { listTaxRates } from "./list-tax-rates.ts";
import { moveCategory } from "./move-category.ts";
import { quote } from "./quote.ts";
import { rebuildReservations } from "./rebuild-reservations.ts";
import { rebuildSearchIndex } from "./rebuild-search-index.ts";
import { recordSearchClick } from "./record-search-click.ts";
import { release } from "./release.ts";
import { reserve } from "./reserve.ts";
import { restock } from "./restock.ts";
import { restoreProduct } from "./restore-product.ts";
import { retryFailedChange } from "./retry-failed-change.ts";
import { saveMarket } from "./save-market.ts";
import { savePriceList } from "./save-price-list.ts";
import { savePromotion } from "./save-promotion.ts";
import { saveShippingZone } from "./save-shipping-zone.ts";
import { saveSynonymGroup } from "./save-synonym-group.ts";
import { saveTaxClass } from "./save-tax-class.ts";
import { saveTaxRate } from "./save-tax-rate.ts";
import { searchProducts } from "./search-products.ts";
import { setCouponCodeActive } from "./set-coupon-code-active.ts";
import { setLowStockThreshold } from "./set-low-stock-threshold.ts";
import { setPriceListPrices } from "./set-price-list-prices.ts";
import { setPromotionActive } from "./set-promotion-active.ts";
import { startImport } from "./start-import.ts";
import { startIndexRebuild } from "./start-index-rebuild.ts";
import { suggest } from "./suggest.ts";
import { updateCategory } from "./update-category.ts";
import { updateProduct } from "./update-product.ts";
import { watchImport } from "./watch-import.ts";
import { watchIndexRebuild } from "./watch-index-rebuild.ts";
import { watchStock } from "./watch-stock.ts";
import { watchStockLevels } from "./watch-stock-levels.ts";

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
    isSkuTaken,
    batchGetUnitsSold,
    countProducts,
    listProductChanges,
    batchUpdateProducts,
    restoreProduct,
    moveCategory,
    listFailedChanges,
    retryFailedChange,
    discardFailedChange,
  }),
  bindService(InventoryService, {
    batchGetStock,
    watchStock,
    watchStockLevels,
    awaitStock,
    adjustStock,
    reserve,
    release,
    commit,
    restock,
    rebuildReservations,
    listStock,
    listStockLedger,
    listReservations,
    batchGetReservations,
    auditReservations,
    setLowStockThreshold,
    batchAdjustStock,
  }),
  bindService(PricingService, {
    quote,
    listMarkets,
    saveMarket,
    listTaxClasses,
    saveTaxClass,
    listTaxRates,
    batchGetTaxRates,
    saveTaxRate,
    deleteTaxRate,
    listShippingZones,
    saveShippingZone,
    deleteShippingZone,
    listPriceLists,
    batchGetPriceLists,
    savePriceList,
    deletePriceList,
    listPriceListPrices,
    batchListPriceListPrices,
    setPriceListPrices,
    getPromotion,
    batchGetPromotions,
    listPromotions,
    savePromotion,
    setPromotionActive,
    deletePromotion,
    createCouponCodes,
    getCouponCode,
    listCouponCodes,
    batchListCouponCodes,
    setCouponCodeActive,
  }),
  bindService(CatalogHealthService, { getCatalogHealth }),
  bindService(SearchAdminService, {
    listSynonymGroups,
    saveSynonymGroup,
    deleteSynonymGroup,
    listSearchQueries,
    recordSearchClick,
    startIndexRebuild,
    getIndexRebuild,
    watchIndexRebuild,
  }),
  bindService(ImportService, {
    createImport,
    getImport,
    listImports,
    listImportErrors,
    cancelImport,
    watchImport,
    addImportLines,
    startImport,
  }),
];
