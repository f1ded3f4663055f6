import { readOnce, requireText } from "../kit/config.ts";

export interface CatalogConfig {
  readonly database: { readonly DATABASE_URL: string; readonly NEON_PROXY: string };
  readonly identityKey: string;
}

/** Reads and checks the bindings. Throws a ConfigError that names the one at fault. */
export const readConfig = readOnce((env: Env): CatalogConfig => {
  return {
    database: { DATABASE_URL: requireText(env, "DATABASE_URL"), NEON_PROXY: env.NEON_PROXY },
    identityKey: requireText(env, "IDENTITY_KEY"),
  };
});
