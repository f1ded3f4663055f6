/** Limits of every request. The limits of single operations are in `operations.ts`. */
export const limits = {
  bodyBytes: 100 * 1024,
  /** Time for the whole request, from its first byte on. */
  seconds: 10,
  /** Lexical tokens of a document. */
  tokens: 2_000,
  depth: 12,
  aliases: 30,
  directives: 30,
  /** Validation errors that one response reports. */
  errors: 20,
  /** Cost of one operation in points: see `query-cost.ts`. */
  cost: 10_000,
  /** Points that a document costs which is rejected before its execution. */
  rejectedDocumentCost: 10,
  /** A query that costs more points waits for its quota. Others run while Redis counts it. */
  concurrentCost: 100,
  /** Fields of a selection set with its fragments: see `selection-limits.ts`. */
  selections: { fields: 100, fieldsPerResponseName: 10, fieldsPerPath: 30, expandedFields: 10_000 },
  /** Representations that one `_entities` call accepts. */
  representations: 500,
  /** Representations of orders in a document, and orders that a request loads: each order is a Durable Object. */
  orders: 100,
  /** Size of a response. `nodes` are objects, and `characters` those of all strings before their serialization. */
  response: { nodes: 20_000, characters: 5_000_000, bytes: 5_000_000 },
  /** Open subscriptions of one isolate: per account, per IP, and in total. A subscription ends after `seconds`. */
  subscriptions: { perAccount: 50, perAddress: 100, total: 2_000, seconds: 600 },
} as const;

/**
 * Points per minute: of an account, of an IP without an account, of an IPv6 /48 network without accounts, of all visitors of a
 * storefront token, and of a partner's token. `wrangler.toml` also limits the number of requests per IP.
 */
export const quotas = { account: 60_000, ip: 30_000, network: 90_000, storefront: 3_000_000, token: 60_000 } as const;

/** Whether requests are allowed ("fail-open") or rejected ("fail-closed") while Redis cannot count the quota. */
export type FailMode = "fail-open" | "fail-closed";

export interface ClassPolicy {
  /** Requests of this class are rejected when the isolate is filled to this share of MOST_IN_FLIGHT. */
  readonly share: number;
  readonly failMode: FailMode;
}

/** The priority classes. The first class is rejected first. */
export const priorityClasses = {
  search: { share: 0.4, failMode: "fail-open" },
  browse: { share: 0.6, failMode: "fail-open" },
  cart: { share: 0.8, failMode: "fail-open" },
  checkout: { share: 1, failMode: "fail-closed" },
} as const satisfies Readonly<Record<string, ClassPolicy>>;

export type PriorityClass = keyof typeof priorityClasses;
