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
] as const;

const catalogRead = { expected: "UUAFFFFFF" };
const catalogWrite = { expected: "UUFAFFFFF" };

/** The row of every method that the table does not contain. */
export const notExposed: PartnerMethodRow = { expected: "UUHHHHHHH" };

/** All methods that partners can call. */
export const partnerMethods: Readonly<Record<string, PartnerMethodRow>> = {
  "stoa.catalog.v1.CatalogService/GetProduct": { request: () => ({ slug: "thing" }), expected: "UUAFFFFFF" },
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
  "stoa.catalog.v1.InventoryService/AdjustStock": { expected: "UUFFAFFFF" },
  "stoa.order.v1.OrderService/GetOrder": { request: ({ orderId: id }) => ({ id }), expected: "UUFFFAFFF" },
  "stoa.order.v1.OrderService/ListAllOrders": { expected: "UUFFFAFFF" },
  "stoa.order.v1.OrderService/FulfilOrder": {
    request: ({ orderId }) => ({ orderId, idempotencyKey: "matrix of partners" }),
    expected: "UUFFFFAFF",
  },
  "stoa.order.v1.OrderService/MarkDelivered": {
    request: ({ orderId }) => ({ orderId }),
    expected: "UUFFFFAFF",
  },
  "stoa.order.v1.OrderService/CancelOrder": {
    request: ({ orderId }) => ({ orderId, idempotencyKey: "matrix of partners" }),
    expected: "UUFFFFFAF",
  },
  "stoa.order.v1.OrderService/RefundOrder": {
    request: ({ orderId }) => ({ orderId, reason: "matrix", idempotencyKey: "matrix of partners" }),
    expected: "UUFFFFFAF",
  },
};
