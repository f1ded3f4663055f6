import { memoizeConfig, requireCount, requireText } from "../kit/config.ts";
import { type RedisAddress, readRedisAddress } from "../kit/storage/redis.ts";

export interface GatewayConfig {
  readonly identityKey: string;
  readonly issuer: string;
  readonly redis: RedisAddress;
  /** False for load tests. */
  readonly limits: boolean;
  /** Requests that an isolate works on at once: see `policies/bounds.ts` for who is let in when. */
  readonly mostInFlight: number;
  /** Origins whose pages may use the API from a browser. */
  readonly origins: ReadonlySet<string>;
  /** `host:port` of GraphiQL's page; empty where there is none. */
  readonly graphiqlHost: string;
  /** Introspection, suggestions and GraphiQL are for development. */
  readonly production: boolean;
}

/** Reads and checks the bindings. Throws a ConfigError that names the one at fault. */
export const readConfig = memoizeConfig((env: Env): GatewayConfig => {
  return {
    identityKey: requireText(env, "IDENTITY_KEY"),
    issuer: requireText(env, "TOKEN_ISSUER"),
    redis: readRedisAddress(env),
    limits: env.LIMITS !== "off",
    mostInFlight: env.LIMITS === "off" ? Number.POSITIVE_INFINITY : requireCount(env, "MOST_IN_FLIGHT"),
    origins: new Set(env.ALLOWED_ORIGINS.split(/[\s,]+/).filter((origin) => origin !== "")),
    graphiqlHost: env.GRAPHIQL_HOST,
    production: requireText(env, "ENVIRONMENT") === "production",
  };
});
