import { Permission } from "../../../proto/gen/common/v1/permission_pb.js";
import type { MutationResolvers, QueryResolvers, SubscriptionResolvers } from "../graphql/schema.generated.ts";
import type { MutationPolicy, QueryPolicy, ReadPolicy } from "./policy.ts";

const anyone = Permission.PUBLIC;
const signedIn = Permission.SIGNED_IN;
const readAccounts = Permission.ACCOUNT_READ_ANY;
const writeAccounts = Permission.ACCOUNT_WRITE_ANY;
const readAudit = Permission.AUDIT_READ;
const manageTokens = Permission.API_TOKENS;
const writeCatalog = Permission.CATALOG_WRITE;
const writePricing = Permission.PRICING_WRITE;
const writeMarkets = Permission.MARKET_WRITE;
const writeGroups = Permission.CUSTOMER_GROUP_WRITE;
/** All roles of staff have it. The service of the data checks the permission for it. */
const anyStaff = Permission.CUSTOMER_GROUP_WRITE;
const writeStock = Permission.STOCK_WRITE;
const readOrders = Permission.ORDER_READ_ANY;
const writeOrders = Permission.ORDER_WRITE_ANY;

const [on, development] = [true, "development"] as const;
const [search, browse, cart, checkout] = ["search", "browse", "cart", "checkout"] as const;
const fresh = true;
const [reject, allow, byType] = ["reject", "allow", "by type"] as const;
const never = "never";
/** Columns of a query of private data. */
const privateData = { cache: never, revokedTokens: reject } as const;
/** Columns of operations on prices, taxes, shipping and promotions. */
const managePrices = { on, permission: writePricing, class: browse } as const;
const manageCatalog = { on, permission: writeCatalog, class: browse } as const;
const manageGroups = { ...managePrices, permission: writeGroups } as const;

/** One policy per field. A missing or an extra row does not compile. */
type PolicyTable<Fields, P> = { readonly [K in keyof Required<Fields>]: P };

interface FederationResolvers {
  readonly _service: never;
  readonly _entities: never;
}

