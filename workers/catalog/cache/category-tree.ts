import type { RedisConnection } from "../../kit/storage/redis.ts";
import type { OutboxConsumer } from "../outbox/consumer.ts";
import { type CategoryRow, listCategories } from "../store/categories.ts";
import { type CacheDeps, type CacheSource, type Redis, readThrough } from "./read-through.ts";

const redisKey = "catalog:1:categories";
const ttlSeconds = 24 * 3_600;
const treeKey = "tree";

/**
 * Returns all categories, parents before children. Redis has them as one JSON string, with the version that was current
 * before they were loaded. The string is valid while that version is current. So a tree that was loaded before a change
 * and stored after it is never used.
 */
export async function readCategories(deps: CacheDeps): Promise<readonly CategoryRow[]> {
  const found = await readThrough(deps, [treeKey], categoryTreeSource(deps));
  return found.get(treeKey) ?? [];
}

function categoryTreeSource({ db }: Pick<CacheDeps, "db">): CacheSource<readonly CategoryRow[]> {
  let version = "";
  let treeVersion = "";
  return {
    findExisting: async () => [treeKey],
    getCached: async (client) => {
      const fields = client.multi().hget(redisKey, "version").hget(redisKey, "treeVersion").hget(redisKey, "tree");
      const [current, stored, json] = await fields.exec<[string | null, string | null, string | null]>();
      version = current ?? "none";
      treeVersion = stored ?? "";
      return [json];
    },
    parse: (_key, json) => (treeVersion === version ? (JSON.parse(json) as readonly CategoryRow[]) : undefined),
    load: async () => new Map([[treeKey, await listCategories(db)]]),
    store: (client, loaded) => {
      const fields = { treeVersion: version, tree: JSON.stringify(loaded.get(treeKey)) };
      return client.pipeline().hset(redisKey, fields).expire(redisKey, ttlSeconds).exec();
    },
    leaseKey: () => `${redisKey}:loading:${version}`,
  };
}

const invalidate = (client: Redis) => client.hset(redisKey, { version: crypto.randomUUID() });

/** Invalidates the cached tree after a write, so that the client reads its own write. The outbox repeats it on failure. */
export async function invalidateCategories({ cache }: Pick<CacheDeps, "cache">): Promise<void> {
  await cache.run(invalidate).catch(() => undefined);
}

/** Invalidates the cached tree when a category changes. Cached products need no invalidation: reads check their version. */
export function categoryCacheInvalidator(cache: RedisConnection): OutboxConsumer {
  return {
    name: "cache",
    handle: async (changes) => {
      if (changes.some(({ subjectId }) => subjectId.startsWith("cat_"))) await cache.run(invalidate);
      return new Map();
    },
  };
}
