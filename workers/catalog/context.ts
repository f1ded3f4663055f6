import type { Call } from "../kit/call.ts";
import { type Rpc, rpcTo } from "../kit/connect-client.ts";
import { type Database, openDatabase } from "../kit/postgres.ts";
import { openRedis, type RedisDoor } from "../kit/redis.ts";
import { serviceIdentity } from "../kit/service-identity.ts";
import { followingAnswers } from "./cache/answers.ts";
import { followingCategories } from "./cache/category-tree.ts";
import { readConfig } from "./config.ts";
import type { Follower } from "./follower.ts";
import { elasticsearchSearch } from "./search/elasticsearch/adapter.ts";
import { openElasticsearch } from "./search/elasticsearch/client.ts";
import { indexFollower } from "./search/elasticsearch/follower.ts";
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
