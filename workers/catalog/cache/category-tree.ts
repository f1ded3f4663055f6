import type { RedisConnection } from "../../kit/storage/redis.ts";
import type { OutboxConsumer } from "../outbox/consumer.ts";
import { type CategoryRow, listCategories } from "../store/categories.ts";
import { type CacheDeps, type Cached, type Redis, readThrough } from "./read-through.ts";

const key = "catalog:1:categories";
const keptSeconds = 24 * 3_600;
const tree = "tree";

/**
 * All categories, parents before children, as one text in Redis. It is kept with the version that stood before it was
 * loaded, and good while that stands: a tree that was read before a change and comes late is never taken for the new one.
 */
export async function readCategories(ctx: CacheDeps): Promise<readonly CategoryRow[]> {
  const found = await readThrough(ctx, [tree], cachedTree(ctx));
  return found.get(tree) ?? [];
}

function cachedTree({ db }: Pick<CacheDeps, "db">): Cached<readonly CategoryRow[]> {
  let version = "";
  let keptAt = "";
  return {
    exist: async () => [tree],
    texts: async (client) => {
      const fields = client.multi().hget(key, "version").hget(key, "keptAt").hget(key, "text");
      const [stands, then, text] = await fields.exec<[string | null, string | null, string | null]>();
      version = stands ?? "none";
      keptAt = then ?? "";
      return [text];
    },
    parse: (_name, text) => (keptAt === version ? (JSON.parse(text) as readonly CategoryRow[]) : undefined),
    load: async () => new Map([[tree, await listCategories(db)]]),
    keep: (client, loaded) => {
      const fields = { keptAt: version, text: JSON.stringify(loaded.get(tree)) };
      return client.pipeline().hset(key, fields).expire(key, keptSeconds).exec();
    },
    loadingKey: () => `${key}:loading:${version}`,
  };
}

const change = (client: Redis) => client.hset(key, { version: crypto.randomUUID() });

/** After a change, for whoever made it to see it at once. The outbox does it again when this fails. */
export async function forgetCategories({ cache }: Pick<CacheDeps, "cache">): Promise<void> {
  await cache.run(change).catch(() => undefined);
}

/** Follows the database: products need no telling, since every reader looks at their version. */
export function categoryCacheInvalidator(cache: RedisConnection): OutboxConsumer {
  return {
    name: "cache",
    handle: async (changes) => {
      if (changes.some(({ subjectId }) => subjectId.startsWith("cat_"))) await cache.run(change);
      return new Map();
    },
  };
}
