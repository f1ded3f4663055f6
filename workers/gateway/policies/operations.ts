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
    _service: { on: development, who: anyone, cost: 1, class: browse, seconds: 5, cache: never },
    _entities: { on, who: anyone, cost: 1, class: browse, seconds: 5, cache: never },
    node: { on, who: anyone, cost: 1, class: browse, seconds: 5, cache: never },
    me: { on, who: anyone, cost: 1, class: cart, seconds: 5, cache: never },
    account: { on, who: signedIn, cost: 1, class: browse, seconds: 5, cache: never },
    accounts: { on, who: seesAccounts, cost: 10, class: browse, seconds: 5, cache: never },
    securityEvents: { on, who: audits, cost: 10, class: browse, seconds: 5, cache: never },
    apiTokens: { on, who: keepsTokens, cost: 10, class: browse, seconds: 5, cache: never },
    product: { on, who: anyone, cost: 1, class: browse, seconds: 5, cache: 60 },
    products: { on, who: anyone, cost: 1, class: browse, seconds: 5, cache: 60 },
    search: { on, who: anyone, cost: 10, class: search, seconds: 5, cache: 2 },
    suggest: { on, who: anyone, cost: 2, class: search, seconds: 5, cache: 2 },
    category: { on, who: anyone, cost: 1, class: browse, seconds: 5, cache: 60 },
    categories: { on, who: anyone, cost: 1, class: browse, seconds: 5, cache: 60 },
    order: { on, who: signedIn, cost: 2, class: cart, seconds: 5, cache: never },
    orders: { on, who: signedIn, cost: 1, class: cart, seconds: 5, cache: never },
    allOrders: { on, who: seesOrders, cost: 10, class: browse, seconds: 5, cache: never },
    deadFacts: { on, who: seesOrders, cost: 10, class: browse, seconds: 5, cache: never },
  } satisfies Every<QueryResolvers & FederationResolvers, QueryPolicy>,

  Mutation: {
    register: { on, who: anyone, cost: 50, class: cart, seconds: 10, revoked: served },
    login: { on, who: anyone, cost: 50, class: cart, seconds: 10, revoked: served },
    startGuestSession: { on, who: anyone, cost: 20, class: cart, seconds: 10, revoked: served },
    refreshSession: { on, who: anyone, cost: 10, class: cart, seconds: 10, revoked: served },
    logout: { on, who: signedIn, cost: 10, class: cart, seconds: 10, revoked: served },
    logoutEverywhere: { on, who: signedIn, cost: 10, class: cart, seconds: 10, revoked: refused },
    revokeSession: { on, who: signedIn, cost: 10, class: cart, seconds: 10, revoked: refused },
    changePassword: { on, who: signedIn, cost: 50, class: cart, seconds: 10, revoked: refused },
    requestPasswordReset: { on, who: anyone, cost: 20, class: cart, seconds: 10, revoked: served },
    resetPassword: { on, who: anyone, cost: 50, class: cart, seconds: 10, revoked: served },
    requestEmailVerification: { on, who: signedIn, cost: 20, class: cart, seconds: 10, revoked: refused },
    verifyEmail: { on, who: anyone, cost: 10, class: cart, seconds: 10, revoked: served },
    updateProfile: { on, who: signedIn, cost: 10, class: cart, seconds: 10, revoked: refused },
    updatePreferences: { on, who: signedIn, cost: 10, class: cart, seconds: 10, revoked: refused },
    saveAddress: { on, who: signedIn, cost: 10, class: cart, seconds: 10, revoked: refused },
    deleteAddress: { on, who: signedIn, cost: 10, class: cart, seconds: 10, revoked: refused },
    deleteMyAccount: { on, who: signedIn, cost: 50, class: cart, seconds: 10, revoked: refused },
    setRoles: { on, who: keepsAccounts, cost: 10, class: browse, seconds: 10, revoked: refused },
    setDisabled: { on, who: keepsAccounts, cost: 10, class: browse, seconds: 10, revoked: refused },
    createApiToken: { on, who: keepsTokens, cost: 10, class: browse, seconds: 10, revoked: refused },
    revokeApiToken: { on, who: keepsTokens, cost: 10, class: browse, seconds: 10, revoked: refused },

    createCategory: { on, who: keepsCatalog, cost: 10, class: browse, seconds: 10, revoked: refused },
    updateCategory: { on, who: keepsCatalog, cost: 10, class: browse, seconds: 10, revoked: refused },
    deleteCategory: { on, who: keepsCatalog, cost: 10, class: browse, seconds: 10, revoked: refused },
    createProduct: { on, who: keepsCatalog, cost: 10, class: browse, seconds: 10, revoked: refused },
    updateProduct: { on, who: keepsCatalog, cost: 10, class: browse, seconds: 10, revoked: refused },
    deleteProduct: { on, who: keepsCatalog, cost: 10, class: browse, seconds: 10, revoked: refused },
    adjustStock: { on, who: keepsStock, cost: 10, class: browse, seconds: 10, revoked: refused },

    createCart: { on, who: signedIn, cost: 10, class: cart, seconds: 10, revoked: refused },
    setCartLine: { on, who: signedIn, cost: 10, class: cart, seconds: 10, revoked: refused },
    placeOrder: { on, who: signedIn, cost: 50, class: checkout, seconds: 10, revoked: refused },
    resumePayment: { on, who: signedIn, cost: 20, class: checkout, seconds: 10, revoked: refused },
    cancelOrder: { on, who: signedIn, cost: 20, class: checkout, seconds: 10, revoked: refused },
    refundOrder: { on, who: keepsOrders, cost: 20, class: checkout, seconds: 10, revoked: refused },
    fulfilOrder: { on, who: keepsOrders, cost: 10, class: cart, seconds: 10, revoked: refused },
    markDelivered: { on, who: keepsOrders, cost: 10, class: cart, seconds: 10, revoked: refused },
    resolveOrder: { on, who: keepsOrders, cost: 20, class: checkout, seconds: 10, revoked: refused },
    rebuildOrders: { on, who: keepsOrders, cost: 20, class: browse, seconds: 10, revoked: refused },
    replayDeadFact: { on, who: keepsOrders, cost: 10, class: browse, seconds: 10, revoked: refused },
  } satisfies Every<MutationResolvers, MutationPolicy>,

  Subscription: {
    orderEvents: { on, who: signedIn, cost: 20, class: cart, seconds: 5 },
    stock: { on, who: anyone, cost: 20, class: browse, seconds: 5 },
  } satisfies Every<SubscriptionResolvers, Policy>,
};
