import type { RedisConnection } from "./redis.ts";

/**
 * When what was last changed, in Redis: whoever keeps something made of entities asks whether one of them was changed
 * since. Time is a counter there, so that nobody's clock matters. The catalog writes it, the gateway asks.
 */

/** Of any list or search: every change of a product or category is one of them. */
export const listsTag = "lists";
/** Of the category tree. */
export const categoriesTag = "categories";
/** Of everything that there is. */
export const allTag = "everything";

/** The counter, which each change moves on. */
export const clockKey = "tags:clock";
export const tagKey = (tag: string): string => `tag:${tag}`;

/** Nothing is kept for longer without being asked about, so that older changes need not be known. */
const tagSeconds = 600;

/** More than there ever are. */
const changesOfMs = 2 ** 11;

/**
 * Begins a clock where Redis has none, or has lost it: at the millisecond that it is, past all that an earlier one has
 * shown. What was noted by that one is lost with it, and times of two clocks say nothing about each other.
 */
const begin = (): readonly [string, string, { nx: true }] => [clockKey, String(Date.now() * changesOfMs), { nx: true }];

export async function initEpoch(redis: RedisConnection): Promise<void> {
  await redis.run((client) => client.set(...begin()));
}

/** Whether two times are of one clock. Now and then times of one are taken for those of two: that makes an answer anew. */
export function sameEpoch(a: number, b: number): boolean {
  return Math.floor(a / changesOfMs) === Math.floor(b / changesOfMs);
}

/** Notes that these were changed just now. To be called after the change can be read. */
export async function invalidateTags(redis: RedisConnection, tags: readonly string[]): Promise<void> {
  await redis.run(async (client) => {
    const [, now] = await client
      .pipeline()
      .set(...begin())
      .incr(clockKey)
      .exec<[string | null, number]>();
    const pipeline = client.pipeline();
    for (const tag of tags) pipeline.set(tagKey(tag), String(now), { ex: tagSeconds });
    await pipeline.exec();
  });
}
