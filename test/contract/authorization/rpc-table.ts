import { OrderAction_Type } from "../../../proto/gen/order/v1/order_pb.js";
import type { Fixtures } from "./fixtures.ts";

/** The expected authorization of one RPC method, called at the service itself. */
export interface MethodRow {
  readonly request?: (fixtures: Fixtures) => object;
  /** Returns whether a response contains the requested object. Every response does when this is absent. */
  readonly isShown?: (response: Readonly<Record<string, unknown>>) => boolean;
  /** One character per caller, as in the table of operations. The last caller is another Worker. */
  readonly expected: string;
}

const unknownId = (prefix: string) => `${prefix}_${"0".repeat(26)}`;
const hasItems = (list: string) => (response: Readonly<Record<string, unknown>>) =>
  (response[list] as unknown[]).length > 0;
const address = { name: "N", line1: "L", city: "C", postalCode: "1", countryCode: "NL" };

const everyone = { expected: "AAAAAAAA" };
const signedIn = { expected: "UAAAAAAU" };
const workersOnly = { expected: "UFFFFFFA" };
const adminsOnly = "UFFFFAFU";

/** Columns: anonymous, guest, other customer, support, catalog manager, admin, owner, another Worker. */
export const methods: Readonly<Record<string, MethodRow>> = {
  "stoa.account.v1.AccountService/CreateUser": everyone,
  "stoa.account.v1.AccountService/AuthenticateUser": everyone,
  "stoa.account.v1.AccountService/StartGuestSession": everyone,
  "stoa.account.v1.AccountService/RefreshSession": everyone,
  "stoa.account.v1.AccountService/RequestPasswordReset": everyone,
  "stoa.account.v1.AccountService/ResetPassword": everyone,
  "stoa.account.v1.AccountService/UndoEmailChange": everyone,
  "stoa.account.v1.AccountService/VerifyEmail": everyone,
  "stoa.account.v1.AccountService/GetContactEmail": workersOnly,
  "stoa.account.v1.AccountService/GetSigningKeys": everyone,
  "stoa.account.v1.AccountService/RevokeSession": signedIn,
  "stoa.account.v1.AccountService/RevokeAllSessions": signedIn,
  "stoa.account.v1.AccountService/ConfirmPassword": signedIn,
  "stoa.account.v1.AccountService/ListSessions": signedIn,
  "stoa.account.v1.AccountService/ChangePassword": signedIn,
  "stoa.account.v1.AccountService/RequestEmailVerification": signedIn,
  "stoa.account.v1.AccountService/UpdateUser": signedIn,
  "stoa.account.v1.AccountService/SetTaxId": { request: () => ({ taxId: "x" }), expected: "UAAAAAAU" },
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
    isShown: hasItems("users"),
    expected: "UHHAHAAU",
  },
  "stoa.account.v1.AccountService/ListUsers": { expected: "UFFAFAFU" },
  "stoa.account.v1.AccountService/CountUsers": { expected: "UFFAFAFU" },
  "stoa.account.v1.AccountService/InviteUser": { expected: adminsOnly },
  "stoa.account.v1.AccountService/BatchGetLastSignIns": {
    request: ({ ownerId }) => ({ userIds: [ownerId] }),
    isShown: hasItems("lastSignIns"),
    expected: "UHHHHAAU",
  },
  "stoa.account.v1.FailedTaskService/ListFailedTasks": { expected: adminsOnly },
  "stoa.account.v1.FailedTaskService/RetryFailedTask": { expected: "UFFFFHFU" },
  "stoa.account.v1.FailedTaskService/DiscardFailedTask": { expected: "UFFFFHFU" },
  "stoa.account.v1.FailedTaskService/RecordDiscardedJob": { expected: "UFFAAAFU" },
  "stoa.order.v1.OpenDeadLetterService/ListOpenDeadLetters": { expected: "UFFAFAFU" },
  "stoa.order.v1.OpenDeadLetterService/RetryDeadLetter": { expected: "UFFHFHFU" },
  "stoa.order.v1.OpenDeadLetterService/DiscardDeadLetter": { expected: "UFFHFHFU" },
  "stoa.catalog.v1.CatalogHealthService/GetCatalogHealth": { expected: "UFFAAAFU" },
  "stoa.order.v1.AccountOrdersService/ListBuyers": workersOnly,
  "stoa.order.v1.AccountOrdersService/BatchGetOrderTotals": {
    request: ({ ownerId }) => ({ accountIds: [ownerId] }),
    isShown: hasItems("totals"),
    expected: "UHHAHAAU",
  },
  "stoa.account.v1.AccountService/SetUserRoles": { expected: adminsOnly },
  "stoa.account.v1.AccountService/SetUserDisabled": {
    request: ({ unusedAccountId: userId }) => ({ userId, disabled: true }),
    expected: adminsOnly,
  },
  "stoa.account.v1.AccountService/ListCustomerGroups": { expected: "UFFAAAFU" },
  "stoa.account.v1.AccountService/CreateCustomerGroup": { expected: "UFFAAAFU" },
  "stoa.account.v1.AccountService/UpdateCustomerGroup": {
    request: () => ({ id: unknownId("grp") }),
    expected: "UFFHHHFU",
  },
  "stoa.account.v1.AccountService/SetCustomerGroups": {
    request: ({ unusedAccountId: userId }) => ({ userId }),
    expected: "UFFAAAFU",
  },
  "stoa.account.v1.AccountService/RevokeUserSessions": {
    request: ({ unusedAccountId: userId }) => ({ userId }),
    expected: adminsOnly,
  },
  "stoa.account.v1.AccountService/RecordSecurityEvents": workersOnly,
  "stoa.account.v1.AccountService/ListSecurityEvents": { expected: adminsOnly },
  "stoa.account.v1.AccountService/CreateApiToken": { expected: adminsOnly },
  "stoa.account.v1.AccountService/ListApiTokens": { expected: adminsOnly },
  "stoa.account.v1.AccountService/RevokeApiToken": { request: () => ({ id: unknownId("tok") }), expected: "UFFFFHFU" },
  "stoa.account.v1.AccountService/IdentifyApiToken": { expected: "UFFFFFFH" },

  "stoa.catalog.v1.CatalogService/GetProduct": {
    request: () => ({ key: { case: "slug", value: "thing" } }),
    expected: "AAAAAAAA",
  },
  "stoa.catalog.v1.CatalogService/BatchGetProducts": everyone,
  "stoa.catalog.v1.CatalogService/BatchGetVariants": everyone,
  "stoa.catalog.v1.CatalogService/ListProducts": everyone,
  "stoa.catalog.v1.CatalogService/BatchListProducts": everyone,
  "stoa.catalog.v1.CatalogService/SearchProducts": everyone,
  "stoa.catalog.v1.CatalogService/GetCategory": {
    request: () => ({ key: { case: "slug", value: "tests-things" } }),
    expected: "AAAAAAAA",
  },
  "stoa.catalog.v1.CatalogService/ListCategories": everyone,
  "stoa.catalog.v1.CatalogService/Suggest": { request: () => ({ prefix: "pro" }), ...everyone },
  "stoa.catalog.v1.CatalogService/RebuildSearchIndex": { expected: "UFFFAAFU" },
  "stoa.catalog.v1.CatalogService/CreateProduct": { expected: "UFFFAAFU" },
  "stoa.catalog.v1.CatalogService/UpdateProduct": { expected: "UFFFAAFU" },
  "stoa.catalog.v1.CatalogService/DeleteProduct": { request: () => ({ id: unknownId("prd") }), expected: "UFFFHHFU" },
  "stoa.catalog.v1.CatalogService/ImportProducts": { expected: "UFFFAAFU" },
  "stoa.catalog.v1.CatalogService/CreateCategory": { expected: "UFFFAAFU" },
  "stoa.catalog.v1.CatalogService/UpdateCategory": { expected: "UFFFHHFU" },
  "stoa.catalog.v1.CatalogService/DeleteCategory": { request: () => ({ id: unknownId("cat") }), expected: "UFFFHHFU" },
  "stoa.catalog.v1.CatalogService/IsSkuTaken": { expected: "UFFFAAFU" },
  "stoa.catalog.v1.CatalogService/BatchGetUnitsSold": { expected: "UFFFAAFU" },
  "stoa.catalog.v1.CatalogService/CountProducts": everyone,
  "stoa.catalog.v1.CatalogService/ListProductChanges": { expected: "UFFFAAFU" },
  "stoa.catalog.v1.CatalogService/BatchUpdateProducts": { expected: "UFFFAAFU" },
  "stoa.catalog.v1.CatalogService/RestoreProduct": { request: () => ({ id: unknownId("prd") }), expected: "UFFFHHFU" },
  "stoa.catalog.v1.CatalogService/MoveCategory": { request: () => ({ id: unknownId("cat") }), expected: "UFFFHHFU" },
  "stoa.catalog.v1.CatalogService/ListFailedChanges": { expected: "UFFFAAFU" },
  "stoa.catalog.v1.CatalogService/RetryFailedChange": { request: () => ({ id: "none" }), expected: "UFFFHHFU" },
  "stoa.catalog.v1.CatalogService/DiscardFailedChange": { request: () => ({ id: "none" }), expected: "UFFFHHFU" },
  "stoa.catalog.v1.SearchAdminService/ListSynonymGroups": { expected: "UFFFAAFU" },
  "stoa.catalog.v1.SearchAdminService/SaveSynonymGroup": { expected: "UFFFAAFU" },
  "stoa.catalog.v1.SearchAdminService/DeleteSynonymGroup": {
    request: () => ({ id: unknownId("syn") }),
    expected: "UFFFHHFU",
  },
  "stoa.catalog.v1.SearchAdminService/ListSearchQueries": { expected: "UFFFAAFU" },
  "stoa.catalog.v1.SearchAdminService/RecordSearchClick": everyone,
  "stoa.catalog.v1.SearchAdminService/StartIndexRebuild": { expected: "UFFFAAFU" },
  "stoa.catalog.v1.SearchAdminService/GetIndexRebuild": { expected: "UFFFAAFU" },
  "stoa.catalog.v1.SearchAdminService/WatchIndexRebuild": {
    request: () => ({ id: unknownId("idx") }),
    expected: "UFFFHHFU",
  },
  "stoa.catalog.v1.InventoryService/BatchGetStock": everyone,
  "stoa.catalog.v1.InventoryService/WatchStock": { request: () => ({ sku: "THING" }), expected: "AAAAAAAA" },
  "stoa.catalog.v1.InventoryService/WatchStockLevels": {
    request: () => ({ skus: ["THING"] }),
    expected: "AAAAAAAA",
  },
  "stoa.catalog.v1.InventoryService/AdjustStock": { expected: "UFFFAAFU" },
  "stoa.catalog.v1.InventoryService/BatchAdjustStock": { expected: "UFFFAAFU" },
  "stoa.catalog.v1.InventoryService/SetLowStockThreshold": { request: () => ({ sku: "THING" }), expected: "UFFFAAFU" },
  "stoa.catalog.v1.InventoryService/ListStock": { expected: "UFFFAAFU" },
  "stoa.catalog.v1.InventoryService/ListStockLedger": { expected: "UFFFAAFU" },
  "stoa.catalog.v1.InventoryService/ListReservations": { expected: "UFFFAAFU" },
  "stoa.catalog.v1.InventoryService/AuditReservations": workersOnly,
  "stoa.catalog.v1.InventoryService/BatchGetReservations": { expected: "UFFAFAFU" },
  "stoa.catalog.v1.InventoryService/Reserve": workersOnly,
  "stoa.catalog.v1.InventoryService/Release": workersOnly,
  "stoa.catalog.v1.InventoryService/Commit": workersOnly,
  "stoa.catalog.v1.InventoryService/Restock": workersOnly,
  "stoa.catalog.v1.InventoryService/RebuildReservations": workersOnly,
  "stoa.catalog.v1.PricingService/Quote": workersOnly,
  "stoa.catalog.v1.PricingService/ListMarkets": everyone,
  "stoa.catalog.v1.PricingService/SaveMarket": { expected: adminsOnly },
  "stoa.catalog.v1.PricingService/ListTaxClasses": { expected: "UFFFAAFU" },
  "stoa.catalog.v1.PricingService/SaveTaxClass": { expected: "UFFFAAFU" },
  "stoa.catalog.v1.PricingService/ListTaxRates": { expected: "UFFFAAFU" },
  "stoa.catalog.v1.PricingService/BatchGetTaxRates": { expected: "UFFFAAFU" },
  "stoa.catalog.v1.PricingService/SaveTaxRate": { expected: "UFFFAAFU" },
  "stoa.catalog.v1.PricingService/DeleteTaxRate": { request: () => ({ id: unknownId("txr") }), expected: "UFFFHHFU" },
  "stoa.catalog.v1.PricingService/ListPriceLists": { expected: "UFFFAAFU" },
  "stoa.catalog.v1.PricingService/BatchGetPriceLists": { expected: "UFFFAAFU" },
  "stoa.catalog.v1.PricingService/BatchListPriceListPrices": { expected: "UFFFAAFU" },
  "stoa.catalog.v1.PricingService/SavePriceList": { expected: "UFFFAAFU" },
  "stoa.catalog.v1.PricingService/ListPriceListPrices": { expected: "UFFFAAFU" },
  "stoa.catalog.v1.PricingService/SetPriceListPrices": { expected: "UFFFHHFU" },
  "stoa.catalog.v1.PricingService/GetPromotion": { expected: "UFFFAAFU" },
  "stoa.catalog.v1.PricingService/BatchGetPromotions": { expected: "UFFAAAFU" },
  "stoa.catalog.v1.PricingService/BatchListCouponCodes": { expected: "UFFAAAFU" },
  "stoa.catalog.v1.PricingService/ListPromotions": { expected: "UFFFAAFU" },
  "stoa.catalog.v1.PricingService/SavePromotion": { expected: "UFFFAAFU" },
  "stoa.catalog.v1.PricingService/CreateCouponCodes": { expected: "UFFFAAFU" },
  "stoa.catalog.v1.PricingService/ListCouponCodes": { expected: "UFFAAAFU" },
  "stoa.catalog.v1.PricingService/DeletePriceList": { request: () => ({ id: unknownId("plt") }), expected: "UFFFHHFU" },
  "stoa.catalog.v1.PricingService/SetPromotionActive": {
    request: () => ({ id: unknownId("prm") }),
    expected: "UFFFHHFU",
  },
  "stoa.catalog.v1.PricingService/DeletePromotion": { request: () => ({ id: unknownId("prm") }), expected: "UFFFHHFU" },
  "stoa.catalog.v1.PricingService/SetCouponCodeActive": {
    request: () => ({ id: unknownId("cpn") }),
    expected: "UFFFHHFU",
  },
  "stoa.catalog.v1.PricingService/GetCouponCode": { request: () => ({ code: "UNKNOWN" }), expected: "UFFFHHFU" },
  "stoa.catalog.v1.PricingService/ListShippingZones": { expected: "UFFFAAFU" },
  "stoa.catalog.v1.PricingService/SaveShippingZone": { expected: "UFFFAAFU" },
  "stoa.catalog.v1.PricingService/DeleteShippingZone": {
    request: () => ({ id: unknownId("shz") }),
    expected: "UFFFHHFU",
  },

  "stoa.order.v1.OrderService/CreateCart": signedIn,
  "stoa.order.v1.OrderService/SetCartLine": {
    request: ({ secondCartId: cartId }) => ({ cartId, sku: "THING", quantity: 2 }),
    expected: "UHHHHHAU",
  },
  "stoa.order.v1.OrderService/AddToCart": {
    request: ({ secondCartId: cartId }) => ({ cartId, sku: "THING", quantity: 1, idempotencyKey: "matrix" }),
    expected: "UHHHHHAU",
  },
  "stoa.order.v1.OrderService/SetCartLines": {
    request: ({ secondCartId: cartId }) => ({ cartId, lines: [{ sku: "THING", quantity: 2 }] }),
    expected: "UHHHHHAU",
  },
  "stoa.order.v1.OrderService/Reorder": {
    request: ({ orderId }) => ({ orderId, idempotencyKey: "matrix of methods" }),
    expected: "UHHHHHAU",
  },
  "stoa.order.v1.OrderService/SetCartCouponCodes": {
    request: ({ secondCartId: cartId }) => ({ cartId, couponCodes: [] }),
    expected: "UHHHHHAU",
  },
  "stoa.order.v1.OrderService/SetCartCurrency": {
    request: ({ secondCartId: cartId }) => ({ cartId, currencyCode: "USD" }),
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
  "stoa.order.v1.OrderService/BatchGetOrders": { request: ({ orderId: id }) => ({ ids: [id] }), expected: "UAAAAAAU" },
  "stoa.order.v1.OrderService/BatchGetOrderDetails": {
    request: ({ orderId }) => ({ orderIds: [orderId] }),
    isShown: hasItems("details"),
    expected: "UHHAHAAU",
  },
  "stoa.order.v1.OrderService/GetOrderReconciliation": {
    request: ({ orderId }) => ({ orderId }),
    expected: "UFFAFAFU",
  },
  "stoa.order.v1.OrderService/GetOrder": { request: ({ orderId: id }) => ({ id }), expected: "UHHAHAAU" },
  "stoa.order.v1.OrderService/WatchOrder": { request: ({ orderId }) => ({ orderId }), expected: "UHHAHAAU" },
  "stoa.order.v1.SalesService/GetOrderStatistics": {
    request: () => ({ fromTime: { seconds: 0n }, toTime: { seconds: 1n }, currencyCode: "USD" }),
    expected: "UFFAFAFU",
  },
  "stoa.order.v1.SalesService/GetSalesReport": {
    request: () => ({ fromTime: { seconds: 0n }, toTime: { seconds: 1n }, currencyCode: "USD" }),
    expected: "UFFAFAFU",
  },
  "stoa.order.v1.SalesService/WatchAllOrders": { expected: "UFFAFAFU" },
  "stoa.order.v1.OrderService/GetCart": signedIn,
  "stoa.order.v1.OrderService/QuoteOrder": everyone,
  // An unknown number returns an empty response.
  "stoa.order.v1.OrderService/GetOrderByNumber": everyone,
  "stoa.order.v1.OrderService/ListOrders": signedIn,
  "stoa.order.v1.OrderService/ListAllOrders": { expected: "UFFAFAFU" },
  "stoa.order.v1.OrderService/RefundOrder": { expected: "UFFAFAFU" },
  "stoa.order.v1.OrderService/CancelOrderLines": { expected: "UFFAFAFU" },
  "stoa.order.v1.OrderService/FulfilOrder": { request: () => ({ idempotencyKey: "k" }), expected: "UFFHFHFU" },
  "stoa.order.v1.OrderService/MarkDelivered": { expected: "UFFHFHFU" },
  "stoa.order.v1.OrderService/ResolveOrder": { expected: "UFFAFAFU" },
  "stoa.order.v1.OrderService/AddOrderNote": { expected: "UFFAFAFU" },
  "stoa.order.v1.OrderService/RunPendingEffects": {
    request: ({ orderId }) => ({ orderId }),
    expected: "UFFAFAFU",
  },
  "stoa.order.v1.OrderService/RebuildOrders": { expected: "UFFAFAFU" },
  "stoa.order.v1.OrderService/RebuildStock": { expected: "UFFAFAFU" },
  "stoa.order.v1.OrderService/ListDeadFacts": { expected: "UFFAFAFU" },
  "stoa.order.v1.OrderService/ReplayDeadFact": { request: () => ({ id: "none" }), expected: "UFFHFHFU" },
  "stoa.order.v1.OrderService/ResumePayment": {
    request: ({ orderId }) => ({ orderId }),
    expected: "UHHAHAAU",
  },
  "stoa.order.v1.OrderPreviewService/PreviewOrderAction": {
    request: ({ orderId }) => ({ orderId, type: OrderAction_Type.CANCEL }),
    expected: "UFFAFAFU",
  },
  "stoa.order.v1.OrderService/ReceivePaymentEvent": everyone,
  "stoa.order.v1.OrderService/GetReservationState": workersOnly,
  "stoa.order.v1.OrderService/GetOrderEmail": workersOnly,
  "stoa.order.v1.OrderService/MoveOrders": workersOnly,
  "stoa.order.v1.OrderService/ErasePersonalData": workersOnly,
  "stoa.order.v1.OrderService/CancelCarts": workersOnly,
};
