import { serviceIdentity } from "../kit/auth/service-identity.ts";
import type { CallContext } from "../kit/connect/call-context.ts";
import { type Rpc, rpcTo } from "../kit/connect/client.ts";
import { type Database, openDatabase } from "../kit/storage/postgres.ts";
import { connectRedis, type RedisConnection } from "../kit/storage/redis.ts";
import { categoryCacheInvalidator } from "./cache/category-tree.ts";
import { responseCacheInvalidator } from "./cache/response-cache-invalidation.ts";
import { readConfig } from "./config.ts";
import type { OutboxConsumer } from "./outbox/consumer.ts";
import { elasticsearchSearch } from "./search/elasticsearch/adapter.ts";
import { openElasticsearch } from "./search/elasticsearch/client.ts";
import { indexConsumer } from "./search/elasticsearch/index-consumer.ts";
import { continueRebuild, type Rebuild } from "./search/elasticsearch/rebuild.ts";
import { postgresSearch } from "./search/postgres/adapter.ts";
import { openSearch, type Search } from "./search/search.ts";

/** One order that does not answer keeps the others waiting for so long, and no longer. */
const orderTimeoutMs = 4_000;

/** What a catalog RPC works with. */
export interface CatalogContext extends CallContext {
  readonly db: Database;
  /** What is read again and again. Whatever is in it may go at any time. */
  readonly cache: RedisConnection;
  readonly search: Search;
  /** Goes on building the search index anew; undefined where there is none. */
  readonly rebuild: ((at: Rebuild) => Promise<Rebuild>) | undefined;
  /** What is told of every change: see the outbox. */
  readonly outboxConsumers: readonly OutboxConsumer[];
  /** The order service, called as the catalog itself. */
  readonly orders: () => Promise<Rpc>;
}

let cache: RedisConnection | undefined;

export function openContext(env: Env, call: CallContext): CatalogContext {
  const config = readConfig(env);
  const { trace, signal } = call;
  const db = openDatabase(config.database, signal);
  cache ??= connectRedis(config.redis);
  const { elasticsearch: address, searchIndex } = config;
  const engine = address === undefined ? undefined : openElasticsearch(address, searchIndex);
  return {
    ...call,
    db,
    cache,
    search: openSearch(call, postgresSearch(db), engine && elasticsearchSearch(engine, db)),
    rebuild: engine && ((at) => continueRebuild(engine, db, at, call.now())),
    outboxConsumers: [
      categoryCacheInvalidator(cache),
      responseCacheInvalidator(cache),
      ...(engine === undefined ? [] : [indexConsumer(engine, db)]),
    ],
    orders: async () => {
      const identity = await serviceIdentity("catalog", config.identityKey, call.now());
      return rpcTo(env.ORDER, { trace, timeoutMs: orderTimeoutMs, identity });
    },
  };
}
