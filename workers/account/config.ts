import { memoizeConfig, requireText } from "../kit/config.ts";
import type { DatabaseAddress } from "../kit/storage/postgres.ts";
import { type RedisAddress, readRedisAddress } from "../kit/storage/redis.ts";

export interface AccountConfig {
  readonly database: DatabaseAddress;
  readonly identityKey: string;
  readonly redis: RedisAddress;
  /** A JSON Web Key Set with private keys. */
  readonly signingKeys: string;
  readonly issuer: string;
  readonly mail: {
    readonly apiKey: string;
    /** `host:port` that answers in place of the provider's own host; empty in production. */
    readonly host: string;
    readonly from: string;
  };
  /** Where the links in mails lead. */
  readonly storefront: string;
  /** False for load tests. */
  readonly limits: boolean;
}

/** Reads and checks the bindings. Throws a ConfigError that names the one at fault. */
export const readConfig = memoizeConfig((env: Env): AccountConfig => {
  return {
    database: { DATABASE_URL: requireText(env, "DATABASE_URL"), NEON_PROXY: env.NEON_PROXY },
    identityKey: requireText(env, "IDENTITY_KEY"),
    redis: readRedisAddress(env),
    signingKeys: requireText(env, "JWT_PRIVATE_KEYS"),
    issuer: requireText(env, "TOKEN_ISSUER"),
    mail: { apiKey: requireText(env, "MAIL_API_KEY"), host: env.MAIL_HOST, from: requireText(env, "MAIL_FROM") },
    storefront: requireText(env, "STOREFRONT_URL"),
    limits: env.LIMITS !== "off",
  };
});
