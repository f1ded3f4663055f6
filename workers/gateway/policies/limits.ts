/** Limits of every request. The limits of single operations are in `operations.ts`. */
export const limits = {
  /** Size of the body of a GraphQL request. Beyond: 413. */
  bodyBytes: 100 * 1024,
  /** Requests of a network address per minute: `ADDRESS_LIMIT` in `wrangler.toml`. Beyond: RATE_LIMITED. */
  requestsPerAddress: 300,
  /** Time for the whole request, from its first byte on. */
  seconds: 10,
  /** Lexical tokens of a document. */
  tokens: 2_000,
  /** Levels of fields in a document. Beyond: QUERY_TOO_COSTLY, as for all limits of documents. */
  depth: 12,
  /** Aliases in a document. */
  aliases: 30,
  /** Directives in a document. */
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
  selections: {
    /** Fields of a selection set with its fragments. */
    fields: 100,
    /** Fields of one response name in a selection set with its fragments. */
    fieldsPerResponseName: 10,
    /** Fields of one path of response names. */
    fieldsPerPath: 30,
    /** Fields of a document when each fragment counts wherever it is used. */
    expandedFields: 10_000,
  },
  /** Events of an order's timeline on one page. Beyond: BAD_USER_INPUT. */
  timelineEvents: 250,
  /** Related products of one product. Beyond: BAD_USER_INPUT. */
  relatedProducts: 20,
  /** Pixels of the width of a resized picture. Beyond: BAD_USER_INPUT. */
  pictureWidth: 10_000,
  /** Representations that one `_entities` call accepts. */
  representations: 500,
  /** Representations of orders in a document, and orders that a request loads: each order is a Durable Object. */
  orders: 100,
  /** Orders that one mutation changes. Beyond: TOO_MANY_ITEMS. */
  bulkOrders: 50,
  /** Size of a response. `nodes` are objects, and `characters` those of all strings before their serialization. */
  response: {
    /** Objects in a response. */
    nodes: 20_000,
    /** Characters of all strings of a response. */
    characters: 5_000_000,
    /** Size of a response. */
    bytes: 5_000_000,
  },
  /** Open subscriptions of one isolate: per account, per IP, and in total. A subscription ends after `seconds`. */
  subscriptions: {
    /** Open subscriptions of an account in one isolate. Beyond: RATE_LIMITED. */
    perAccount: 50,
    /** Open subscriptions of a network address in one isolate. Beyond: RATE_LIMITED. */
    perAddress: 100,
    /** Open subscriptions of all callers in one isolate. Beyond: UNAVAILABLE. */
    total: 2_000,
    /** Time after which a subscription ends. The client subscribes again. */
    seconds: 600,
  },
  import: {
    /** Size of the body of an import. Beyond: 413. */
    bytes: 4 * 1024 * 1024,
    /** Lines with text in an import. Beyond: 413. */
    lines: 500,
    /** Line breaks in an import. Beyond: 413. */
    lineBreaks: 10_000,
    /** Size of the file of an import job. Beyond: 413. */
    fileBytes: 100_000_000,
    /** Time in which the file of an import job must arrive, in seconds. Later: the connection is closed. */
    fileSeconds: 600,
    /** Lines of a file that are stored and imported together. */
    chunkLines: 250,
    /** Bytes of a file that are stored and imported together, unless one line has more. */
    chunkBytes: 1_000_000,
  },
  documents: {
    /** Characters of a document that is registered as a persisted query. Longer ones are executed, but not stored. */
    characters: 10_000,
    /** Size of the new documents of a network address in an hour. Beyond: executed, but not stored. */
    bytesPerHour: 100 * 1024,
    /** Time after its last use for which a document is stored. */
    seconds: 24 * 3_600,
  },
  /** Size of a webhook from the payment provider. Beyond: 413. */
  webhookBytes: 256 * 1024,
} as const;

/**
 * Points per minute: of an account, of an IP without an account, of an IPv6 /48 network without accounts, of all visitors of a
 * storefront token, and of a partner's token. Minutes of the clock count, so that a burst can use the points of two minutes.
 * `requestsPerAddress` requests of 100 points are the quota of an IP: cheaper ones are limited by that number alone.
 */
export const quotas = {
  /** Points of an account per minute. Beyond: RATE_LIMITED. */
  account: 60_000,
  /** Points of a network address without an account per minute, in requests of more than 100 points. Beyond: RATE_LIMITED. */
  ip: 30_000,
  /** Points of an IPv6 /48 network without accounts per minute. Beyond: RATE_LIMITED. */
  network: 90_000,
  /** Points of all visitors of a storefront token per minute. Beyond: RATE_LIMITED. */
  storefront: 3_000_000,
  /** Points of a partner's token per minute. Beyond: RATE_LIMITED. */
  token: 60_000,
} as const;

/** Whether requests are allowed ("fail-open") or rejected ("fail-closed") while Redis cannot count the quota. */
export type FailMode = "fail-open" | "fail-closed";

export interface ClassPolicy {
  /** Requests of this class are rejected when the isolate runs this share of its limit: see `createConcurrencyLimit`. */
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
