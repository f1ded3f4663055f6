import { LRUCache } from "lru-cache";
import { type Clock, systemClock } from "../clock.ts";

export interface MemoryCacheOptions {
  /** Number of entries. The least recently used entry is evicted first. */
  readonly max: number;
  /** Lifetime of an entry that is set without `expiresAt`, in milliseconds. Default: entries do not expire. */
  readonly ttlMs?: number;
  readonly now?: Clock;
}

/** A cache in the memory of one isolate. */
export interface MemoryCache<K, V> {
  /** Returns the value of an unexpired entry. `now` replaces the cache's clock for this call. */
  get(key: K, now?: number): V | undefined;
  /** Stores a value until `expiresAt`, in milliseconds since the epoch. */
  set(key: K, value: V, expiresAt?: number): void;
  delete(key: K): void;
  clear(): void;
}

/**
 * Creates a cache with a maximum number of entries and an optional lifetime. Expiry uses `Date.now()`. lru-cache measures
 * its own `ttl` with `performance.now()`, which tests cannot set, and schedules a timer, so that option is not used.
 */
export function createMemoryCache<K extends {}, V extends {}>({
  max,
  ttlMs = Number.POSITIVE_INFINITY,
  now: clock = systemClock,
}: MemoryCacheOptions): MemoryCache<K, V> {
  const entries = new LRUCache<K, { readonly value: V; readonly expiresAt: number }>({ max });
  return {
    get: (key, now = clock()) => {
      const entry = entries.get(key);
      if (entry === undefined) return undefined;
      if (entry.expiresAt > now) return entry.value;
      entries.delete(key);
      return undefined;
    },
    set: (key, value, expiresAt = clock() + ttlMs) => {
      entries.set(key, { value, expiresAt });
    },
    delete: (key) => {
      entries.delete(key);
    },
    clear: () => entries.clear(),
  };
}

/**
 * Returns the cached promise, or caches the promise that `create` returns. Concurrent callers share one pending promise.
 * A rejected promise is removed. `create` must not use I/O of a request: workerd cancels it when that request ends.
 */
export function getOrCreate<K, T>(cache: MemoryCache<K, Promise<T>>, key: K, create: () => Promise<T>): Promise<T> {
  const cached = cache.get(key);
  if (cached !== undefined) return cached;
  const created = create();
  cache.set(key, created);
  created.catch(() => {
    if (cache.get(key) === created) cache.delete(key);
  });
  return created;
}
