import { connectRedis, type RedisConnection } from "../kit/storage/redis.ts";
import type { GatewayConfig } from "./config.ts";
import { createQuota, type Quota } from "./policies/quota.ts";
import { createDocumentStore, type DocumentStore } from "./response-cache/document-store.ts";
import { createResponseCache, type ResponseCache } from "./response-cache/tiered-cache.ts";

export interface RedisServices {
  /** For sessions, revoked tokens and limits. It must not evict keys. */
  readonly redis: RedisConnection;
  /** For cached responses and documents. It may evict keys. */
  readonly cacheRedis: RedisConnection;
  readonly quota: Quota;
  readonly responseCache: ResponseCache;
  readonly documents: DocumentStore;
}

let services: RedisServices | undefined;

/** Returns the Redis connections and what is stored in them. One isolate shares one of each. */
export function getRedisServices(config: GatewayConfig): RedisServices {
  if (services === undefined) {
    const redis = connectRedis(config.redis);
    const cacheRedis = connectRedis(config.cacheRedis);
    services = {
      redis,
      cacheRedis,
      quota: createQuota(redis),
      responseCache: createResponseCache(cacheRedis),
      documents: createDocumentStore({ cacheRedis, redis, limitsEnabled: config.limitsEnabled }),
    };
  }
  return services;
}
