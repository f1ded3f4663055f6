import { createIdentitySigner, type IdentitySigner } from "../kit/auth/identity-signer.ts";
import {
  ConfigError,
  memoizeConfig,
  readEnvironment,
  readLimitsEnabled,
  readLocalHost,
  readOrigins,
  requirePositiveInteger,
  requireString,
  requireUrl,
} from "../kit/config.ts";
import { type FastPaths, readFastPaths } from "../kit/fast-paths.ts";
import { readTelemetry } from "../kit/observability/telemetry.ts";
import { allowOrigins } from "../kit/outbound-fetch.ts";
import { type RedisConfig, readRedisConfig } from "../kit/storage/redis-config.ts";

export interface GatewayConfig {
  /** Signs the identities that this Worker sends to others. */
  readonly identitySigner: IdentitySigner;
  /** Hashes network addresses in log lines and in the audit trail. The account service has the same key. */
  readonly addressHashKey: string;
  readonly issuer: string;
  readonly redis: RedisConfig;
  /** The Redis of cached responses and documents. The catalog invalidates cached responses in it. */
  readonly cacheRedis: RedisConfig;
  /** False switches off rate limits and quotas, for load tests. */
  readonly limitsEnabled: boolean;
  /** Concurrent requests of one isolate: see `policies/limits.ts` for the share of each priority class. */
  readonly maxInFlight: number;
  /** Origins whose pages may call the API from a browser. */
  readonly allowedOrigins: ReadonlySet<string>;
  /** `host:port` of the GraphiQL page; empty without GraphiQL. */
  readonly graphiqlHost: string;
  /** True outside development. Switches off introspection, suggestions and GraphiQL. */
  readonly production: boolean;
  /** The origin of the zone that resizes pictures. Undefined without one. */
  readonly pictureOrigin: string | undefined;
  readonly fastPaths: FastPaths;
  /** Where vulnerabilities are reported: a `mailto:` or `https:` address. */
  readonly securityContact: string;
}

/** Returns the configuration from the bindings. Throws a ConfigError that names the invalid binding. */
export const readConfig = memoizeConfig((env: Env): GatewayConfig => {
  const limitsEnabled = readLimitsEnabled(env);
  const config: GatewayConfig = {
    identitySigner: createIdentitySigner("gateway", requireString(env, "IDENTITY_PRIVATE_KEYS")),
    addressHashKey: requireString(env, "ADDRESS_HASH_KEY"),
    issuer: requireString(env, "TOKEN_ISSUER"),
    redis: readRedisConfig(env),
    cacheRedis: readRedisConfig(env, "CACHE_REDIS_REST"),
    limitsEnabled,
    maxInFlight: limitsEnabled ? requirePositiveInteger(env, "MOST_IN_FLIGHT") : Number.POSITIVE_INFINITY,
    allowedOrigins: readOrigins(env, "ALLOWED_ORIGINS"),
    graphiqlHost: readLocalHost(env, "GRAPHIQL_HOST"),
    production: readEnvironment(env) !== "development",
    pictureOrigin: env.PICTURE_ORIGIN === "" ? undefined : requireUrl(env, "PICTURE_ORIGIN"),
    fastPaths: readFastPaths(env),
    securityContact: readSecurityContact(env),
  };
  const { redis, cacheRedis, graphiqlHost } = config;
  const graphiqlOrigins = graphiqlHost === "" ? [] : [`http://${graphiqlHost}`];
  allowOrigins(
    [redis, cacheRedis].map(({ url }) => new URL(url).origin),
    "redis",
  );
  allowOrigins(graphiqlOrigins);
  readTelemetry(env);
  return config;
});

function readSecurityContact(env: Env): string {
  const contact = requireString(env, "SECURITY_CONTACT");
  if (!/^(mailto:[^\s@]+@[^\s@]+|https:\/\/\S+)$/.test(contact)) {
    throw new ConfigError("SECURITY_CONTACT", "is neither a mailto: nor an https: address");
  }
  return contact;
}
