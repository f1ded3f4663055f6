import { ConfigError, memoizeConfig, requireText } from "../kit/config.ts";
import { type CurrencyCode, parseCurrency } from "../kit/domain/money.ts";

export interface OrderConfig {
  readonly database: { readonly DATABASE_URL: string; readonly NEON_PROXY: string };
  readonly identityKey: string;
  readonly defaultCurrency: CurrencyCode;
  /** For how long an effect is tried before a person has to look. */
  readonly giveUpMs: number;
  readonly stripe: {
    readonly secretKey: string;
    /** Of the endpoint that events are sent to. */
    readonly webhookSecret: string;
    /** `host:port` that answers in place of Stripe's own host; empty in production. */
    readonly host: string;
  };
}

function requireSeconds(env: object, binding: string): number {
  const seconds = Number(requireText(env, binding));
  if (!(seconds > 0)) throw new ConfigError(binding, "is not a number of seconds");
  return seconds;
}

/** Reads and checks the bindings. Throws a ConfigError that names the one at fault. */
export const readConfig = memoizeConfig((env: Env): OrderConfig => {
  const defaultCurrency = parseCurrency(requireText(env, "DEFAULT_CURRENCY"));
  if (defaultCurrency === undefined)
    throw new ConfigError("DEFAULT_CURRENCY", "is not a currency the shop can price in");
  return {
    database: { DATABASE_URL: requireText(env, "DATABASE_URL"), NEON_PROXY: env.NEON_PROXY },
    identityKey: requireText(env, "IDENTITY_KEY"),
    defaultCurrency,
    giveUpMs: requireSeconds(env, "GIVE_UP_SECONDS") * 1000,
    stripe: {
      secretKey: requireText(env, "STRIPE_SECRET_KEY"),
      webhookSecret: requireText(env, "STRIPE_WEBHOOK_SECRET"),
      host: env.STRIPE_HOST,
    },
  };
});
