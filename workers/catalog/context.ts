import { detachCall } from "../kit/connect/background-call.ts";
import type { CallContext } from "../kit/connect/call-context.ts";
import { createRpcClient, type Rpc } from "../kit/connect/client.ts";
import { readFastPaths } from "../kit/fast-paths.ts";
import { connectDatabase, type Database } from "../kit/storage/postgres.ts";
import { connectRedis, type RedisConnection } from "../kit/storage/redis.ts";
import { categoryCacheInvalidator } from "./cache/category-tree.ts";
import { responseCacheInvalidator } from "./cache/response-cache-invalidation.ts";
import { readConfig } from "./config.ts";
import type { OutboxConsumer } from "./outbox/consumer.ts";
import { restockNotifier } from "./outbox/restock-notifier.ts";
import { createElasticsearchSearch } from "./search/elasticsearch/adapter.ts";
import { createElasticsearchClient } from "./search/elasticsearch/client.ts";
import { indexConsumer } from "./search/elasticsearch/index-consumer.ts";
import { continueReindex, type Reindex } from "./search/elasticsearch/reindex.ts";
import { createPostgresSearch } from "./search/postgres/adapter.ts";
import { createSearch, type Search } from "./search/search.ts";

/** Timeout of a call to another service. An order that does not respond delays the others by no more than this. */
const callTimeoutMs = 4_000;

/** Dependencies of a catalog call. */
export interface CatalogContext extends CallContext {
  readonly db: Database;
  /** Returns a database for work after the response. */
  readonly backgroundDb: () => Database;
  /** Cache of the category tree and products. Entries can disappear at any time. */
  readonly cache: RedisConnection;
  readonly search: Search;
  readonly defaultCurrency: ReturnType<typeof readConfig>["defaultCurrency"];
  /** Codes of the carriers that shipping methods can have. */
  readonly carriers: readonly string[];
  /** Runs the next step of a reindex. Undefined when there is no search engine. */
  readonly continueReindex: ((progress: Reindex) => Promise<Reindex>) | undefined;
  /** Receive every change of a product or category: see the outbox. */
  readonly outboxConsumers: readonly OutboxConsumer[];
  /** Returns a client of the order service that calls as the catalog service. */
  readonly orderClient: () => Promise<Rpc>;
  /** Returns the context for deferred work, which the end of the call does not abort. */
  readonly background: () => CatalogContext;
}

let cache: RedisConnection | undefined;

/** Creates the context of one call. Calls of an isolate share the Redis connection. */
export function createContext(env: Env, call: CallContext): CatalogContext {
  const config = readConfig(env);
  const { trace, signal } = call;
  const db = connectDatabase(config.database, signal);
  cache ??= connectRedis(config.redis);
  const { elasticsearchUrl, searchIndex } = config;
  const client = elasticsearchUrl === undefined ? undefined : createElasticsearchClient(elasticsearchUrl, searchIndex);
  const { defer, now } = call;
  const backgroundDb = () => connectDatabase(config.database, detachCall(call).signal);
  const connect = async (service: Fetcher): Promise<Rpc> => {
    const identity = await config.identitySigner.signService(call.now());
    return createRpcClient(service, {
      trace,
      timeoutMs: callTimeoutMs,
      identity,
      fastPath: readFastPaths(env).connect,
    });
  };
  const synonyms = { db, backgroundDb, defer, now };
  return {
    ...call,
    db,
    backgroundDb,
    cache,
    defaultCurrency: config.defaultCurrency,
    carriers: config.carriers,
    search: createSearch(call, {
      database: createPostgresSearch(synonyms),
      engine: client && createElasticsearchSearch(client, synonyms),
      backgroundEngine: () => client && createElasticsearchSearch(client, { ...synonyms, db: backgroundDb() }),
    }),
    continueReindex: client && ((progress) => continueReindex(client, db, progress, call.now())),
    outboxConsumers: [
      categoryCacheInvalidator(cache),
      responseCacheInvalidator(cache),
      ...(client === undefined ? [] : [indexConsumer(client, db)]),
      restockNotifier(db, () => connect(env.ACCOUNT)),
    ],
    background: () => createContext(env, detachCall(call)),
    orderClient: () => connect(env.ORDER),
  };
}
