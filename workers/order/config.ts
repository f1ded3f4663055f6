import { ConfigError, readOnce, requireText } from "../kit/config.ts";
import { type CurrencyCode, parseCurrency } from "../kit/money.ts";

export interface OrderConfig {
  readonly database: { readonly DATABASE_URL: string; readonly NEON_PROXY: string };
  readonly identityKey: string;
  readonly defaultCurrency: CurrencyCode;
  readonly stripe: { readonly secretKey: string; readonly host: string };
}

/** Reads and checks the bindings. Throws a ConfigError that names the one at fault. */
export const readConfig = readOnce((env: Env): OrderConfig => {
  const defaultCurrency = parseCurrency(requireText(env, "DEFAULT_CURRENCY"));
  if (defaultCurrency === undefined)
    throw new ConfigError("DEFAULT_CURRENCY", "is not a currency the shop can price in");
  return {
    database: { DATABASE_URL: requireText(env, "DATABASE_URL"), NEON_PROXY: env.NEON_PROXY },
    identityKey: requireText(env, "IDENTITY_KEY"),
    defaultCurrency,
    stripe: { secretKey: requireText(env, "STRIPE_SECRET_KEY"), host: env.STRIPE_HOST },
  };
});
