import { ConfigError, requirePositiveInteger, requireString } from "../config.ts";

export interface RedisConfig {
  readonly url: string;
  readonly token: string;
  /** Timeout of one call, in milliseconds. */
  readonly timeoutMs: number;
}

/**
 * Reads the configuration from a Worker's bindings, whose names begin with `prefix`. Throws a ConfigError for a missing or
 * invalid one.
 */
export function readRedisConfig(env: object, prefix = "UPSTASH_REDIS_REST"): RedisConfig {
  const url = requireString(env, `${prefix}_URL`);
  if (!URL.canParse(url)) throw new ConfigError(`${prefix}_URL`, "is not a URL");
  return {
    url,
    token: requireString(env, `${prefix}_TOKEN`),
    timeoutMs: requirePositiveInteger(env, "REDIS_BUDGET_MS"),
  };
}
