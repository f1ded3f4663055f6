import type { RedisConnection } from "./redis.ts";

/**
 * Cache tags (surrogate keys) in Redis. Each tag stores the logical time of its last invalidation. The clock is a
 * counter in Redis, so the clocks of machines do not matter. The catalog invalidates tags; the gateway compares them
 * with the time at which it cached a response.
 */

/** Tag of every list and search. Every product or category mutation invalidates it. */
export const listsTag = "lists";
/** Tag of the category tree. */
export const categoriesTag = "categories";
/** Tag of the list of markets. */
export const marketsTag = "markets";
/** Tag of all prices of markets. Every change of a market, a price list or a tax class invalidates it. */
export const pricesTag = "prices";
/** Tag of all cached responses. */
export const allTag = "everything";

/** The logical clock, which every invalidation increments. */
export const clockKey = "tags:clock";
export const tagKey = (tag: string): string => `tag:${tag}`;

/** Lifetime of an invalidation. No response is cached for longer without a check, so older ones are not needed. */
const tagTtlSeconds = 600;

/** More invalidations than there are in one millisecond. */
const ticksPerMs = 2 ** 11;

/**
 * The command that initializes the clock when Redis has none or has lost it. It starts at the current time, which is
 * past every value of an earlier clock. The invalidations of an earlier clock are lost with it, so values of two clocks
 * are not comparable.
 */
const initCommand = (): readonly [string, string, { nx: true }] => [
  clockKey,
  String(Date.now() * ticksPerMs),
  { nx: true },
];

/** Initializes the clock if Redis has none. */
export async function initEpoch(redis: RedisConnection): Promise<void> {
  await redis.run((client) => client.set(...initCommand()));
}

/**
 * Returns whether two times belong to the same clock. It is sometimes wrong and returns false for one clock, which only
 * causes a cache miss.
 */
export function sameEpoch(a: number, b: number): boolean {
  return Math.floor(a / ticksPerMs) === Math.floor(b / ticksPerMs);
}

/** Marks tags as invalidated now. Call it after the write is visible to readers. */
export async function invalidateTags(redis: RedisConnection, tags: readonly string[]): Promise<void> {
  await redis.run(async (client) => {
    const [, now] = await client
      .pipeline()
      .set(...initCommand())
      .incr(clockKey)
      .exec<[string | null, number]>();
    const pipeline = client.pipeline();
    for (const tag of tags) pipeline.set(tagKey(tag), String(now), { ex: tagTtlSeconds });
    await pipeline.exec();
  });
}
