import { ConfigError, memoizeConfig, requireText } from "../kit/config.ts";
import { type RedisAddress, readRedisAddress } from "../kit/storage/redis.ts";

export interface CatalogConfig {
  readonly database: { readonly DATABASE_URL: string; readonly NEON_PROXY: string };
  readonly identityKey: string;
  readonly redis: RedisAddress;
  /** The address of the search engine, with whatever lets us in; undefined where the database searches. */
  readonly elasticsearch: string | undefined;
  /** The alias of the search index: shops that share a node have one each. */
  readonly searchIndex: string;
}

/** Reads and checks the bindings. Throws a ConfigError that names the one at fault. */
export const readConfig = memoizeConfig((env: Env): CatalogConfig => {
  return {
    database: { DATABASE_URL: requireText(env, "DATABASE_URL"), NEON_PROXY: env.NEON_PROXY },
    identityKey: requireText(env, "IDENTITY_KEY"),
    redis: readRedisAddress(env),
    elasticsearch: findAddress(requireText(env, "ELASTICSEARCH_URL")),
    searchIndex: requireText(env, "SEARCH_INDEX"),
  };
});

function findAddress(text: string): string | undefined {
  if (text === "none") return undefined;
  if (!URL.canParse(text)) throw new ConfigError("ELASTICSEARCH_URL", "is neither an address nor `none`");
  return text;
}
