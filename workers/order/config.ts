import { createIdentitySigner, type IdentitySigner } from "../kit/auth/identity-signer.ts";
import { createIdentityVerifier, type IdentityVerifier } from "../kit/auth/identity-verifier.ts";
import { type KeyRing, type KeyUse, readKeyRing } from "../kit/auth/key-ring.ts";
import { readCarriers } from "../kit/carriers.ts";
import {
  ConfigError,
  memoizeConfig,
  readLimitsEnabled,
  readLocalHost,
  readOptionalString,
  readOrigins,
  requireOneOf,
  requireString,
} from "../kit/config.ts";
import { isCountry } from "../kit/domain/countries.ts";
import { type CurrencyCode, parseCurrency } from "../kit/domain/money.ts";
import { readTelemetry } from "../kit/observability/telemetry.ts";
import { allowOrigins, toOrigin } from "../kit/outbound-fetch.ts";
import { getDatabaseOrigin } from "../kit/storage/postgres.ts";
import { readViesOrigin } from "../kit/tax-ids/vies.ts";
import type { EasyPostConfig, ShippingOrigin } from "./carriers/easypost.ts";
import type { StripeConnection } from "./payments/stripe-client.ts";
import type { StripeTaxConfig } from "./taxes/stripe.ts";

export interface OrderConfig {
  readonly database: { readonly DATABASE_URL: string; readonly NEON_PROXY: string };
  /** Signs the identities that this Worker sends to others. */
  readonly identitySigner: IdentitySigner;
  /** Verifies the identities of callers. */
  readonly identityVerifier: IdentityVerifier;
  /** Keys for keyed hashes and derived tokens. */
  readonly keyRing: KeyRing<KeyUse<"order">>;
  readonly defaultCurrency: CurrencyCode;
  /** How long an effect is retried before staff must decide. */
  readonly giveUpMs: number;
  /** False switches off the limit on declined payments, for load tests. */
  readonly limits: boolean;
  /** The country of the shop's own VAT number, ISO 3166-1 alpha-2. Empty without one: reverse charge never applies. */
  readonly shopCountry: string;
  /** The origin of VIES. Undefined: no VAT number is verified. */
  readonly viesOrigin: string | undefined;
  /** The origins of the pages that the bank may send buyers back to. */
  readonly returnOrigins: ReadonlySet<string>;
  readonly stripe: StripeConnection & {
    /** The signing secret of the webhook endpoint. */
    readonly webhookSecret: string;
  };
  /** The provider of carriers' prices. Undefined when the shop has none. */
  readonly easypost: EasyPostConfig | undefined;
  /** Undefined when taxes come from the shop's own rates. */
  readonly stripeTax: StripeTaxConfig | undefined;
}

function requirePositive(env: object, binding: string): number {
  const value = Number(requireString(env, binding));
  if (!(value > 0 && Number.isFinite(value))) throw new ConfigError(binding, "is not a positive number");
  return value;
}

function readEasyPost(env: Env): EasyPostConfig | undefined {
  if (requireOneOf(env, "CARRIER_PROVIDER", ["none", "easypost"]) === "none") return undefined;
  return {
    apiKey: requireString(env, "EASYPOST_API_KEY"),
    apiOrigin: toOrigin(readLocalHost(env, "EASYPOST_HOST"), "https://api.easypost.com"),
    shippingOrigin: parseShippingOrigin(requireString(env, "SHIPPING_ORIGIN")),
    carriers: readCarriers(env),
  };
}

function readStripeTax(env: Env): StripeTaxConfig | undefined {
  if (requireOneOf(env, "TAX_PROVIDER", ["none", "stripe"]) === "none") return undefined;
  return { ...readStripeConnection(env), taxCodes: parseTaxCodes(env.TAX_CODES) };
}

function readStripeConnection(env: Env): StripeConnection {
  return {
    secretKey: requireString(env, "STRIPE_SECRET_KEY"),
    host: readLocalHost(env, "STRIPE_HOST"),
    requestsPerSecond: requirePositive(env, "STRIPE_REQUESTS_PER_SECOND"),
  };
}

/** Parses `tax-class=txcd_…`, separated by spaces. */
function parseTaxCodes(text: string): ReadonlyMap<string, string> {
  return new Map(
    text
      .split(/\s+/)
      .filter((entry) => entry !== "")
      .map((entry) => {
        const [, taxClass, code] = /^([a-z0-9-]+)=(txcd_\d+)$/.exec(entry) ?? [];
        if (taxClass === undefined || code === undefined) {
          throw new ConfigError("TAX_CODES", "is not a list of `tax-class=txcd_…`");
        }
        return [taxClass, code];
      }),
  );
}

/** Parses `country/region/city/postal code`. Only the country and the postal code must not be empty. */
function parseShippingOrigin(text: string): ShippingOrigin {
  const [countryCode = "", region = "", city = "", postalCode = "", ...rest] = text
    .split("/")
    .map((part) => part.trim());
  if (!/^[A-Z]{2}$/.test(countryCode) || postalCode === "" || rest.length > 0) {
    throw new ConfigError("SHIPPING_ORIGIN", "is not `country/region/city/postal code`");
  }
  return { countryCode, region, city, postalCode };
}

function readShopCountry(env: object): string {
  const country = readOptionalString(env, "SHOP_COUNTRY") ?? "";
  if (country === "" || isCountry(country)) return country;
  throw new ConfigError("SHOP_COUNTRY", "is neither empty nor an upper-case ISO 3166-1 alpha-2 code");
}

/** Returns the configuration from the bindings. Throws a ConfigError that names the invalid binding. */
export const readConfig = memoizeConfig((env: Env): OrderConfig => {
  const defaultCurrency = parseCurrency(requireString(env, "DEFAULT_CURRENCY"));
  if (defaultCurrency === undefined) throw new ConfigError("DEFAULT_CURRENCY", "is not a supported currency");
  const config: OrderConfig = {
    database: { DATABASE_URL: requireString(env, "DATABASE_URL"), NEON_PROXY: readLocalHost(env, "NEON_PROXY") },
    identitySigner: createIdentitySigner("order", requireString(env, "IDENTITY_PRIVATE_KEYS")),
    identityVerifier: createIdentityVerifier({
      publicKeys: requireString(env, "IDENTITY_PUBLIC_KEYS"),
      sharedKey: readOptionalString(env, "IDENTITY_KEY"),
    }),
    keyRing: readKeyRing(env, "order"),
    defaultCurrency,
    giveUpMs: requirePositive(env, "GIVE_UP_SECONDS") * 1000,
    limits: readLimitsEnabled(env),
    shopCountry: readShopCountry(env),
    viesOrigin: readViesOrigin(env),
    returnOrigins: readOrigins(env, "RETURN_ORIGINS"),
    stripe: { ...readStripeConnection(env), webhookSecret: requireString(env, "STRIPE_WEBHOOK_SECRET") },
    easypost: readEasyPost(env),
    stripeTax: readStripeTax(env),
  };
  const optional = [config.easypost?.apiOrigin, config.viesOrigin].filter((origin) => origin !== undefined);
  allowOrigins([getDatabaseOrigin(config.database)], "sql");
  allowOrigins([toStripeOrigin(config.stripe.host)], "stripe");
  allowOrigins(optional);
  readTelemetry(env);
  return config;
});

/** Returns the origin of Stripe's API, or of the `host:port` that replaces it. */
export function toStripeOrigin(host: string): string {
  return toOrigin(host, "https://api.stripe.com");
}
