import { readOnce, requireText } from "../kit/config.ts";

export interface AccountConfig {
  readonly database: { readonly DATABASE_URL: string; readonly NEON_PROXY: string };
  readonly identityKey: string;
  readonly redis: { readonly url: string; readonly token: string };
  /** A JSON Web Key Set with private keys: the first one signs. */
  readonly signingKeys: string;
  readonly issuer: string;
}

/** Reads and checks the bindings. Throws a ConfigError that names the one at fault. */
export const readConfig = readOnce((env: Env): AccountConfig => {
  return {
    database: { DATABASE_URL: requireText(env, "DATABASE_URL"), NEON_PROXY: env.NEON_PROXY },
    identityKey: requireText(env, "IDENTITY_KEY"),
    redis: {
      url: requireText(env, "UPSTASH_REDIS_REST_URL"),
      token: requireText(env, "UPSTASH_REDIS_REST_TOKEN"),
    },
    signingKeys: requireText(env, "JWT_PRIVATE_KEYS"),
    issuer: requireText(env, "TOKEN_ISSUER"),
  };
});
