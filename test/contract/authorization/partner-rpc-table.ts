import type { World } from "./fixtures.ts";

/** One method, as each token meets it at the door for partners. */
export interface DoorRow {
  readonly request?: (world: World) => object;
  /** A letter a caller: Allowed, Hidden (there is no such method), Unauthenticated, Forbidden. */
  readonly expected: string;
}

/** Who calls, in the order of the columns: nobody, an administrator with an access token, and a token for each scope. */
export const scopes = [
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

/** What a method is like that is not in the table. */
export const notThere: DoorRow = { expected: "UUHHHHHHH" };

/** Every method that is there for partners. No other is. */
export const doors: Readonly<Record<string, DoorRow>> = {
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
    request: ({ orderId }) => ({ orderId, idempotencyKey: "matrix of doors" }),
    expected: "UUFFFFAFF",
  },
  "stoa.order.v1.OrderService/MarkDelivered": {
    request: ({ orderId }) => ({ orderId }),
    expected: "UUFFFFAFF",
  },
  "stoa.order.v1.OrderService/CancelOrder": {
    request: ({ orderId }) => ({ orderId, idempotencyKey: "matrix of doors" }),
    expected: "UUFFFFFAF",
  },
  "stoa.order.v1.OrderService/RefundOrder": {
    request: ({ orderId }) => ({ orderId, reason: "matrix", idempotencyKey: "matrix of doors" }),
    expected: "UUFFFFFAF",
  },
};
