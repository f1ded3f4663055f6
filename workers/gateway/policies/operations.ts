import { Permission } from "../../../proto/gen/common/v1/permission_pb.js";
import type { MutationResolvers, QueryResolvers, SubscriptionResolvers } from "../graphql/schema.generated.ts";
import type { MutationPolicy, Policy, QueryPolicy } from "./policy.ts";

const anyone = Permission.PUBLIC;
const signedIn = Permission.SIGNED_IN;
const seesAccounts = Permission.ACCOUNT_READ_ANY;
const keepsAccounts = Permission.ACCOUNT_WRITE_ANY;
const audits = Permission.AUDIT_READ;
const keepsTokens = Permission.API_TOKENS;
const keepsCatalog = Permission.CATALOG_WRITE;
const keepsStock = Permission.STOCK_WRITE;
const seesOrders = Permission.ORDER_READ_ANY;
const keepsOrders = Permission.ORDER_WRITE_ANY;

const [on, development] = [true, "development"] as const;
const [search, browse, cart, checkout] = ["search", "browse", "cart", "checkout"] as const;
const [refused, served] = ["refused", "served"] as const;
const never = "never";

/** A policy for each: one that is missing, or one too many, does not compile. */
type Every<Fields, P> = { readonly [K in keyof Required<Fields>]: P };

interface FederationResolvers {
  readonly _service: never;
  readonly _entities: never;
}

