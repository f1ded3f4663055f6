import { openRedis, type RedisDoor } from "../kit/storage/redis.ts";
import type { GatewayConfig } from "./config.ts";
import { openQuota, type Quota } from "./policies/quota.ts";
import { openShelf, type Shelf } from "./response-cache/tiered-cache.ts";

interface Counters {
  readonly redis: RedisDoor;
  readonly quota: Quota;
  readonly shelf: Shelf;
}

let counters: Counters | undefined;

/** Redis, the quotas that are counted there and the answers that are kept there: one of each an isolate. */
export function openCounters(config: GatewayConfig): Counters {
  if (counters === undefined) {
    const redis = openRedis(config.redis);
    counters = { redis, quota: openQuota(redis), shelf: openShelf(redis) };
  }
  return counters;
}
