import { connectRedis, type RedisConnection } from "../kit/storage/redis.ts";
import type { GatewayConfig } from "./config.ts";
import { openQuota, type Quota } from "./policies/quota.ts";
import { createResponseCache, type ResponseCache } from "./response-cache/tiered-cache.ts";

interface RedisServices {
  readonly redis: RedisConnection;
  readonly quota: Quota;
  readonly responseCache: ResponseCache;
}

let counters: RedisServices | undefined;

/** Redis, the quotas that are counted there and the answers that are kept there: one of each an isolate. */
export function getRedisServices(config: GatewayConfig): RedisServices {
  if (counters === undefined) {
    const redis = connectRedis(config.redis);
    counters = { redis, quota: openQuota(redis), responseCache: createResponseCache(redis) };
  }
  return counters;
}
