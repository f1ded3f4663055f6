import { LRUCache } from "lru-cache";
import type { CachedResponse } from "./cached-response.ts";

/** How long a response is served without asking Redis whether it is still valid. */
const freshMs = 1_000;
const maxEntries = 500;
/** Characters of all entries. An isolate has 128 MB in total, and a character takes up to two bytes. */
const maxCharacters = 16_000_000;

interface Entry {
  readonly response: CachedResponse;
  readonly freshUntil: number;
}

/** Responses that this isolate has served recently. */
const entries = new LRUCache<string, Entry>({
  max: maxEntries,
  maxSize: maxCharacters,
  sizeCalculation: ({ response }, key) => response.body.length + key.length,
});

/** Returns an unexpired response. Unless it is fresh, it must be validated against Redis before it is served. */
export function getFromMemory(
  key: string,
  now: number,
): { readonly response: CachedResponse; readonly isFresh: boolean } | undefined {
  const entry = entries.get(key);
  if (entry === undefined) return undefined;
  if (entry.response.expiresAt <= now) {
    entries.delete(key);
    return undefined;
  }
  return { response: entry.response, isFresh: entry.freshUntil > now };
}

/** Stores a response that was valid at `validAt`: when Redis confirmed it, or before any of its data was read. */
export function setInMemory(key: string, response: CachedResponse, validAt: number): void {
  entries.set(key, { response, freshUntil: validAt + freshMs });
}

export function clearMemory(): void {
  entries.clear();
}
