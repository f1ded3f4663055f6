import { allTag, clockKey, sameEpoch, tagKey } from "../../kit/storage/cache-tags.ts";
import type { RedisConnection } from "../../kit/storage/redis.ts";
import type { CachedResponse } from "./cached-response.ts";
import { remainingTtl } from "./edge-tier.ts";

interface RedisLookup {
  readonly response: CachedResponse | undefined;
  /** The logical clock of the tags; undefined when it has no value yet. */
  readonly clock: number | undefined;
}

/** Returns an entry and the logical clock in one round trip. */
export async function getFromRedis(redis: RedisConnection, key: string): Promise<RedisLookup> {
  const [clock, json] = await redis.run((client) => client.mget<(string | null)[]>(clockKey, key));
  return {
    response: typeof json === "string" ? (JSON.parse(json) as CachedResponse) : undefined,
    clock: typeof clock === "string" ? Number(clock) : undefined,
  };
}

/** Stores a response until it expires. */
export async function putInRedis(redis: RedisConnection, key: string, response: CachedResponse): Promise<void> {
  await redis.run((client) => client.set(key, JSON.stringify(response), { ex: remainingTtl(response) }));
}

/** Returns whether none of the response's tags was invalidated since the response was computed. */
export async function isValid(redis: RedisConnection, { clock, tags }: CachedResponse): Promise<boolean> {
  const keys = [clockKey, ...[...tags, allTag].map(tagKey)];
  const [now, ...invalidatedAt] = await redis.run((client) => client.mget<(string | null)[]>(...keys));
  // A clock that went back, or started again, has lost invalidations.
  const isSameClock = Number(now ?? 0) >= clock && sameEpoch(Number(now), clock);
  return isSameClock && invalidatedAt.every((time) => time === null || Number(time) <= clock);
}
