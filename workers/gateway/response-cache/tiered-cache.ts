import { allTag, initEpoch, invalidateTags } from "../../kit/storage/cache-tags.ts";
import type { RedisConnection } from "../../kit/storage/redis.ts";
import type { CachedResponse } from "./cached-response.ts";
import { shortDigest } from "./digest.ts";
import { type CacheContext, getFromEdge, putInEdge } from "./edge-tier.ts";
import { clearMemory, getFromMemory, setInMemory } from "./memory-tier.ts";
import { getFromRedis, isValid, putInRedis } from "./redis-tier.ts";

export type CacheLookup =
  | { readonly type: "hit"; readonly tier: "MEMORY" | "COLO" | "REDIS"; readonly response: CachedResponse }
  /** `clock` is stored with the response that is computed now. */
  | { readonly type: "miss"; readonly clock: number }
  /** Redis is down or has no clock yet: the response cannot be cached. */
  | { readonly type: "bypass" };

/** Three tiers: the memory of the isolate, the Cache API of the data centre, and Redis for all data centres. */
export interface ResponseCache {
  get(key: string, context: CacheContext): Promise<CacheLookup>;
  set(key: string, entry: CacheEntry, context: CacheContext): Promise<void>;
  /** Invalidates all entries after a write through this gateway, so that the client reads its own write. */
  invalidateAll(): Promise<void>;
}

export interface CacheEntry {
  readonly response: CachedResponse;
  /** A time before any of the response's data was read. */
  readonly validAt: number;
}

/** Increase the number when the shape of an entry changes. */
const storageKey = async (key: string): Promise<string> => `response:1:${await shortDigest(key)}`;

const bypass: CacheLookup = { type: "bypass" };

export function createResponseCache(redis: RedisConnection): ResponseCache {
  const lookUp = async (key: string, context: CacheContext): Promise<CacheLookup> => {
    const now = Date.now();
    const memory = getFromMemory(key, now);
    if (memory?.isFresh) return { type: "hit", tier: "MEMORY", response: memory.response };

    let invalidClock = -1;
    const validate = async (response: CachedResponse | undefined): Promise<CachedResponse | undefined> => {
      // A response that is as old as an invalid one, or older, is invalid too.
      if (response === undefined || response.expiresAt <= now || response.clock <= invalidClock) return undefined;
      if (await isValid(redis, response)) {
        setInMemory(key, response, now);
        return response;
      }
      invalidClock = response.clock;
      return undefined;
    };

    const name = await storageKey(key);
    const remembered = await validate(memory?.response);
    if (remembered !== undefined) return { type: "hit", tier: "MEMORY", response: remembered };
    const nearby = await validate(await getFromEdge(name, context));
    if (nearby !== undefined) return { type: "hit", tier: "COLO", response: nearby };

    const { clock, response: stored } = await getFromRedis(redis, name);
    if (clock === undefined) context.waitUntil(initEpoch(redis).catch(() => undefined));
    const response = await validate(stored);
    if (response !== undefined) {
      context.waitUntil(putInEdge(name, response, context));
      return { type: "hit", tier: "REDIS", response };
    }
    return clock === undefined ? bypass : { type: "miss", clock };
  };

  return {
    get: (key, context) => lookUp(key, context).catch(() => bypass),
    set: async (key, { response, validAt }, context) => {
      setInMemory(key, response, validAt);
      const name = await storageKey(key);
      await Promise.all([putInEdge(name, response, context), putInRedis(redis, name, response).catch(() => undefined)]);
    },
    invalidateAll: async () => {
      clearMemory();
      // A response that is computed from older data has an older clock, so this invalidates it too.
      await invalidateTags(redis, [allTag]).catch(() => undefined);
    },
  };
}
