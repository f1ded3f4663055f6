import { describeError, log } from "../../kit/observability/log.ts";
import { CircuitOpenError } from "../../kit/storage/circuit-breaker.ts";
import type { Database } from "../../kit/storage/postgres.ts";
import type { RedisConnection } from "../../kit/storage/redis.ts";

export type Redis = RedisConnection["client"];

/** The part of a request's context that the caches use. */
export interface CacheDeps {
  readonly db: Database;
  readonly cache: RedisConnection;
  /** Runs work after the response is sent. */
  readonly defer: (work: Promise<unknown>) => void;
}

/** Entries that are read through Redis, by key. */
export interface CacheSource<T> {
  /** Returns the keys that exist, according to the database. Runs concurrently with `getCached`. */
  findExisting(): Promise<readonly string[]>;
  /** Returns the JSON that Redis has for each key. */
  getCached(client: Redis, keys: readonly string[]): Promise<readonly (string | null)[]>;
  /** Returns undefined for an entry that is older than the database. */
  parse(key: string, json: string): T | undefined;
  /** Loads entries from the database. */
  load(keys: readonly string[]): Promise<ReadonlyMap<string, T>>;
  store(client: Redis, loaded: ReadonlyMap<string, T>): Promise<unknown>;
  /** Returns the Redis key of the lease to load the current version of an entry. */
  leaseKey(key: string): string;
}

/**
 * Duration of a lease: no other caller loads the entry during this time. A lease is not released early. A caller that
 * missed the cache just before the entry was stored would acquire it and load the entry again.
 */
const leaseMs = 2_000;
/** Delays between the reads of a caller that waits for another caller's load. Then it reads the database itself. */
const retryDelaysMs = [20, 40, 80, 160, 320, 640];

/**
 * Reads entries through Redis. One caller loads a missing entry from the database while concurrent callers wait for it,
 * for a limited time. Reads everything from the database when Redis is down.
 */
export async function readThrough<T>(
  { cache, defer }: Pick<CacheDeps, "cache" | "defer">,
  keys: readonly string[],
  source: CacheSource<T>,
): Promise<ReadonlyMap<string, T>> {
  const tryRedis = <R>(work: (client: Redis) => Promise<R>) => cache.run(work).catch(logUnavailable);
  const getCached = async (requested: readonly string[]) => tryRedis((client) => source.getCached(client, requested));
  const found = new Map<string, T>();
  const addValid = (requested: readonly string[], cached: readonly (string | null)[]) => {
    for (const [index, key] of requested.entries()) {
      const json = cached[index] ?? null;
      const value = json === null ? undefined : source.parse(key, json);
      if (value !== undefined) found.set(key, value);
    }
  };

  const [existing, cached] = await Promise.all([source.findExisting(), getCached(keys)]);
  if (cached === undefined) return source.load(existing);
  addValid(keys, cached);
  const missing = existing.filter((key) => !found.has(key));
  if (missing.length === 0) return found;

  const leases = await tryRedis((client) => acquireLeases(client, missing.map(source.leaseKey)));
  const leased = missing.filter((_key, index) => leases?.[index] ?? true);
  if (leased.length > 0) {
    const loaded = await source.load(leased);
    for (const [key, value] of loaded) found.set(key, value);
    if (loaded.size > 0) defer(tryRedis((client) => source.store(client, loaded)));
  }
  let pending = missing.filter((key) => !leased.includes(key));
  for (const ms of retryDelaysMs) {
    if (pending.length === 0) return found;
    await new Promise((resolve) => setTimeout(resolve, ms));
    const stored = await getCached(pending);
    if (stored === undefined) break;
    addValid(pending, stored);
    pending = pending.filter((key) => !found.has(key));
  }
  for (const [key, value] of pending.length === 0 ? [] : await source.load(pending)) found.set(key, value);
  return found;
}

/** Logs a failed call, but not the calls that the open circuit rejects afterwards. */
function logUnavailable(error: unknown): undefined {
  if (error instanceof Error && !(error.cause instanceof CircuitOpenError)) {
    log("warn", "cache unavailable", { error: describeError(error) });
  }
}

/** Returns, for each key, whether this caller acquired the lease. */
async function acquireLeases(client: Redis, keys: readonly string[]): Promise<readonly boolean[]> {
  const pipeline = client.pipeline();
  for (const key of keys) pipeline.set(key, "1", { nx: true, px: leaseMs });
  return (await pipeline.exec()).map((reply) => reply !== null);
}
