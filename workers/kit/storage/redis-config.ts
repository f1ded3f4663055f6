import { requirePositiveInteger, requireString } from "../config.ts";

export interface RedisConfig {
  readonly url: string;
  readonly token: string;
  /** Timeout of one call, in milliseconds. */
  readonly timeoutMs: number;
}

/** Reads the configuration from a Worker's bindings. Throws a ConfigError for a missing or invalid one. */
export function readRedisConfig(env: object): RedisConfig {
  return {
    url: requireString(env, "UPSTASH_REDIS_REST_URL"),
    token: requireString(env, "UPSTASH_REDIS_REST_TOKEN"),
    timeoutMs: requirePositiveInteger(env, "REDIS_BUDGET_MS"),
  };
}
