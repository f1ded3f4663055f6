import { serviceIdentity } from "../kit/auth/service-identity.ts";
import type { Call } from "../kit/connect/call-context.ts";
import { type Rpc, rpcTo } from "../kit/connect/client.ts";
import { type Database, openDatabase } from "../kit/storage/postgres.ts";
import { openRedis, type RedisDoor } from "../kit/storage/redis.ts";
import { followingCategories } from "./cache/category-tree.ts";
import { followingAnswers } from "./cache/response-cache-invalidation.ts";
import { readConfig } from "./config.ts";
import type { Follower } from "./outbox/consumer.ts";
import { elasticsearchSearch } from "./search/elasticsearch/adapter.ts";
import { openElasticsearch } from "./search/elasticsearch/client.ts";
import { indexFollower } from "./search/elasticsearch/index-consumer.ts";
import { continueRebuild, type Rebuild } from "./search/elasticsearch/rebuild.ts";
import { postgresSearch } from "./search/postgres/adapter.ts";
import { openSearch, type Search } from "./search/search.ts";

/** One order that does not answer keeps the others waiting for so long, and no longer. */
const orderTimeoutMs = 4_000;

/** What a catalog RPC works with. */
export interface CatalogContext extends Call {
  readonly db: Database;
  /** What is read again and again. Whatever is in it may go at any time. */
  readonly cache: RedisDoor;
  readonly search: Search;
  /** Goes on building the search index anew; undefined where there is none. */
  readonly rebuild: ((at: Rebuild) => Promise<Rebuild>) | undefined;
  /** What is told of every change: see the outbox. */
  readonly followers: readonly Follower[];
  /** The order service, called as the catalog itself. */
  readonly orders: () => Promise<Rpc>;
}

let cache: RedisDoor | undefined;

export function openContext(env: Env, call: Call): CatalogContext {
  const config = readConfig(env);
  const { trace, signal } = call;
  const db = openDatabase(config.database, signal);
  cache ??= openRedis(config.redis);
  const { elasticsearch: address, searchIndex } = config;
  const engine = address === undefined ? undefined : openElasticsearch(address, searchIndex);
  return {
    ...call,
    db,
    cache,
    search: openSearch(call, postgresSearch(db), engine && elasticsearchSearch(engine, db)),
    rebuild: engine && ((at) => continueRebuild(engine, db, at, call.now())),
    followers: [
      followingCategories(cache),
      followingAnswers(cache),
      ...(engine === undefined ? [] : [indexFollower(engine, db)]),
    ],
    orders: async () => {
      const identity = await serviceIdentity("catalog", config.identityKey, call.now());
      return rpcTo(env.ORDER, { trace, timeoutMs: orderTimeoutMs, identity });
    },
  };
}
