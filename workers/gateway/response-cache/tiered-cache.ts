import { allTag, clockKey, initEpoch, invalidateTags, sameEpoch, tagKey } from "../../kit/storage/cache-tags.ts";
import type { RedisConnection } from "../../kit/storage/redis.ts";
import type { CachedResponse } from "./cached-response.ts";
import { type CacheContext, getFromEdge, putInEdge, remainingTtl } from "./edge-tier.ts";
import { clearMemory, getFromMemory, setInMemory } from "./memory-tier.ts";

/** Answers are kept in this isolate, behind it in the data centre, and behind that in Redis for all of them. */
export interface ResponseCache {
  /** A good answer; or else the time, to be kept with the answer that is made now. Undefined when nobody can say. */
  find(key: string, visit: CacheContext): Promise<CachedResponse | number | undefined>;
  keep(key: string, made: CacheEntry, visit: CacheContext): Promise<void>;
  /** After a change that was made through this gateway: whoever made it sees it at once. */
  forgetAll(): Promise<void>;
}

export interface CacheEntry {
  readonly answer: CachedResponse;
  /** Before anything in it was read. */
  readonly goodAt: number;
}

/** The number changes with the shape of what is kept. */
const nameOf = async (key: string): Promise<string> => `answer:1:${await digest(key)}`;

export function createResponseCache(redis: RedisConnection): ResponseCache {
  const isGood = async ({ at, tags }: CachedResponse): Promise<boolean> => {
    const keys = [clockKey, ...[...tags, allTag].map(tagKey)];
    const [now, ...changed] = await redis.run((client) => client.mget<(string | null)[]>(...keys));
    // A clock that went back, or was lost, has forgotten changes.
    const isKnown = Number(now ?? 0) >= at && sameEpoch(Number(now), at);
    return isKnown && changed.every((time) => time === null || Number(time) <= at);
  };

  const look = async (key: string, visit: CacheContext): Promise<CachedResponse | number | undefined> => {
    const now = Date.now();
    const known = getFromMemory(key, now);
    if (known?.trusted) return known.answer;
    const name = await nameOf(key);
    let time: number | undefined;
    const inRedis = async (): Promise<CachedResponse | undefined> => {
      const [clock, text] = await redis.run((client) => client.mget<(string | null)[]>(clockKey, name));
      if (typeof clock === "string") time = Number(clock);
      else visit.waitUntil(initEpoch(redis).catch(() => undefined));
      return text === null || text === undefined ? undefined : (JSON.parse(text) as CachedResponse);
    };
    let outdatedAt = -1;
    for (const place of [() => known?.answer, () => getFromEdge(name, visit), inRedis]) {
      const answer = await place();
      // What is no newer than one that is old already need not be asked about.
      if (answer === undefined || answer.until <= now || answer.at <= outdatedAt) continue;
      if (await isGood(answer)) {
        setInMemory(key, answer, now);
        if (place === inRedis) visit.waitUntil(putInEdge(name, answer, visit));
        return answer;
      }
      outdatedAt = answer.at;
    }
    return time;
  };

  return {
    find: (key, visit) => look(key, visit).catch(() => undefined),
    keep: async (key, { answer, goodAt }, visit) => {
      setInMemory(key, answer, goodAt);
      const name = await nameOf(key);
      const ex = remainingTtl(answer);
      await Promise.all([
        putInEdge(name, answer, visit),
        redis.run((client) => client.set(name, JSON.stringify(answer), { ex })).catch(() => undefined),
      ]);
    },
    forgetAll: async () => {
      clearMemory();
      // An answer that is being made from what was there before is older than this, too.
      await invalidateTags(redis, [allTag]).catch(() => undefined);
    },
  };
}

/** 128 bits of SHA-256, in hexadecimal. */
export async function digest(text: string): Promise<string> {
  const bytes = new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text)));
  return [...bytes.subarray(0, 16)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