/** Every operation of the public API and what holds for it. `policy.ts` explains the columns. */
export const operations = {
  Query: {
    _service: { on: development, permission: anyone, cost: 1, class: browse, seconds: 5, cache: never },
    _entities: { on, permission: anyone, cost: 1, class: browse, seconds: 5, cache: never },
    node: { on, permission: anyone, cost: 1, class: browse, seconds: 5, cache: never },
    me: { on, permission: anyone, cost: 1, class: cart, seconds: 5, cache: never },
    account: { on, permission: signedIn, cost: 1, class: browse, seconds: 5, cache: never },
    accounts: { on, permission: seesAccounts, cost: 10, class: browse, seconds: 5, cache: never },
    securityEvents: { on, permission: audits, cost: 10, class: browse, seconds: 5, cache: never },
    apiTokens: { on, permission: keepsTokens, cost: 10, class: browse, seconds: 5, cache: never },
    product: { on, permission: anyone, cost: 1, class: browse, seconds: 5, cache: 60 },
    products: { on, permission: anyone, cost: 1, class: browse, seconds: 5, cache: 60 },
    search: { on, permission: anyone, cost: 10, class: search, seconds: 5, cache: 2 },
    suggest: { on, permission: anyone, cost: 2, class: search, seconds: 5, cache: 2 },
    category: { on, permission: anyone, cost: 1, class: browse, seconds: 5, cache: 60 },
    categories: { on, permission: anyone, cost: 1, class: browse, seconds: 5, cache: 60 },
    order: { on, permission: signedIn, cost: 2, class: cart, seconds: 5, cache: never },
    orders: { on, permission: signedIn, cost: 1, class: cart, seconds: 5, cache: never },
    allOrders: { on, permission: seesOrders, cost: 10, class: browse, seconds: 5, cache: never },
    deadFacts: { on, permission: seesOrders, cost: 10, class: browse, seconds: 5, cache: never },
  } satisfies Every<QueryResolvers & FederationResolvers, QueryPolicy>,

  Mutation: {
    register: { on, permission: anyone, cost: 50, class: cart, seconds: 10, revokedTokens: served },
    login: { on, permission: anyone, cost: 50, class: cart, seconds: 10, revokedTokens: served },
    startGuestSession: { on, permission: anyone, cost: 20, class: cart, seconds: 10, revokedTokens: served },
    refreshSession: { on, permission: anyone, cost: 10, class: cart, seconds: 10, revokedTokens: served },
    logout: { on, permission: signedIn, cost: 10, class: cart, seconds: 10, revokedTokens: served },
    logoutEverywhere: { on, permission: signedIn, cost: 10, class: cart, seconds: 10, revokedTokens: refused },
    revokeSession: { on, permission: signedIn, cost: 10, class: cart, seconds: 10, revokedTokens: refused },
    changePassword: { on, permission: signedIn, cost: 50, class: cart, seconds: 10, revokedTokens: refused },
    requestPasswordReset: { on, permission: anyone, cost: 20, class: cart, seconds: 10, revokedTokens: served },
    resetPassword: { on, permission: anyone, cost: 50, class: cart, seconds: 10, revokedTokens: served },
    requestEmailVerification: { on, permission: signedIn, cost: 20, class: cart, seconds: 10, revokedTokens: refused },
    verifyEmail: { on, permission: anyone, cost: 10, class: cart, seconds: 10, revokedTokens: served },
    updateProfile: { on, permission: signedIn, cost: 10, class: cart, seconds: 10, revokedTokens: refused },
    updatePreferences: { on, permission: signedIn, cost: 10, class: cart, seconds: 10, revokedTokens: refused },
    saveAddress: { on, permission: signedIn, cost: 10, class: cart, seconds: 10, revokedTokens: refused },
    deleteAddress: { on, permission: signedIn, cost: 10, class: cart, seconds: 10, revokedTokens: refused },
    deleteMyAccount: { on, permission: signedIn, cost: 50, class: cart, seconds: 10, revokedTokens: refused },
    setRoles: { on, permission: keepsAccounts, cost: 10, class: browse, seconds: 10, revokedTokens: refused },
    setDisabled: { on, permission: keepsAccounts, cost: 10, class: browse, seconds: 10, revokedTokens: refused },
    createApiToken: { on, permission: keepsTokens, cost: 10, class: browse, seconds: 10, revokedTokens: refused },
    revokeApiToken: { on, permission: keepsTokens, cost: 10, class: browse, seconds: 10, revokedTokens: refused },

    createCategory: { on, permission: keepsCatalog, cost: 10, class: browse, seconds: 10, revokedTokens: refused },
    updateCategory: { on, permission: keepsCatalog, cost: 10, class: browse, seconds: 10, revokedTokens: refused },
    deleteCategory: { on, permission: keepsCatalog, cost: 10, class: browse, seconds: 10, revokedTokens: refused },
    createProduct: { on, permission: keepsCatalog, cost: 10, class: browse, seconds: 10, revokedTokens: refused },
    updateProduct: { on, permission: keepsCatalog, cost: 10, class: browse, seconds: 10, revokedTokens: refused },
    deleteProduct: { on, permission: keepsCatalog, cost: 10, class: browse, seconds: 10, revokedTokens: refused },
    adjustStock: { on, permission: keepsStock, cost: 10, class: browse, seconds: 10, revokedTokens: refused },

    createCart: { on, permission: signedIn, cost: 10, class: cart, seconds: 10, revokedTokens: refused },
    setCartLine: { on, permission: signedIn, cost: 10, class: cart, seconds: 10, revokedTokens: refused },
    placeOrder: { on, permission: signedIn, cost: 50, class: checkout, seconds: 10, revokedTokens: refused },
    resumePayment: { on, permission: signedIn, cost: 20, class: checkout, seconds: 10, revokedTokens: refused },
    cancelOrder: { on, permission: signedIn, cost: 20, class: checkout, seconds: 10, revokedTokens: refused },
    refundOrder: { on, permission: keepsOrders, cost: 20, class: checkout, seconds: 10, revokedTokens: refused },
    fulfilOrder: { on, permission: keepsOrders, cost: 10, class: cart, seconds: 10, revokedTokens: refused },
    markDelivered: { on, permission: keepsOrders, cost: 10, class: cart, seconds: 10, revokedTokens: refused },
    resolveOrder: { on, permission: keepsOrders, cost: 20, class: checkout, seconds: 10, revokedTokens: refused },
    rebuildOrders: { on, permission: keepsOrders, cost: 20, class: browse, seconds: 10, revokedTokens: refused },
    replayDeadFact: { on, permission: keepsOrders, cost: 10, class: browse, seconds: 10, revokedTokens: refused },
  } satisfies Every<MutationResolvers, MutationPolicy>,

  Subscription: {
    orderEvents: { on, permission: signedIn, cost: 20, class: cart, seconds: 5 },
    stock: { on, permission: anyone, cost: 20, class: browse, seconds: 5 },
  } satisfies Every<SubscriptionResolvers, Policy>,
};
