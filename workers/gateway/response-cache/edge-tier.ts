import type { CachedResponse } from "./cached-response.ts";

/** What a look-up knows of the request it is for. */
export interface CacheContext {
  /** What is kept in a data centre stands under the host that was asked, as the platform advises. */
  readonly url: string;
  /** Takes what goes on after the response. */
  readonly waitUntil: (work: Promise<unknown>) => void;
}

/** A room of our own in the platform's cache. The number changes with the shape of what is kept. */
const room = "answers:1";
const patienceMs = 50;
const restMs = 1_000;

let awayUntil = 0;

/**
 * What this data centre has. Nobody tells it of changes: whoever finds something asks Redis whether it is still good.
 * Where the Cache API is not, as outside of a zone's own domain, nothing is found.
 */
export async function getFromEdge(name: string, { url }: CacheContext): Promise<CachedResponse | undefined> {
  return reach(async (cache) => {
    const found = await cache.match(addressOf(name, url));
    return found === undefined ? undefined : ((await found.json()) as CachedResponse);
  });
}

/** Keeps an answer in this data centre for so many seconds. */
export async function putInEdge(name: string, answer: CachedResponse, { url }: CacheContext): Promise<void> {
  const headers = { "content-type": "application/json", "cache-control": `public, max-age=${remainingTtl(answer)}` };
  await reach((cache) => cache.put(addressOf(name, url), new Response(JSON.stringify(answer), { headers })));
}

/** How long an answer may be kept from now on: at least the second that caches count in. */
export function remainingTtl({ until }: CachedResponse): number {
  return Math.max(Math.ceil((until - Date.now()) / 1000), 1);
}

const addressOf = (name: string, url: string): string => `${new URL(url).origin}/${name}`;

/** A cache that is away or slow is as an empty one, and is then left alone for a moment. */
async function reach<T>(work: (cache: Cache) => Promise<T>): Promise<T | undefined> {
  if (Date.now() < awayUntil) return undefined;
  const { promise: late, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(new Error("the data centre's cache did not answer in time")), patienceMs);
  try {
    return await Promise.race([caches.open(room).then(work), late]);
  } catch {
    awayUntil = Date.now() + restMs;
    return undefined;
  } finally {
    clearTimeout(timer);
  }
}
