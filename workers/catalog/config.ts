import { createIdentitySigner, type IdentitySigner } from "../kit/auth/identity-signer.ts";
import { createIdentityVerifier, type IdentityVerifier } from "../kit/auth/identity-verifier.ts";
import { readCarriers } from "../kit/carriers.ts";
import { ConfigError, memoizeConfig, readLocalHost, readOptionalString, requireString } from "../kit/config.ts";
import { type CurrencyCode, parseCurrency } from "../kit/domain/money.ts";
import { readTelemetry } from "../kit/observability/telemetry.ts";
import { allowOrigins } from "../kit/outbound-fetch.ts";
import { getDatabaseOrigin } from "../kit/storage/postgres.ts";
import { type RedisConfig, readRedisConfig } from "../kit/storage/redis-config.ts";

export interface CatalogConfig {
  readonly database: { readonly DATABASE_URL: string; readonly NEON_PROXY: string };
  /** Signs the identities that this Worker sends to others. */
  readonly identitySigner: IdentitySigner;
  /** Verifies the identities of callers. */
  readonly identityVerifier: IdentityVerifier;
  readonly redis: RedisConfig;
  /** URL of Elasticsearch, with credentials. Undefined when Postgres searches. */
  readonly elasticsearchUrl: string | undefined;
  /** The currency of price filters that have none. */
  readonly defaultCurrency: CurrencyCode;
  /** Alias of the search index. Shops that share an Elasticsearch cluster have one each. */
  readonly searchIndex: string;
  /** Codes of the carriers that shipping methods can have. */
  readonly carriers: readonly string[];
}

/** Reads and validates the bindings. Throws a ConfigError that names an invalid one. */
export const readConfig = memoizeConfig((env: Env): CatalogConfig => {
  const defaultCurrency = parseCurrency(requireString(env, "DEFAULT_CURRENCY"));
  if (defaultCurrency === undefined) throw new ConfigError("DEFAULT_CURRENCY", "is not a supported currency");
  const config: CatalogConfig = {
    database: { DATABASE_URL: requireString(env, "DATABASE_URL"), NEON_PROXY: readLocalHost(env, "NEON_PROXY") },
    identitySigner: createIdentitySigner("catalog", requireString(env, "IDENTITY_PRIVATE_KEYS")),
    identityVerifier: createIdentityVerifier({
      publicKeys: requireString(env, "IDENTITY_PUBLIC_KEYS"),
      sharedKey: readOptionalString(env, "IDENTITY_KEY"),
    }),
    redis: readRedisConfig(env),
    elasticsearchUrl: parseElasticsearchUrl(requireString(env, "ELASTICSEARCH_URL")),
    defaultCurrency,
    searchIndex: requireString(env, "SEARCH_INDEX"),
    carriers: readCarriers(env).map(({ code }) => code),
  };
  allowOrigins([getDatabaseOrigin(config.database)], "sql");
  allowOrigins([new URL(config.redis.url).origin], "redis");
  allowOrigins(config.elasticsearchUrl === undefined ? [] : [new URL(config.elasticsearchUrl).origin], "search");
  readTelemetry(env);
  return config;
});

function parseElasticsearchUrl(text: string): string | undefined {
  if (text === "none") return undefined;
  if (!/^https?:\/\//.test(text) || !URL.canParse(text)) {
    throw new ConfigError("ELASTICSEARCH_URL", "is neither an HTTP URL nor `none`");
  }
  return text;
}
