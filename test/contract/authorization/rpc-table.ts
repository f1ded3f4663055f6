import type { World } from "./fixtures.ts";

/** One method of a service, as each caller meets it when they reach the service itself. */
export interface MethodRow {
  readonly request?: (world: World) => object;
  /** Whether an answer shows what was asked for; every answer does unless it says otherwise. */
  readonly shows?: (response: Readonly<Record<string, unknown>>) => boolean;
  /** A letter a caller, as in the table of operations; the last is another Worker. */
  readonly expected: string;
}

const nothing = (prefix: string) => `${prefix}_${"0".repeat(26)}`;
const some = (list: string) => (response: Readonly<Record<string, unknown>>) =>
  (response[list] as unknown[]).length > 0;
const address = { name: "N", line1: "L", city: "C", postalCode: "1", countryCode: "NL" };

const everybody = { expected: "AAAAAAAA" };
const signedIn = { expected: "UAAAAAAU" };
const workers = { expected: "UFFFFFFA" };
const administrators = "UFFFFAFU";

/** Columns: anonymous, guest, other customer, support, catalog manager, admin, owner, another Worker. */
export const methods: Readonly<Record<string, MethodRow>> = {
  "stoa.account.v1.AccountService/CreateUser": everybody,
  "stoa.account.v1.AccountService/AuthenticateUser": everybody,
  "stoa.account.v1.AccountService/StartGuestSession": everybody,
  "stoa.account.v1.AccountService/RefreshSession": everybody,
  "stoa.account.v1.AccountService/RequestPasswordReset": everybody,
  "stoa.account.v1.AccountService/ResetPassword": everybody,
  "stoa.account.v1.AccountService/VerifyEmail": everybody,
  "stoa.account.v1.AccountService/GetSigningKeys": everybody,
  "stoa.account.v1.AccountService/RevokeSession": signedIn,
  "stoa.account.v1.AccountService/RevokeAllSessions": signedIn,
  "stoa.account.v1.AccountService/ListSessions": signedIn,
  "stoa.account.v1.AccountService/ChangePassword": signedIn,
  "stoa.account.v1.AccountService/RequestEmailVerification": signedIn,
  "stoa.account.v1.AccountService/UpdateUser": signedIn,
  "stoa.account.v1.AccountService/DeleteUser": { request: () => ({ password: "x" }), expected: "UAAAAAAU" },
  "stoa.account.v1.AccountService/SaveAddress": {
    request: ({ addressIds: [id] }) => ({ address: { ...address, id } }),
    expected: "UHHHHHAU",
  },
  "stoa.account.v1.AccountService/DeleteAddress": {
    request: ({ addressIds: [, , id] }) => ({ id }),
    expected: "UHHHHHAU",
  },
  "stoa.account.v1.AccountService/GetUser": { request: ({ ownerId: id }) => ({ id }), expected: "UHHAHAAU" },
  "stoa.account.v1.AccountService/BatchGetUsers": {
    request: ({ ownerId }) => ({ ids: [ownerId] }),
    shows: some("users"),
    expected: "UHHAHAAU",
  },
  "stoa.account.v1.AccountService/ListUsers": { expected: "UFFAFAFU" },
  "stoa.account.v1.AccountService/SetUserRoles": { expected: administrators },
  "stoa.account.v1.AccountService/SetUserDisabled": {
    request: ({ victimId: userId }) => ({ userId, disabled: true }),
    expected: administrators,
  },
  "stoa.account.v1.AccountService/ListSecurityEvents": { expected: administrators },
  "stoa.account.v1.AccountService/CreateApiToken": { expected: administrators },
  "stoa.account.v1.AccountService/ListApiTokens": { expected: administrators },
  "stoa.account.v1.AccountService/RevokeApiToken": { request: () => ({ id: nothing("tok") }), expected: "UFFFFHFU" },
  "stoa.account.v1.AccountService/IdentifyApiToken": { expected: "UFFFFFFH" },

  "stoa.catalog.v1.CatalogService/GetProduct": {
    request: () => ({ key: { case: "slug", value: "thing" } }),
    expected: "AAAAAAAA",
  },
  "stoa.catalog.v1.CatalogService/BatchGetProducts": everybody,
  "stoa.catalog.v1.CatalogService/BatchGetVariants": everybody,
  "stoa.catalog.v1.CatalogService/ListProducts": everybody,
  "stoa.catalog.v1.CatalogService/BatchListProducts": everybody,
  "stoa.catalog.v1.CatalogService/SearchProducts": everybody,
  "stoa.catalog.v1.CatalogService/GetCategory": {
    request: () => ({ key: { case: "slug", value: "tests-things" } }),
    expected: "AAAAAAAA",
  },
  "stoa.catalog.v1.CatalogService/ListCategories": everybody,
  "stoa.catalog.v1.CatalogService/Suggest": { request: () => ({ prefix: "pro" }), ...everybody },
  "stoa.catalog.v1.CatalogService/RebuildSearchIndex": { expected: "UFFFAAFU" },
  "stoa.catalog.v1.CatalogService/CreateProduct": { expected: "UFFFAAFU" },
  "stoa.catalog.v1.CatalogService/UpdateProduct": { expected: "UFFFAAFU" },
  "stoa.catalog.v1.CatalogService/DeleteProduct": { request: () => ({ id: nothing("prd") }), expected: "UFFFHHFU" },
  "stoa.catalog.v1.CatalogService/ImportProducts": { expected: "UFFFAAFU" },
  "stoa.catalog.v1.CatalogService/CreateCategory": { expected: "UFFFAAFU" },
  "stoa.catalog.v1.CatalogService/UpdateCategory": { expected: "UFFFHHFU" },
  "stoa.catalog.v1.CatalogService/DeleteCategory": { request: () => ({ id: nothing("cat") }), expected: "UFFFHHFU" },
  "stoa.catalog.v1.InventoryService/BatchGetStock": everybody,
  "stoa.catalog.v1.InventoryService/WatchStock": { request: () => ({ sku: "THING" }), expected: "AAAAAAAA" },
  "stoa.catalog.v1.InventoryService/AdjustStock": { expected: "UFFFAAFU" },
  "stoa.catalog.v1.InventoryService/Reserve": workers,
  "stoa.catalog.v1.InventoryService/Release": workers,
  "stoa.catalog.v1.InventoryService/Commit": workers,
  "stoa.catalog.v1.InventoryService/Restock": workers,

  "stoa.order.v1.OrderService/CreateCart": signedIn,
  "stoa.order.v1.OrderService/SetCartLine": {
    request: ({ secondCartId: cartId }) => ({ cartId, sku: "THING", quantity: 2 }),
    expected: "UHHHHHAU",
  },
  "stoa.order.v1.OrderService/PlaceOrder": {
    request: ({ secondCartId: cartId }) => ({
      cartId,
      idempotencyKey: "matrix of methods",
      paymentMethod: "pm_card_visa",
      shippingAddress: address,
    }),
    expected: "UHHHHHAU",
  },
  "stoa.order.v1.OrderService/CancelOrder": {
    request: ({ thirdCartId: orderId }) => ({ orderId, idempotencyKey: "matrix of methods" }),
    expected: "UHHAHAAU",
  },
  "stoa.order.v1.OrderService/GetOrder": { request: ({ orderId: id }) => ({ id }), expected: "UHHAHAAU" },
  "stoa.order.v1.OrderService/WatchOrder": { request: ({ orderId }) => ({ orderId }), expected: "UHHAHAAU" },
  "stoa.order.v1.OrderService/ListOrders": signedIn,
  "stoa.order.v1.OrderService/ListAllOrders": { expected: "UFFAFAFU" },
  "stoa.order.v1.OrderService/RefundOrder": { expected: "UFFAFAFU" },
  "stoa.order.v1.OrderService/FulfilOrder": { request: () => ({ idempotencyKey: "k" }), expected: "UFFHFHFU" },
  "stoa.order.v1.OrderService/MarkDelivered": { expected: "UFFHFHFU" },
  "stoa.order.v1.OrderService/ResolveOrder": { expected: "UFFAFAFU" },
  "stoa.order.v1.OrderService/RebuildOrders": { expected: "UFFAFAFU" },
  "stoa.order.v1.OrderService/ListDeadFacts": { expected: "UFFAFAFU" },
  "stoa.order.v1.OrderService/ReplayDeadFact": { request: () => ({ id: "none" }), expected: "UFFHFHFU" },
  "stoa.order.v1.OrderService/ResumePayment": {
    request: ({ orderId }) => ({ orderId }),
    expected: "UHHAHAAU",
  },
  "stoa.order.v1.OrderService/ReceivePaymentEvent": everybody,
  "stoa.order.v1.OrderService/GetReservationState": workers,
  "stoa.order.v1.OrderService/MoveOrders": workers,
  "stoa.order.v1.OrderService/ErasePersonalData": workers,
};
