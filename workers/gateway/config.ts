import { readOnce, requireText } from "../kit/config.ts";

export interface GatewayConfig {
  readonly identityKey: string;
  readonly issuer: string;
  readonly redis: { readonly url: string; readonly token: string };
  /** False for load tests. */
  readonly limits: boolean;
  /** Introspection, suggestions and GraphiQL are for development. */
  readonly production: boolean;
}

/** Reads and checks the bindings. Throws a ConfigError that names the one at fault. */
export const readConfig = readOnce((env: Env): GatewayConfig => {
  return {
    identityKey: requireText(env, "IDENTITY_KEY"),
    issuer: requireText(env, "TOKEN_ISSUER"),
    redis: {
      url: requireText(env, "UPSTASH_REDIS_REST_URL"),
      token: requireText(env, "UPSTASH_REDIS_REST_TOKEN"),
    },
    limits: env.LIMITS !== "off",
    production: requireText(env, "ENVIRONMENT") === "production",
  };
});
