import { address } from "../../support/harness.ts";
import type { Fixtures } from "./fixtures.ts";

/** The expected authorization of one GraphQL operation. */
export interface OperationRow {
  /** The field of Query, Mutation or Subscription. */
  readonly field: string;
  /** Present when two root types have a field of this name. */
  readonly type?: "query" | "subscription";
  /** Distinguishes rows of the same field. */
  readonly variant?: string;
  readonly args?: (fixtures: Fixtures) => Readonly<Record<string, unknown>>;
  /** One character per caller: Allowed, Hidden (reported as not found), Unauthenticated, Forbidden. */
  readonly expected: string;
  /** Whether the operation ends the caller's session. Each caller has a separate session for this row. */
  readonly endsSession?: true;
}

const unknownId = (prefix: string) => `${prefix}_${"0".repeat(26)}`;
const password = "not the password";

/** Columns: anonymous, guest, other customer, support, catalog manager, admin, owner. */
export const operations: readonly OperationRow[] = [
  { field: "_service", expected: "AAAAAAA" },
  {
    field: "_entities",
    args: () => ({ representations: [{ __typename: "Product", slug: "thing" }] }),
    expected: "AAAAAAA",
  },
  {
    field: "_entities",
    variant: "an account",
    args: ({ ownerId }) => ({ representations: [{ __typename: "Account", id: ownerId }] }),
    expected: "UHHAHAA",
  },
  {
    field: "_entities",
    variant: "an order",
    args: ({ orderId }) => ({ representations: [{ __typename: "Order", id: orderId }] }),
    expected: "UHHAHAA",
  },
  { field: "node", variant: "an account", args: ({ ownerId: id }) => ({ id }), expected: "UHHAHAA" },
  { field: "node", variant: "an order", args: ({ orderId: id }) => ({ id }), expected: "UHHAHAA" },
  { field: "me", expected: "HAAAAAA" },
  { field: "account", args: ({ ownerId: id }) => ({ id }), expected: "UHHAHAA" },
  { field: "accounts", expected: "UFFAFAF" },
  { field: "securityEvents", expected: "UFFFFAF" },
  { field: "apiTokens", expected: "UFFFFAF" },
  { field: "failedJobs", expected: "UFFAAAF" },
  { field: "shopHealth", expected: "UFFAAAF" },
  { field: "retryFailedJob", variant: "a dead letter", args: () => ({ id: "job_fact_eA" }), expected: "UFFHFHF" },
  { field: "retryFailedJob", variant: "a task", args: () => ({ id: "job_task_eA" }), expected: "UFFFFHF" },
  {
    field: "discardFailedJob",
    args: () => ({ input: { id: "job_fact_eA", note: "n" } }),
    expected: "UFFHHHF",
  },
  { field: "product", args: () => ({ slug: "thing" }), expected: "AAAAAAA" },
  { field: "products", expected: "AAAAAAA" },
  { field: "search", args: () => ({ query: "thing" }), expected: "AAAAAAA" },
  { field: "suggest", args: () => ({ prefix: "pro" }), expected: "AAAAAAA" },
  { field: "category", args: () => ({ slug: "tests-things" }), expected: "AAAAAAA" },
  { field: "categories", expected: "AAAAAAA" },
  { field: "importJob", args: () => ({ id: unknownId("imp") }), expected: "UFFFHHF" },
  { field: "importJobs", expected: "UFFFAAF" },
  { field: "synonymGroups", expected: "UFFFAAF" },
  {
    field: "searchQueries",
    args: () => ({ from: "2026-01-01T00:00:00Z", to: "2026-01-02T00:00:00Z" }),
    expected: "UFFFAAF",
  },
  { field: "searchIndexRebuild", expected: "UFFFHHF" },
  { field: "order", args: ({ orderId: id }) => ({ id }), expected: "UHHAHAA" },
  {
    // The present owner sees it, and the guest who owned it then does not.
    field: "order",
    variant: "before it had its present owner",
    args: ({ movedOrderId: id, beforeMove: asOf }) => ({ id, asOf }),
    expected: "UHHAHAA",
  },
  { field: "order", variant: "a cart", args: ({ cartId: id }) => ({ id }), expected: "UHHAHAA" },
  {
    field: "quote",
    variant: "of lines",
    args: () => ({ input: { lines: [{ sku: "THING", quantity: 1 }] } }),
    expected: "AAAAAAA",
  },
  {
    field: "quote",
    variant: "of a cart",
    args: ({ cartId }) => ({ input: { cartId } }),
    expected: "HHHHHHA",
  },
  // Every caller reads its own cart. Only the owner has one.
  { field: "cart", expected: "UHHHHHA" },
  // Everyone may ask, and an unknown number is hidden.
  { field: "orderByNumber", args: () => ({ number: "ABCDE-12345", email: "a@b.example" }), expected: "HHHHHHH" },
  { field: "orderReconciliation", args: ({ orderId }) => ({ orderId }), expected: "UFFAFAF" },
  { field: "orders", expected: "UAAAAAA" },
  {
    field: "orders",
    variant: "with a dispute",
    args: () => ({ filter: { disputeStatus: ["LOST"] } }),
    expected: "UFFAFAF",
  },
  { field: "allOrders", expected: "UFFAFAF" },
  {
    field: "allOrders",
    variant: "with a dispute",
    args: () => ({ filter: { disputeStatus: ["LOST"] } }),
    expected: "UFFAFAF",
  },
  {
    field: "orders",
    variant: "with a customer's name",
    args: () => ({ filter: { customerName: "a" } }),
    expected: "UFFAFAF",
  },
  {
    field: "orderStatistics",
    args: () => ({ from: "2026-01-01T00:00:00Z", to: "2026-01-02T00:00:00Z", currency: "USD" }),
    expected: "UFFAFAF",
  },
  {
    field: "salesReport",
    args: () => ({ from: "2026-01-01T00:00:00Z", to: "2026-01-02T00:00:00Z", currency: "USD" }),
    expected: "UFFAFAF",
  },
  { field: "deadLetters", expected: "UFFAFAF" },
  {
    field: "previewOrderAction",
    args: ({ orderId }) => ({ input: { orderId, type: "CANCEL" } }),
    expected: "UFFAFAF",
  },
  { field: "deadFacts", expected: "UFFAFAF" },

  {
    field: "register",
    args: () => ({ input: { email: "", password, firstName: "", lastName: "" } }),
    expected: "AAAAAAA",
  },
  { field: "login", args: () => ({ input: { email: "unknown@example.com", password } }), expected: "AAAAAAA" },
  { field: "startGuestSession", expected: "AAAAAAA" },
  { field: "refreshSession", args: () => ({ input: { refreshToken: "" } }), expected: "AAAAAAA" },
  { field: "requestPasswordReset", args: () => ({ input: { email: "unknown@example.com" } }), expected: "AAAAAAA" },
  { field: "resetPassword", args: () => ({ input: { token: "x", newPassword: password } }), expected: "AAAAAAA" },
  { field: "undoEmailChange", args: () => ({ input: { token: "x" } }), expected: "AAAAAAA" },
  { field: "verifyEmail", args: () => ({ input: { token: "x" } }), expected: "AAAAAAA" },
  { field: "logout", expected: "UAAAAAA", endsSession: true },
  { field: "logoutEverywhere", expected: "UAAAAAA", endsSession: true },
  { field: "revokeSession", args: () => ({ id: unknownId("ses") }), expected: "UAAAAAA" },
  { field: "confirmPassword", args: () => ({ input: { password } }), expected: "UAAAAAA" },
  {
    field: "changePassword",
    args: () => ({ input: { currentPassword: password, newPassword: password } }),
    expected: "UAAAAAA",
  },
  { field: "requestEmailVerification", expected: "UAAAAAA" },
  { field: "updateProfile", args: () => ({ input: { firstName: "Same" } }), expected: "UAAAAAA" },
  { field: "updatePreferences", args: () => ({ input: { orderEmails: true } }), expected: "UAAAAAA" },
  { field: "saveAddress", args: () => ({ input: address }), expected: "UAAAAAA" },
  {
    field: "saveAddress",
    variant: "an address of the owner",
    args: ({ addressIds: [id] }) => ({ input: { ...address, id } }),
    expected: "UHHHHHA",
  },
  { field: "deleteAddress", args: ({ addressIds: [, id] }) => ({ id }), expected: "UHHHHHA" },
  { field: "setTaxId", args: () => ({ input: { taxId: null } }), expected: "UAAAAAA" },
  { field: "setWishlistItem", args: () => ({ input: { sku: "UNKNOWN", saved: false } }), expected: "UAAAAAA" },
  {
    field: "requestStockNotification",
    args: () => ({ input: { sku: "UNKNOWN", email: "" } }),
    expected: "AAAAAAA",
  },
  { field: "deleteMyAccount", args: () => ({ input: { password } }), expected: "UAAAAAA", endsSession: true },
  {
    field: "setRoles",
    args: ({ unusedAccountId: victimId }) => ({ input: { accountId: victimId, roles: ["CUSTOMER"] } }),
    expected: "UFFFFAF",
  },
  {
    field: "setDisabled",
    args: ({ unusedAccountId: victimId }) => ({ input: { accountId: victimId, disabled: true } }),
    expected: "UFFFFAF",
  },
  { field: "endSessions", args: ({ unusedAccountId: accountId }) => ({ accountId }), expected: "UFFFFAF" },
  { field: "revokeSessions", args: ({ unusedAccountId: accountId }) => ({ accountId }), expected: "UFFFFAF" },
  {
    field: "inviteStaff",
    args: () => ({ input: { email: "x", firstName: "A", lastName: "B", roles: ["SUPPORT"] } }),
    expected: "UFFFFAF",
  },
  {
    field: "createApiToken",
    args: () => ({ input: { name: "matrix", scopes: ["CATALOG_READ"] } }),
    expected: "UFFFFAF",
  },
  { field: "revokeApiToken", args: () => ({ id: unknownId("tok") }), expected: "UFFFFHF" },

  { field: "createCategory", args: () => ({ input: { slug: "", name: "" } }), expected: "UFFFAAF" },
  { field: "updateCategory", args: () => ({ input: { id: unknownId("cat") } }), expected: "UFFFHHF" },
  { field: "deleteCategory", args: () => ({ id: unknownId("cat") }), expected: "UFFFHHF" },
  {
    field: "createProduct",
    args: () => ({ input: { slug: "", name: "", description: "", variants: [] } }),
    expected: "UFFFAAF",
  },
  { field: "updateProduct", args: () => ({ input: { id: unknownId("prd"), etag: "1" } }), expected: "UFFFHHF" },
  { field: "deleteProduct", args: () => ({ id: unknownId("prd") }), expected: "UFFFHHF" },
  {
    field: "adjustStock",
    args: () => ({ input: { sku: "THING", delta: 0, reason: "count", idempotencyKey: "matrix" } }),
    expected: "UFFFAAF",
  },
  { field: "variant", args: () => ({ sku: "THING" }), expected: "AAAAAAA" },
  { field: "isSkuTaken", args: () => ({ sku: "THING" }), expected: "UFFFAAF" },
  {
    field: "updateProducts",
    args: () => ({ inputs: [{ id: unknownId("prd"), etag: "1" }] }),
    expected: "UFFFAAF",
  },
  { field: "restoreProduct", args: () => ({ id: unknownId("prd") }), expected: "UFFFHHF" },
  { field: "moveCategory", args: () => ({ input: { id: unknownId("cat"), position: 0 } }), expected: "UFFFHHF" },
  {
    field: "adjustStocks",
    args: () => ({ inputs: [{ sku: "THING", delta: 0, reason: "count", idempotencyKey: "matrix" }] }),
    expected: "UFFFAAF",
  },
  { field: "setLowStockThreshold", args: () => ({ input: { sku: "THING", threshold: null } }), expected: "UFFFAAF" },
  { field: "stockLevels", type: "query", expected: "UFFFAAF" },
  { field: "stockLedger", args: () => ({ sku: "THING" }), expected: "UFFFAAF" },
  { field: "reservations", args: () => ({ sku: "THING" }), expected: "UFFFAAF" },
  {
    field: "createImport",
    args: () => ({ input: { fileName: "f", size: 0, idempotencyKey: "matrix" } }),
    expected: "UFFFAAF",
  },
  { field: "cancelImport", args: () => ({ id: unknownId("imp") }), expected: "UFFFHHF" },
  { field: "createSynonymGroup", args: () => ({ input: { words: [] } }), expected: "UFFFAAF" },
  {
    field: "updateSynonymGroup",
    args: () => ({ input: { id: unknownId("syn"), words: ["authorized", "permitted"] } }),
    expected: "UFFFHHF",
  },
  { field: "deleteSynonymGroup", args: () => ({ id: unknownId("syn") }), expected: "UFFFHHF" },
  { field: "rebuildSearchIndex", expected: "UFFFAAF" },

  { field: "markets", expected: "AAAAAAA" },
  {
    field: "_entities",
    variant: "a market",
    args: () => ({ representations: [{ __typename: "Market", id: "mkt_00000000000000000000000001" }] }),
    expected: "AAAAAAA",
  },
  { field: "node", variant: "a market", args: () => ({ id: "mkt_00000000000000000000000001" }), expected: "AAAAAAA" },
  { field: "node", variant: "a tax rate", args: () => ({ id: "txr_00000000000000000000000001" }), expected: "UHHHAAH" },
  {
    field: "node",
    variant: "a shipping zone",
    args: () => ({ id: "shz_00000000000000000000000001" }),
    expected: "UHHHAAH",
  },
  {
    field: "node",
    variant: "a shipping method",
    args: () => ({ id: "shm_00000000000000000000000001" }),
    expected: "UHHHAAH",
  },
  { field: "node", variant: "a price list", args: () => ({ id: unknownId("plt") }), expected: "UHHHHHH" },
  { field: "node", variant: "a promotion", args: () => ({ id: unknownId("prm") }), expected: "UHHHHHH" },
  {
    field: "node",
    variant: "a customer group of the owner",
    args: ({ customerGroupId: id }) => ({ id }),
    expected: "UHHAAAA",
  },
  {
    field: "_entities",
    variant: "a customer group of the owner",
    args: ({ customerGroupId: id }) => ({ representations: [{ __typename: "CustomerGroup", id }] }),
    expected: "UHHAAAA",
  },
  { field: "customerGroups", expected: "UFFAAAF" },
  { field: "createCustomerGroup", args: () => ({ input: { slug: "", name: "" } }), expected: "UFFAAAF" },
  { field: "updateCustomerGroup", args: () => ({ input: { id: unknownId("grp") } }), expected: "UFFHHHF" },
  {
    field: "setCustomerGroups",
    args: ({ unusedAccountId: accountId }) => ({ input: { accountId, customerGroupIds: [] } }),
    expected: "UFFAAAF",
  },
  { field: "priceLists", expected: "UFFFAAF" },
  { field: "taxClasses", expected: "UFFFAAF" },
  { field: "taxRates", expected: "UFFFAAF" },
  { field: "shippingZones", expected: "UFFFAAF" },
  { field: "promotion", args: () => ({ slug: "none" }), expected: "UFFFHHF" },
  { field: "promotions", expected: "UFFFAAF" },
  { field: "couponCode", args: () => ({ code: "NONE" }), expected: "UFFFHHF" },
  {
    field: "createMarket",
    args: () => ({ input: { slug: "", name: "", countryCodes: [], currencies: [], taxesIncluded: true } }),
    expected: "UFFFFAF",
  },
  { field: "updateMarket", args: () => ({ input: { id: unknownId("mkt") } }), expected: "UFFFFHF" },
  { field: "createPriceList", args: () => ({ input: { slug: "", name: "", type: "SALE" } }), expected: "UFFFAAF" },
  { field: "updatePriceList", args: () => ({ input: { id: unknownId("plt") } }), expected: "UFFFHHF" },
  {
    field: "setPriceListPrices",
    args: () => ({ input: { priceListId: unknownId("plt"), prices: [] } }),
    expected: "UFFFHHF",
  },
  { field: "deletePriceList", args: () => ({ id: unknownId("plt") }), expected: "UFFFHHF" },
  { field: "saveTaxClass", args: () => ({ input: { code: "", name: "" } }), expected: "UFFFAAF" },
  {
    field: "createTaxRate",
    args: () => ({ input: { name: "", taxClassCode: "", countryCode: "", ratePpm: 0 } }),
    expected: "UFFFAAF",
  },
  { field: "updateTaxRate", args: () => ({ input: { id: unknownId("txr") } }), expected: "UFFFHHF" },
  { field: "deleteTaxRate", args: () => ({ id: unknownId("txr") }), expected: "UFFFHHF" },
  {
    field: "createShippingZone",
    args: () => ({ input: { slug: "", name: "", countryCodes: [], methods: [] } }),
    expected: "UFFFAAF",
  },
  { field: "updateShippingZone", args: () => ({ input: { id: unknownId("shz") } }), expected: "UFFFHHF" },
  { field: "deleteShippingZone", args: () => ({ id: unknownId("shz") }), expected: "UFFFHHF" },
  {
    field: "createPromotion",
    args: () => ({ input: { slug: "", name: "", class: "ORDER", automatic: true, reward: {} } }),
    expected: "UFFFAAF",
  },
  { field: "updatePromotion", args: () => ({ input: { id: unknownId("prm"), etag: "v1" } }), expected: "UFFFHHF" },
  { field: "setPromotionActive", args: () => ({ input: { id: unknownId("prm"), active: true } }), expected: "UFFFHHF" },
  { field: "deletePromotion", args: () => ({ id: unknownId("prm") }), expected: "UFFFHHF" },
  {
    field: "createCouponCodes",
    args: () => ({ input: { promotionId: unknownId("prm"), idempotencyKey: "matrix" } }),
    expected: "UFFFAAF",
  },
  {
    field: "setCouponCodeActive",
    args: () => ({ input: { id: unknownId("cpn"), active: true } }),
    expected: "UFFFHHF",
  },

  { field: "createCart", expected: "UAAAAAA" },
  {
    field: "setCartLine",
    args: ({ cartId }) => ({ input: { cartId, sku: "THING", quantity: 2 } }),
    expected: "UHHHHHA",
  },
  {
    field: "addToCart",
    args: ({ cartId }) => ({ input: { cartId, sku: "THING", quantity: 1, idempotencyKey: "matrix" } }),
    expected: "UHHHHHA",
  },
  {
    field: "setCartLines",
    args: ({ cartId }) => ({ input: { cartId, lines: [{ sku: "THING", quantity: 2 }] } }),
    expected: "UHHHHHA",
  },
  {
    field: "reorder",
    args: ({ orderId }) => ({ input: { orderId, idempotencyKey: "matrix" } }),
    expected: "UHHHHHA",
  },
  {
    field: "setCartCouponCodes",
    args: ({ cartId }) => ({ input: { cartId, couponCodes: [] } }),
    expected: "UHHHHHA",
  },
  {
    field: "setCartCurrency",
    args: ({ cartId }) => ({ input: { cartId, currency: "USD" } }),
    expected: "UHHHHHA",
  },
  {
    field: "placeOrder",
    args: ({ cartId }) => ({
      input: { idempotencyKey: "matrix", cartId, paymentMethod: "pm_card_visa", shippingAddress: address },
    }),
    expected: "UHHHHHA",
  },
  {
    field: "cancelOrder",
    args: ({ orderId }) => ({ input: { orderId, idempotencyKey: "matrix" } }),
    expected: "UHHAHAA",
  },
  {
    field: "refundOrder",
    args: ({ orderId }) => ({ input: { orderId, reason: "matrix", idempotencyKey: "matrix" } }),
    expected: "UFFAFAF",
  },
  {
    field: "cancelOrderLines",
    args: ({ orderId }) => ({
      input: { orderId, lines: [{ sku: "MATRIX", quantity: 1 }], reason: "matrix", idempotencyKey: "matrix" },
    }),
    expected: "UFFAFAF",
  },
  {
    field: "fulfilOrder",
    args: ({ orderId }) => ({ input: { orderId, idempotencyKey: "matrix" } }),
    expected: "UFFAFAF",
  },
  {
    field: "fulfilOrders",
    args: ({ orderId }) => ({ inputs: [{ orderId, idempotencyKey: "matrix" }] }),
    expected: "UFFAFAF",
  },
  {
    field: "resolveOrders",
    args: ({ orderId }) => ({ inputs: [{ orderId, resolution: "RETRY", note: "matrix" }] }),
    expected: "UFFAFAF",
  },
  { field: "markOrderDelivered", args: ({ orderId }) => ({ input: { orderId } }), expected: "UFFAFAF" },
  { field: "markDelivered", args: ({ orderId }) => ({ orderId }), expected: "UFFAFAF" },
  {
    field: "resolveOrder",
    args: ({ orderId }) => ({ input: { orderId, resolution: "RETRY", note: "matrix" } }),
    expected: "UFFAFAF",
  },
  {
    field: "addOrderNote",
    args: ({ orderId }) => ({ input: { orderId, text: "matrix", idempotencyKey: "matrix" } }),
    expected: "UFFAFAF",
  },
  { field: "runPendingEffects", args: ({ orderId }) => ({ orderId }), expected: "UFFAFAF" },
  { field: "rebuildOrderLists", args: ({ orderId }) => ({ input: { ids: [orderId] } }), expected: "UFFAFAF" },
  {
    field: "rebuildStock",
    args: ({ orderId }) => ({ input: { ids: [orderId], dryRun: true } }),
    expected: "UFFAFAF",
  },
  { field: "rebuildOrders", args: ({ orderId }) => ({ ids: [orderId] }), expected: "UFFAFAF" },
  { field: "redriveDeadLetter", args: () => ({ input: { id: "none" } }), expected: "UFFHFHF" },
  { field: "replayDeadFact", args: () => ({ id: "none" }), expected: "UFFHFHF" },
  { field: "orderEvents", args: ({ orderId }) => ({ orderId }), expected: "UHHAHAA" },
  { field: "orderFeed", expected: "UFFAFAF" },
  { field: "stock", args: () => ({ sku: "THING" }), expected: "AAAAAAA" },
  { field: "stockLevels", type: "subscription", args: () => ({ skus: ["THING"] }), expected: "AAAAAAA" },
  { field: "importProgress", args: () => ({ id: unknownId("imp") }), expected: "UFFFHHF" },
  { field: "searchIndexRebuildProgress", args: () => ({ id: unknownId("idx") }), expected: "UFFFHHF" },
  { field: "resumeOrderPayment", args: ({ orderId }) => ({ input: { orderId } }), expected: "UHHAHAA" },
  { field: "resumePayment", args: ({ orderId }) => ({ orderId }), expected: "UHHAHAA" },
];
