import type { Fixtures } from "./fixtures.ts";

/** The expected authorization of one method at `/rpc`. */
export interface PartnerMethodRow {
  readonly request?: (fixtures: Fixtures) => object;
  /** One character per caller: Allowed, Hidden (unknown method), Unauthenticated, Forbidden. */
  readonly expected: string;
}

/** Columns: anonymous, an administrator with an access token, and one API token per scope. */
export const tokenScopes = [
  "CATALOG_READ",
  "CATALOG_WRITE",
  "STOCK_WRITE",
  "ORDER_READ",
  "ORDER_FULFIL",
  "ORDER_REFUND",
  "STOREFRONT",
  "PRICING_WRITE",
] as const;

const catalogRead = { expected: "UUAFFFFFFF" };
const catalogWrite = { expected: "UUFAFFFFFF" };
const pricing = { expected: "UUFFFFFFFA" };

/** The row of every method that the table does not contain. */
export const notExposed: PartnerMethodRow = { expected: "UUHHHHHHHH" };

/** All methods that partners can call. */
export const partnerMethods: Readonly<Record<string, PartnerMethodRow>> = {
  "stoa.catalog.v1.CatalogService/GetProduct": { request: () => ({ slug: "thing" }), expected: "UUAFFFFFFF" },
  "stoa.catalog.v1.CatalogService/BatchGetProducts": catalogRead,
  "stoa.catalog.v1.CatalogService/BatchGetVariants": catalogRead,
  "stoa.catalog.v1.CatalogService/ListProducts": catalogRead,
  "stoa.catalog.v1.CatalogService/BatchListProducts": catalogRead,
  "stoa.catalog.v1.CatalogService/SearchProducts": catalogRead,
  "stoa.catalog.v1.CatalogService/GetCategory": catalogRead,
  "stoa.catalog.v1.CatalogService/ListCategories": catalogRead,
  "stoa.catalog.v1.CatalogService/CreateProduct": catalogWrite,
  "stoa.catalog.v1.CatalogService/UpdateProduct": catalogWrite,
  "stoa.catalog.v1.CatalogService/DeleteProduct": catalogWrite,
  "stoa.catalog.v1.CatalogService/ImportProducts": catalogWrite,
  "stoa.catalog.v1.CatalogService/CreateCategory": catalogWrite,
  "stoa.catalog.v1.CatalogService/UpdateCategory": catalogWrite,
  "stoa.catalog.v1.CatalogService/DeleteCategory": catalogWrite,
  "stoa.catalog.v1.InventoryService/BatchGetStock": catalogRead,
  "stoa.catalog.v1.InventoryService/AdjustStock": { expected: "UUFFAFFFFF" },
  "stoa.order.v1.OrderService/GetOrder": { request: ({ orderId: id }) => ({ id }), expected: "UUFFFAFFFF" },
  "stoa.order.v1.OrderService/ListAllOrders": { expected: "UUFFFAFFFF" },
  "stoa.order.v1.OrderService/FulfilOrder": {
    request: ({ orderId }) => ({ orderId, idempotencyKey: "matrix of partners" }),
    expected: "UUFFFFAFFF",
  },
  "stoa.order.v1.OrderService/MarkDelivered": {
    request: ({ orderId }) => ({ orderId }),
    expected: "UUFFFFAFFF",
  },
  "stoa.order.v1.OrderService/CancelOrder": {
    request: ({ orderId }) => ({ orderId, idempotencyKey: "matrix of partners" }),
    expected: "UUFFFFFAFF",
  },
  "stoa.order.v1.OrderService/RefundOrder": {
    request: ({ orderId }) => ({ orderId, reason: "matrix", idempotencyKey: "matrix of partners" }),
    expected: "UUFFFFFAFF",
  },
  "stoa.catalog.v1.PricingService/ListMarkets": pricing,
  "stoa.catalog.v1.PricingService/SaveMarket": pricing,
  "stoa.catalog.v1.PricingService/ListTaxClasses": pricing,
  "stoa.catalog.v1.PricingService/SaveTaxClass": pricing,
  "stoa.catalog.v1.PricingService/ListTaxRates": pricing,
  "stoa.catalog.v1.PricingService/BatchGetTaxRates": pricing,
  "stoa.catalog.v1.PricingService/SaveTaxRate": pricing,
  "stoa.catalog.v1.PricingService/DeleteTaxRate": pricing,
  "stoa.catalog.v1.PricingService/ListShippingZones": pricing,
  "stoa.catalog.v1.PricingService/SaveShippingZone": pricing,
  "stoa.catalog.v1.PricingService/DeleteShippingZone": pricing,
  "stoa.catalog.v1.PricingService/ListPriceLists": pricing,
  "stoa.catalog.v1.PricingService/BatchGetPriceLists": pricing,
  "stoa.catalog.v1.PricingService/SavePriceList": pricing,
  "stoa.catalog.v1.PricingService/DeletePriceList": pricing,
  "stoa.catalog.v1.PricingService/ListPriceListPrices": pricing,
  "stoa.catalog.v1.PricingService/SetPriceListPrices": pricing,
  "stoa.catalog.v1.PricingService/GetPromotion": pricing,
  "stoa.catalog.v1.PricingService/BatchGetPromotions": pricing,
  "stoa.catalog.v1.PricingService/ListPromotions": pricing,
  "stoa.catalog.v1.PricingService/SavePromotion": pricing,
  "stoa.catalog.v1.PricingService/SetPromotionActive": pricing,
  "stoa.catalog.v1.PricingService/DeletePromotion": pricing,
  "stoa.catalog.v1.PricingService/CreateCouponCodes": pricing,
  "stoa.catalog.v1.PricingService/GetCouponCode": pricing,
  "stoa.catalog.v1.PricingService/ListCouponCodes": pricing,
  "stoa.catalog.v1.PricingService/SetCouponCodeActive": pricing,
};