/** The policies of all operations of the public API. `policy.ts` explains the columns. */
export const operations = {
  Query: {
    _service: {
      on: development,
      permission: anyone,
      cost: 1,
      class: browse,
      seconds: 5,
      cache: never,
      revokedTokens: allow,
    },
    _entities: { on, permission: anyone, cost: 0, class: browse, seconds: 5, cache: never, revokedTokens: byType },
    node: { on, permission: anyone, cost: 3, class: browse, seconds: 5, cache: never, revokedTokens: byType },
    me: { on, permission: anyone, cost: 1, class: cart, seconds: 5, ...privateData },
    account: { on, permission: signedIn, cost: 1, class: browse, seconds: 5, ...privateData },
    accounts: { on, permission: readAccounts, cost: 10, class: browse, seconds: 5, ...privateData },
    securityEvents: { on, permission: readAudit, cost: 10, class: browse, seconds: 5, ...privateData },
    apiTokens: { on, permission: manageTokens, cost: 10, class: browse, seconds: 5, ...privateData },
    product: { on, permission: anyone, cost: 1, class: browse, seconds: 5, cache: 60, revokedTokens: allow },
    products: { on, permission: anyone, cost: 1, class: browse, seconds: 5, cache: 60, revokedTokens: allow },
    search: { on, permission: anyone, cost: 10, class: search, seconds: 5, cache: 2, revokedTokens: allow },
    suggest: { on, permission: anyone, cost: 2, class: search, seconds: 5, cache: 2, revokedTokens: allow },
    category: { on, permission: anyone, cost: 1, class: browse, seconds: 5, cache: 60, revokedTokens: allow },
    categories: { on, permission: anyone, cost: 1, class: browse, seconds: 5, cache: 60, revokedTokens: allow },
    variant: { on, permission: anyone, cost: 1, class: browse, seconds: 5, cache: 60, revokedTokens: allow },
    isSkuTaken: { on, permission: writeCatalog, cost: 3, class: browse, seconds: 5, ...privateData },
    stockLevels: { on, permission: writeStock, cost: 10, class: browse, seconds: 5, ...privateData },
    stockLedger: { on, permission: writeStock, cost: 10, class: browse, seconds: 5, ...privateData },
    reservations: { on, permission: writeStock, cost: 10, class: browse, seconds: 5, ...privateData },
    markets: { on, permission: anyone, cost: 1, class: browse, seconds: 5, cache: 60, revokedTokens: allow },
    priceLists: { ...managePrices, cost: 10, seconds: 5, ...privateData },
    customerGroups: { ...manageGroups, cost: 10, seconds: 5, ...privateData },
    taxClasses: { ...managePrices, cost: 10, seconds: 5, ...privateData },
    taxRates: { ...managePrices, cost: 10, seconds: 5, ...privateData },
    shippingZones: { ...managePrices, cost: 10, seconds: 5, ...privateData },
    promotion: { ...managePrices, cost: 3, seconds: 5, ...privateData },
    promotions: { ...managePrices, cost: 10, seconds: 5, ...privateData },
    couponCode: { ...managePrices, cost: 3, seconds: 5, ...privateData },
    importJob: { ...manageCatalog, cost: 3, seconds: 5, ...privateData },
    importJobs: { ...manageCatalog, cost: 10, seconds: 5, ...privateData },
    synonymGroups: { ...manageCatalog, cost: 10, seconds: 5, ...privateData },
    searchQueries: { ...manageCatalog, cost: 10, seconds: 5, ...privateData },
    searchIndexRebuild: { ...manageCatalog, cost: 3, seconds: 5, ...privateData },
    order: { on, permission: signedIn, cost: 3, class: cart, seconds: 5, ...privateData },
    orderReconciliation: { on, permission: readOrders, cost: 20, class: browse, seconds: 10, ...privateData },
    orderByNumber: { on, permission: anyone, cost: 10, class: cart, seconds: 5, ...privateData },
    quote: { on, permission: anyone, cost: 10, class: cart, seconds: 5, ...privateData },
    cart: { on, permission: signedIn, cost: 3, class: cart, seconds: 5, ...privateData },
    orders: { on, permission: signedIn, cost: 1, class: cart, seconds: 5, ...privateData },
    allOrders: { on, permission: readOrders, cost: 10, class: browse, seconds: 5, ...privateData },
    orderStatistics: { on, permission: readOrders, cost: 50, class: browse, seconds: 10, ...privateData },
    salesReport: { on, permission: readOrders, cost: 50, class: browse, seconds: 10, ...privateData },
    deadLetters: { on, permission: readOrders, cost: 10, class: browse, seconds: 5, ...privateData },
    previewOrderAction: { on, permission: writeOrders, cost: 10, class: browse, seconds: 5, ...privateData },
    failedJobs: { on, permission: anyStaff, cost: 15, class: browse, seconds: 5, ...privateData },
    shopHealth: { on, permission: anyStaff, cost: 10, class: browse, seconds: 5, ...privateData },
    deadFacts: { on, permission: readOrders, cost: 10, class: browse, seconds: 5, ...privateData },
  } satisfies PolicyTable<QueryResolvers & FederationResolvers, QueryPolicy>,

  Mutation: {
    register: { on, permission: anyone, cost: 50, class: cart, seconds: 10, revokedTokens: allow },
    login: { on, permission: anyone, cost: 50, class: cart, seconds: 10, revokedTokens: allow },
    startGuestSession: { on, permission: anyone, cost: 20, class: cart, seconds: 10, revokedTokens: allow },
    refreshSession: { on, permission: anyone, cost: 10, class: cart, seconds: 10, revokedTokens: allow },
    logout: { on, permission: signedIn, cost: 10, class: cart, seconds: 10, revokedTokens: allow },
    logoutEverywhere: { on, permission: signedIn, cost: 10, class: cart, seconds: 10, revokedTokens: reject },
    revokeSession: {
      on,
      permission: signedIn,
      cost: 10,
      class: cart,
      seconds: 10,
      revokedTokens: reject,
      fresh: "by session",
    },
    confirmPassword: { on, permission: signedIn, cost: 50, class: cart, seconds: 10, revokedTokens: reject },
    changePassword: { on, permission: signedIn, cost: 50, class: cart, seconds: 10, revokedTokens: reject },
    requestPasswordReset: { on, permission: anyone, cost: 20, class: cart, seconds: 10, revokedTokens: allow },
    resetPassword: { on, permission: anyone, cost: 50, class: cart, seconds: 10, revokedTokens: allow },
    requestEmailVerification: { on, permission: signedIn, cost: 20, class: cart, seconds: 10, revokedTokens: reject },
    verifyEmail: { on, permission: anyone, cost: 10, class: cart, seconds: 10, revokedTokens: allow },
    undoEmailChange: { on, permission: anyone, cost: 20, class: cart, seconds: 10, revokedTokens: allow },
    updateProfile: { on, permission: signedIn, cost: 10, class: cart, seconds: 10, revokedTokens: reject },
    updatePreferences: { on, permission: signedIn, cost: 10, class: cart, seconds: 10, revokedTokens: reject },
    saveAddress: { on, permission: signedIn, cost: 10, class: cart, seconds: 10, revokedTokens: reject },
    deleteAddress: { on, permission: signedIn, cost: 10, class: cart, seconds: 10, revokedTokens: reject },
    setWishlistItem: { on, permission: signedIn, cost: 10, class: cart, seconds: 10, revokedTokens: reject },
    requestStockNotification: { on, permission: anyone, cost: 20, class: cart, seconds: 10, revokedTokens: reject },
    setTaxId: { on, permission: signedIn, cost: 20, class: cart, seconds: 10, revokedTokens: reject },
    deleteMyAccount: { on, permission: signedIn, cost: 50, class: cart, seconds: 10, revokedTokens: reject },
    setRoles: { on, permission: writeAccounts, cost: 10, class: browse, seconds: 10, revokedTokens: reject, fresh },
    setDisabled: { on, permission: writeAccounts, cost: 10, class: browse, seconds: 10, revokedTokens: reject, fresh },
    endSessions: { on, permission: writeAccounts, cost: 10, class: browse, seconds: 10, revokedTokens: reject, fresh },
    revokeSessions: {
      on,
      permission: writeAccounts,
      cost: 10,
      class: browse,
      seconds: 10,
      revokedTokens: reject,
      fresh,
    },
    inviteStaff: { on, permission: writeAccounts, cost: 20, class: browse, seconds: 10, revokedTokens: reject, fresh },
    createApiToken: {
      on,
      permission: manageTokens,
      cost: 10,
      class: browse,
      seconds: 10,
      revokedTokens: reject,
      fresh,
    },
    revokeApiToken: { on, permission: manageTokens, cost: 10, class: browse, seconds: 10, revokedTokens: reject },

    createCategory: { on, permission: writeCatalog, cost: 10, class: browse, seconds: 10, revokedTokens: reject },
    updateCategory: { on, permission: writeCatalog, cost: 10, class: browse, seconds: 10, revokedTokens: reject },
    deleteCategory: { on, permission: writeCatalog, cost: 10, class: browse, seconds: 10, revokedTokens: reject },
    createProduct: { on, permission: writeCatalog, cost: 10, class: browse, seconds: 10, revokedTokens: reject },
    updateProduct: { on, permission: writeCatalog, cost: 10, class: browse, seconds: 10, revokedTokens: reject },
    deleteProduct: { on, permission: writeCatalog, cost: 10, class: browse, seconds: 10, revokedTokens: reject },
    adjustStock: { on, permission: writeStock, cost: 10, class: browse, seconds: 10, revokedTokens: reject },
    updateProducts: { on, permission: writeCatalog, cost: 20, class: browse, seconds: 10, revokedTokens: reject },
    restoreProduct: { on, permission: writeCatalog, cost: 10, class: browse, seconds: 10, revokedTokens: reject },
    moveCategory: { on, permission: writeCatalog, cost: 10, class: browse, seconds: 10, revokedTokens: reject },
    adjustStocks: { on, permission: writeStock, cost: 20, class: browse, seconds: 10, revokedTokens: reject },
    setLowStockThreshold: { on, permission: writeStock, cost: 10, class: browse, seconds: 10, revokedTokens: reject },
    createImport: { ...manageCatalog, cost: 10, seconds: 10, revokedTokens: reject },
    cancelImport: { ...manageCatalog, cost: 10, seconds: 10, revokedTokens: reject },
    createSynonymGroup: { ...manageCatalog, cost: 10, seconds: 10, revokedTokens: reject },
    updateSynonymGroup: { ...manageCatalog, cost: 10, seconds: 10, revokedTokens: reject },
    deleteSynonymGroup: { ...manageCatalog, cost: 10, seconds: 10, revokedTokens: reject },
    rebuildSearchIndex: { ...manageCatalog, cost: 20, seconds: 10, revokedTokens: reject },

    createMarket: { ...managePrices, permission: writeMarkets, cost: 10, seconds: 10, revokedTokens: reject },
    updateMarket: { ...managePrices, permission: writeMarkets, cost: 10, seconds: 10, revokedTokens: reject },
    saveTaxClass: { ...managePrices, cost: 10, seconds: 10, revokedTokens: reject },
    createTaxRate: { ...managePrices, cost: 10, seconds: 10, revokedTokens: reject },
    updateTaxRate: { ...managePrices, cost: 10, seconds: 10, revokedTokens: reject },
    deleteTaxRate: { ...managePrices, cost: 10, seconds: 10, revokedTokens: reject },
    createShippingZone: { ...managePrices, cost: 10, seconds: 10, revokedTokens: reject },
    updateShippingZone: { ...managePrices, cost: 10, seconds: 10, revokedTokens: reject },
    deleteShippingZone: { ...managePrices, cost: 10, seconds: 10, revokedTokens: reject },
    createPriceList: { ...managePrices, cost: 10, seconds: 10, revokedTokens: reject },
    updatePriceList: { ...managePrices, cost: 10, seconds: 10, revokedTokens: reject },
    setPriceListPrices: { ...managePrices, cost: 20, seconds: 10, revokedTokens: reject },
    deletePriceList: { ...managePrices, cost: 10, seconds: 10, revokedTokens: reject },
    createCustomerGroup: { ...manageGroups, cost: 10, seconds: 10, revokedTokens: reject },
    updateCustomerGroup: { ...manageGroups, cost: 10, seconds: 10, revokedTokens: reject },
    setCustomerGroups: { ...manageGroups, cost: 10, seconds: 10, revokedTokens: reject },
    createPromotion: { ...managePrices, cost: 10, seconds: 10, revokedTokens: reject },
    updatePromotion: { ...managePrices, cost: 10, seconds: 10, revokedTokens: reject },
    setPromotionActive: { ...managePrices, cost: 10, seconds: 10, revokedTokens: reject },
    deletePromotion: { ...managePrices, cost: 10, seconds: 10, revokedTokens: reject },
    createCouponCodes: { ...managePrices, cost: 20, seconds: 10, revokedTokens: reject },
    setCouponCodeActive: { ...managePrices, cost: 10, seconds: 10, revokedTokens: reject },

    createCart: { on, permission: signedIn, cost: 10, class: cart, seconds: 10, revokedTokens: reject },
    setCartLine: { on, permission: signedIn, cost: 10, class: cart, seconds: 10, revokedTokens: reject },
    addToCart: { on, permission: signedIn, cost: 10, class: cart, seconds: 10, revokedTokens: reject },
    setCartLines: { on, permission: signedIn, cost: 20, class: cart, seconds: 10, revokedTokens: reject },
    reorder: { on, permission: signedIn, cost: 20, class: cart, seconds: 10, revokedTokens: reject },
    setCartCouponCodes: { on, permission: signedIn, cost: 10, class: cart, seconds: 10, revokedTokens: reject },
    setCartCurrency: { on, permission: signedIn, cost: 10, class: cart, seconds: 10, revokedTokens: reject },
    placeOrder: { on, permission: signedIn, cost: 50, class: checkout, seconds: 10, revokedTokens: reject },
    resumeOrderPayment: { on, permission: signedIn, cost: 20, class: checkout, seconds: 10, revokedTokens: reject },
    resumePayment: { on, permission: signedIn, cost: 20, class: checkout, seconds: 10, revokedTokens: reject },
    cancelOrder: { on, permission: signedIn, cost: 20, class: checkout, seconds: 10, revokedTokens: reject },
    refundOrder: { on, permission: writeOrders, cost: 20, class: checkout, seconds: 10, revokedTokens: reject },
    cancelOrderLines: { on, permission: writeOrders, cost: 20, class: checkout, seconds: 10, revokedTokens: reject },
    fulfilOrder: { on, permission: writeOrders, cost: 10, class: cart, seconds: 10, revokedTokens: reject },
    markOrderDelivered: { on, permission: writeOrders, cost: 10, class: cart, seconds: 10, revokedTokens: reject },
    markDelivered: { on, permission: writeOrders, cost: 10, class: cart, seconds: 10, revokedTokens: reject },
    resolveOrder: { on, permission: writeOrders, cost: 20, class: checkout, seconds: 10, revokedTokens: reject },
    fulfilOrders: { on, permission: writeOrders, cost: 100, class: cart, seconds: 10, revokedTokens: reject },
    resolveOrders: { on, permission: writeOrders, cost: 100, class: checkout, seconds: 10, revokedTokens: reject },
    addOrderNote: { on, permission: writeOrders, cost: 10, class: cart, seconds: 10, revokedTokens: reject },
    runPendingEffects: { on, permission: writeOrders, cost: 20, class: checkout, seconds: 10, revokedTokens: reject },
    rebuildOrderLists: { on, permission: writeOrders, cost: 20, class: browse, seconds: 10, revokedTokens: reject },
    rebuildStock: { on, permission: writeOrders, cost: 20, class: browse, seconds: 10, revokedTokens: reject },
    rebuildOrders: { on, permission: writeOrders, cost: 20, class: browse, seconds: 10, revokedTokens: reject },
    redriveDeadLetter: { on, permission: writeOrders, cost: 10, class: browse, seconds: 10, revokedTokens: reject },
    retryFailedJob: { on, permission: anyStaff, cost: 10, class: browse, seconds: 10, revokedTokens: reject },
    discardFailedJob: { on, permission: anyStaff, cost: 10, class: browse, seconds: 10, revokedTokens: reject },
    replayDeadFact: { on, permission: writeOrders, cost: 10, class: browse, seconds: 10, revokedTokens: reject },
  } satisfies PolicyTable<MutationResolvers, MutationPolicy>,

  Subscription: {
    orderEvents: { on, permission: signedIn, cost: 20, class: cart, seconds: 5, revokedTokens: reject },
    orderFeed: { on, permission: readOrders, cost: 50, class: browse, seconds: 5, revokedTokens: reject },
    stock: { on, permission: anyone, cost: 20, class: browse, seconds: 5, revokedTokens: allow },
    stockLevels: { on, permission: anyone, cost: 20, class: browse, seconds: 5, revokedTokens: allow },
    importProgress: { ...manageCatalog, cost: 20, seconds: 5, revokedTokens: reject },
    searchIndexRebuildProgress: { ...manageCatalog, cost: 20, seconds: 5, revokedTokens: reject },
  } satisfies PolicyTable<SubscriptionResolvers, ReadPolicy>,
};
