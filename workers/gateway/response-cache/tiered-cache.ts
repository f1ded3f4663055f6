import {
  areOfOneClock,
  clockKey,
  everythingTag,
  noteChanged,
  startClock,
  tagKey,
} from "../../kit/storage/cache-tags.ts";
import type { RedisDoor } from "../../kit/storage/redis.ts";
import type { Answer } from "./cached-response.ts";
import { findNearby, keepNearby, secondsLeft, type Visit } from "./edge-tier.ts";
import { forgetAnswers, memorize, recall } from "./memory-tier.ts";

/** Answers are kept in this isolate, behind it in the data centre, and behind that in Redis for all of them. */
export interface Shelf {
  /** A good answer; or else the time, to be kept with the answer that is made now. Undefined when nobody can say. */
  find(key: string, visit: Visit): Promise<Answer | number | undefined>;
  keep(key: string, made: Made, visit: Visit): Promise<void>;
  /** After a change that was made through this gateway: whoever made it sees it at once. */
  forgetAll(): Promise<void>;
}

export interface Made {
  readonly answer: Answer;
  /** Before anything in it was read. */
  readonly goodAt: number;
}

/** The number changes with the shape of what is kept. */
const nameOf = async (key: string): Promise<string> => `answer:1:${await digest(key)}`;

export function openShelf(redis: RedisDoor): Shelf {
  const isGood = async ({ at, tags }: Answer): Promise<boolean> => {
    const keys = [clockKey, ...[...tags, everythingTag].map(tagKey)];
    const [now, ...changed] = await redis.reach((client) => client.mget<(string | null)[]>(...keys));
    // A clock that went back, or was lost, has forgotten changes.
    const isKnown = Number(now ?? 0) >= at && areOfOneClock(Number(now), at);
    return isKnown && changed.every((time) => time === null || Number(time) <= at);
  };

  const look = async (key: string, visit: Visit): Promise<Answer | number | undefined> => {
    const now = Date.now();
    const known = recall(key, now);
    if (known?.trusted) return known.answer;
    const name = await nameOf(key);
    let time: number | undefined;
    const inRedis = async (): Promise<Answer | undefined> => {
      const [clock, text] = await redis.reach((client) => client.mget<(string | null)[]>(clockKey, name));
      if (typeof clock === "string") time = Number(clock);
      else visit.afterwards(startClock(redis).catch(() => undefined));
      return text === null || text === undefined ? undefined : (JSON.parse(text) as Answer);
    };
    let outdatedAt = -1;
    for (const place of [() => known?.answer, () => findNearby(name, visit), inRedis]) {
      const answer = await place();
      // What is no newer than one that is old already need not be asked about.
      if (answer === undefined || answer.until <= now || answer.at <= outdatedAt) continue;
      if (await isGood(answer)) {
        memorize(key, answer, now);
        if (place === inRedis) visit.afterwards(keepNearby(name, answer, visit));
        return answer;
      }
      outdatedAt = answer.at;
    }
    return time;
  };

  return {
    find: (key, visit) => look(key, visit).catch(() => undefined),
    keep: async (key, { answer, goodAt }, visit) => {
      memorize(key, answer, goodAt);
      const name = await nameOf(key);
      const ex = secondsLeft(answer);
      await Promise.all([
        keepNearby(name, answer, visit),
        redis.reach((client) => client.set(name, JSON.stringify(answer), { ex })).catch(() => undefined),
      ]);
    },
    forgetAll: async () => {
      forgetAnswers();
      // An answer that is being made from what was there before is older than this, too.
      await noteChanged(redis, [everythingTag]).catch(() => undefined);
    },
  };
}

/** 128 bits of SHA-256, in hexadecimal. */
export async function digest(text: string): Promise<string> {
  const bytes = new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text)));
  return [...bytes.subarray(0, 16)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
