import { address } from "./harness.ts";
import type { Operations } from "./operations.ts";

/** Values that differ between two requests of the same kind. */
export interface RequestInput {
  readonly index: number;
  readonly sku: string;
  /** A word in the names of some products. */
  readonly word: string;
  readonly email: string;
  readonly password: string;
}

export interface ProfiledRequest {
  readonly query: string;
  readonly variables?: (input: RequestInput) => object;
  /** Whether a customer sends it. Otherwise the client is not signed in. */
  readonly isSignedIn: boolean;
  /** The field of the response's data that is not null when the request has succeeded. */
  readonly resultField: string;
  /** The operations that one request may cause when all caches are filled. */
  readonly budget: Omit<Operations, "errors">;
}

/** Without categories: their tree is cached for a second only, so that the operations would depend on the time. */
const productFields = `slug name brand inStock priceRange { min { amountMinor currency } } variants { sku name price { amountMinor currency } stock { available } }`;
const evalsha = (count: number): readonly string[] => Array(count).fill("EVALSHA");
const none = { rpcs: [], roundTrips: 0, statements: 0, commits: 0, alarms: 0, payments: [], redis: [], events: 0 };

/**
 * The requests of `npm run profile`, and the budget of each. The client has just signed in, so that a check of its token is
 * not cached. A change that needs more operations changes this table: see
 * docs/performance.md. A change that needs fewer lowers it.
 */
export const profiledRequests = {
  list: {
    query: `{ products(first: 10) { edges { cursor node { ${productFields} } } pageInfo { hasNextPage endCursor } } }`,
    // The response of a client that is not signed in would come from the cache.
    isSignedIn: true,
    resultField: "products",
    budget: { ...none, rpcs: ["ListProducts"], roundTrips: 1, statements: 1, redis: ["EVALSHA"] },
  },
  search: {
    query: `query ($word: String!) { search(query: $word, first: 10) { totalCount edges { node { ${productFields} } } } }`,
    variables: ({ word }) => ({ word }),
    isSignedIn: true,
    resultField: "search",
    budget: { ...none, rpcs: ["SearchProducts"], roundTrips: 1, statements: 1, redis: ["EVALSHA"] },
  },
  login: {
    query: "mutation ($input: LoginInput!) { login(input: $input) { accessToken userErrors { code } } }",
    variables: ({ email, password }) => ({ input: { email, password } }),
    isSignedIn: false,
    resultField: "login",
    budget: {
      ...none,
      rpcs: ["AuthenticateUser"],
      roundTrips: 2,
      statements: 2,
      redis: ["EVAL", ...evalsha(10), "MGET", "SET"],
    },
  },
  order: {
    query: "mutation ($input: PlaceOrderInput!) { placeOrder(input: $input) { order { status } userErrors { code } } }",
    variables: ({ index, sku }) => ({
      input: {
        idempotencyKey: `profile-${index}`,
        lines: [{ sku, quantity: 1 }],
        paymentMethod: "pm_card_visa",
        shippingAddress: address,
      },
    }),
    isSignedIn: true,
    resultField: "placeOrder",
    budget: {
      rpcs: ["PlaceOrder", "Quote", "Reserve"],
      roundTrips: 6,
      statements: 9,
      commits: 5,
      alarms: 2,
      payments: ["POST /v1/payment_intents", "POST /v1/payment_intents/{id}/capture"],
      redis: ["EVALSHA", "INCR", "MGET", "SET", "SET", "SET"],
      events: 2,
    },
  },
} as const satisfies Readonly<Record<string, ProfiledRequest>>;

export type ProfiledName = keyof typeof profiledRequests;
