import { createIdentitySigner, type IdentitySigner } from "../kit/auth/identity-signer.ts";
import { createIdentityVerifier, type IdentityVerifier } from "../kit/auth/identity-verifier.ts";
import { type KeyRing, type KeyUse, readKeyRing } from "../kit/auth/key-ring.ts";
import {
  ConfigError,
  memoizeConfig,
  readLimitsEnabled,
  readLocalHost,
  readOptionalString,
  requireString,
  requireUrl,
} from "../kit/config.ts";
import { type Mailbox, parseMailbox } from "../kit/domain/email-address.ts";
import { readTelemetry } from "../kit/observability/telemetry.ts";
import { allowOrigins, toOrigin } from "../kit/outbound-fetch.ts";
import { type DatabaseConfig, getDatabaseOrigin } from "../kit/storage/postgres.ts";
import { type RedisConfig, readRedisConfig } from "../kit/storage/redis-config.ts";
import { readViesOrigin } from "../kit/tax-ids/vies.ts";
import { createShopWords } from "./domain/shop-words.ts";

export interface AccountConfig {
  readonly database: DatabaseConfig;
  /** Signs the identities that this Worker sends to others. */
  readonly identitySigner: IdentitySigner;
  /** Verifies the identities of callers. */
  readonly identityVerifier: IdentityVerifier;
  /** Keys for keyed hashes and derived tokens. */
  readonly keyRing: KeyRing<KeyUse<"account">>;
  /** Hashes network addresses in the audit trail and in log lines. The gateway has the same key. */
  readonly addressHashKey: string;
  readonly redis: RedisConfig;
  /** A JSON Web Key Set of private keys. */
  readonly signingKeys: string;
  readonly issuer: string;
  readonly mail: {
    readonly apiKey: string;
    /** The origin of the provider's API. */
    readonly origin: string;
    /** An address, or a name with an address in angle brackets. */
    readonly from: string;
    /** The name of the shop in mails: the name in `from`, or else the host of the storefront. */
    readonly shopName: string;
  };
  /** Base URL of the links in mails. */
  readonly storefront: string;
  /** Words of the shop that are no passwords. */
  readonly shopWords: ReadonlySet<string>;
  /** Base URL of the range API of Have I Been Pwned. Undefined switches the check off. */
  readonly breachedPasswordsUrl: string | undefined;
  /** The origin of VIES. Undefined: no VAT number is verified. */
  readonly viesOrigin: string | undefined;
  /** False switches off rate limits, for load tests. */
  readonly limits: boolean;
}

/** Reads the host: empty for the public service, "none" to switch the check off, or `host:port` of this machine. */
function readBreachedPasswordsUrl(env: Env): string | undefined {
  if (env.BREACHED_PASSWORDS_HOST === "none") return undefined;
  const host = readLocalHost(env, "BREACHED_PASSWORDS_HOST");
  return toOrigin(host, "https://api.pwnedpasswords.com");
}

function requireMailbox(env: object, binding: string): Mailbox {
  const mailbox = parseMailbox(requireString(env, binding));
  if (mailbox === undefined) throw new ConfigError(binding, "is neither an email address nor `Name <address>`");
  return mailbox;
}

/** Returns the configuration from the bindings. Throws a ConfigError that names the invalid binding. */
export const readConfig = memoizeConfig((env: Env): AccountConfig => {
  const sender = requireMailbox(env, "MAIL_FROM");
  const storefront = requireUrl(env, "STOREFRONT_URL");
  const config: AccountConfig = {
    database: { DATABASE_URL: requireString(env, "DATABASE_URL"), NEON_PROXY: readLocalHost(env, "NEON_PROXY") },
    identitySigner: createIdentitySigner("account", requireString(env, "IDENTITY_PRIVATE_KEYS")),
    identityVerifier: createIdentityVerifier({
      publicKeys: requireString(env, "IDENTITY_PUBLIC_KEYS"),
      sharedKey: readOptionalString(env, "IDENTITY_KEY"),
    }),
    keyRing: readKeyRing(env, "account"),
    addressHashKey: requireString(env, "ADDRESS_HASH_KEY"),
    redis: readRedisConfig(env),
    signingKeys: requireString(env, "JWT_PRIVATE_KEYS"),
    issuer: requireString(env, "TOKEN_ISSUER"),
    mail: {
      apiKey: requireString(env, "MAIL_API_KEY"),
      origin: toOrigin(readLocalHost(env, "MAIL_HOST"), "https://api.resend.com"),
      from: requireString(env, "MAIL_FROM"),
      shopName: sender.name === "" ? new URL(storefront).hostname : sender.name,
    },
    storefront,
    shopWords: createShopWords({ name: sender.name, host: new URL(storefront).hostname }),
    breachedPasswordsUrl: readBreachedPasswordsUrl(env),
    viesOrigin: readViesOrigin(env),
    limits: readLimitsEnabled(env),
  };
  allowOrigins([getDatabaseOrigin(config.database)], "sql");
  allowOrigins([new URL(config.redis.url).origin], "redis");
  readTelemetry(env);
  allowOrigins([
    config.mail.origin,
    ...[config.breachedPasswordsUrl, config.viesOrigin].filter((origin) => origin !== undefined),
  ]);
  return config;
});
