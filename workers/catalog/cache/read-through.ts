import { describeError, log } from "../../kit/observability/log.ts";
import type { Database } from "../../kit/storage/postgres.ts";
import type { RedisConnection } from "../../kit/storage/redis.ts";

export type Redis = RedisConnection["client"];

/** What the caches need of a request's context. */
export interface CacheDeps {
  readonly db: Database;
  readonly cache: RedisConnection;
  /** Runs work after the response is sent. */
  readonly defer: (work: Promise<unknown>) => void;
}

/** Something that is read through Redis, by names. */
export interface Cached<T> {
  /** Which of the names there is something for, told by the database. Asked at the same time as Redis. */
  exist(): Promise<readonly string[]>;
  /** What Redis has for each of these names. */
  texts(client: Redis, names: readonly string[]): Promise<readonly (string | null)[]>;
  /** Undefined when it is not what the database has by now. */
  parse(name: string, text: string): T | undefined;
  /** From the database. */
  load(names: readonly string[]): Promise<ReadonlyMap<string, T>>;
  keep(client: Redis, loaded: ReadonlyMap<string, T>): Promise<unknown>;
  /** The key of the mark that somebody loads this version of it. */
  loadingKey(name: string): string;
}

/**
 * Whoever loads something has so long before somebody else may. It is not ended sooner: who looked just before the
 * loader was done, and asks for the lease just after, would load it again.
 */
const leaseMs = 2_000;
/** How others wait for it, between looks, before they go to the database themselves. */
const waitsMs = [20, 40, 80, 160, 320, 640];

/**
 * Reads through Redis: what it has not is loaded from the database by one caller, while the others wait for that a
 * moment. While Redis is away, everything comes from the database.
 */
export async function readThrough<T>(
  { cache, defer }: Pick<CacheDeps, "cache" | "defer">,
  names: readonly string[],
  cached: Cached<T>,
): Promise<ReadonlyMap<string, T>> {
  const attempt = <R>(work: (client: Redis) => Promise<R>) => cache.run(work).catch(noteAway);
  const look = async (wanted: readonly string[]) => attempt((client) => cached.texts(client, wanted));
  const found = new Map<string, T>();
  const take = (wanted: readonly string[], texts: readonly (string | null)[]) => {
    for (const [index, name] of wanted.entries()) {
      const text = texts[index] ?? null;
      const value = text === null ? undefined : cached.parse(name, text);
      if (value !== undefined) found.set(name, value);
    }
  };

  const [existing, texts] = await Promise.all([cached.exist(), look(names)]);
  if (texts === undefined) return cached.load(existing);
  take(names, texts);
  const missing = existing.filter((name) => !found.has(name));
  if (missing.length === 0) return found;

  const leases = await attempt((client) => lease(client, missing.map(cached.loadingKey)));
  const mine = missing.filter((_name, index) => leases?.[index] ?? true);
  if (mine.length > 0) {
    const loaded = await cached.load(mine);
    for (const [name, value] of loaded) found.set(name, value);
    if (loaded.size > 0) defer(attempt((client) => cached.keep(client, loaded)));
  }
  let theirs = missing.filter((name) => !mine.includes(name));
  for (const ms of waitsMs) {
    if (theirs.length === 0) return found;
    await new Promise((resolve) => setTimeout(resolve, ms));
    const now = await look(theirs);
    if (now === undefined) break;
    take(theirs, now);
    theirs = theirs.filter((name) => !found.has(name));
  }
  for (const [name, value] of theirs.length === 0 ? [] : await cached.load(theirs)) found.set(name, value);
  return found;
}

/** The first that finds Redis away says so; those that do not even try have no cause to name. */
function noteAway(error: unknown): undefined {
  if (error instanceof Error && error.cause !== undefined) {
    log("warn", "cache away", { service: "catalog", error: describeError(error) });
  }
}

/** Which of these this caller is to load. */
async function lease(client: Redis, keys: readonly string[]): Promise<readonly boolean[]> {
  const pipeline = client.pipeline();
  for (const key of keys) pipeline.set(key, "1", { nx: true, px: leaseMs });
  return (await pipeline.exec()).map((reply) => reply !== null);
}
