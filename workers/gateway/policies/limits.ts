/** What holds for every request, whatever it asks for. What holds for single operations is in `operations.ts`. */
export const limits = {
  bodyBytes: 100 * 1024,
  /** For everything that an answer needs, from the first byte of the request on. */
  seconds: 10,
  tokens: 2_000,
  depth: 12,
  aliases: 30,
  directives: 30,
  /** As many mistakes of a document are told. */
  errors: 20,
  /** Points of one document: see `price.ts`. */
  cost: 10_000,
  /** Entities that one `_entities` may refer to. */
  references: 500,
  /** That are open in one isolate, of one account or address and of all; and for how long each may be. */
  subscriptions: { each: 50, all: 2_000, seconds: 600 },
} as const;

/** Points in a minute. Besides, an address may make so many requests as `wrangler.toml` says. */
export const quotas = { account: 60_000, address: 30_000, token: 60_000 } as const;

/** Whether something is done while nobody can say how much its caller has used. */
export type FailMode = "open" | "closed";

export interface ClassPolicy {
  /** How full an isolate may be, of MOST_IN_FLIGHT, before this class is turned away. */
  readonly share: number;
  readonly withoutRedis: FailMode;
}

/** The first to be turned away first. */
export const priorityClasses = {
  search: { share: 0.4, withoutRedis: "open" },
  browse: { share: 0.6, withoutRedis: "open" },
  cart: { share: 0.8, withoutRedis: "open" },
  checkout: { share: 1, withoutRedis: "closed" },
} as const satisfies Readonly<Record<string, ClassPolicy>>;

export type PriorityClass = keyof typeof priorityClasses;
