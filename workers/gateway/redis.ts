import { connectRedis, type RedisConnection } from "../kit/storage/redis.ts";
import type { GatewayConfig } from "./config.ts";
import { createQuota, type Quota } from "./policies/quota.ts";
import { createResponseCache, type ResponseCache } from "./response-cache/tiered-cache.ts";

export interface RedisServices {
  readonly redis: RedisConnection;
  readonly quota: Quota;
  readonly responseCache: ResponseCache;
}

let services: RedisServices | undefined;

/** Returns the Redis connection, the quotas and the response cache. One isolate shares one of each. */
export function getRedisServices(config: GatewayConfig): RedisServices {
  if (services === undefined) {
    const redis = connectRedis(config.redis);
    services = { redis, quota: createQuota(redis), responseCache: createResponseCache(redis) };
  }
  return services;
}
