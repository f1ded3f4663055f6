import type { CachedResponse } from "./cached-response.ts";

/** What the cache needs from the request. */
export interface CacheContext {
  /** Edge entries are stored under the requested host, as Cloudflare advises. */
  readonly url: string;
  readonly waitUntil: (work: Promise<unknown>) => void;
}

/** The name of our cache in the Cache API. Increase the number when the shape of an entry changes. */
const cacheName = "responses:1";
const timeoutMs = 50;
const pauseMs = 1_000;

let pausedUntil = 0;

/**
 * Returns the entry of this data centre. Invalidations do not reach a data centre, so the entry must be validated against
 * Redis. Returns undefined where the Cache API does not exist, for example on workers.dev.
 */
export async function getFromEdge(key: string, { url }: CacheContext): Promise<CachedResponse | undefined> {
  return withCache(async (cache) => {
    const entry = await cache.match(entryUrl(key, url));
    return entry === undefined ? undefined : ((await entry.json()) as CachedResponse);
  });
}

/** Stores a response in this data centre until it expires. */
export async function putInEdge(key: string, response: CachedResponse, { url }: CacheContext): Promise<void> {
  const headers = { "content-type": "application/json", "cache-control": `public, max-age=${remainingTtl(response)}` };
  await withCache((cache) => cache.put(entryUrl(key, url), new Response(JSON.stringify(response), { headers })));
}

/** Returns the remaining lifetime in seconds. It is at least 1, the smallest lifetime that caches support. */
export function remainingTtl({ expiresAt }: CachedResponse): number {
  return Math.max(Math.ceil((expiresAt - Date.now()) / 1000), 1);
}

const entryUrl = (key: string, url: string): string => `${new URL(url).origin}/${key}`;

/** Returns undefined when the Cache API fails or times out. It is then not used for a moment. */
async function withCache<T>(work: (cache: Cache) => Promise<T>): Promise<T | undefined> {
  if (Date.now() < pausedUntil) return undefined;
  const { promise: timedOut, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(new Error("The Cache API timed out")), timeoutMs);
  try {
    return await Promise.race([caches.open(cacheName).then(work), timedOut]);
  } catch {
    pausedUntil = Date.now() + pauseMs;
    return undefined;
  } finally {
    clearTimeout(timer);
  }
}
