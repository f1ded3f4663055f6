import { randomBytes } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { completeKeys, type OwnKeys } from "./own-keys.ts";

/** The values that are platform secrets in production. They are generated once for each data folder. */
export interface Secrets extends OwnKeys {
  /** The key that all Workers shared in release 0.1.0. Data folders of that release have it. */
  readonly identityKey?: string | undefined;
  readonly redisToken: string;
  readonly stripeKey: string;
  readonly stripeWebhookSecret: string;
  readonly mailKey: string;
  readonly easypostKey: string;
  /** Authorizes requests to the control endpoints of the Stripe emulator. */
  readonly sandboxToken: string;
  /** The password of Postgres's superuser. */
  readonly postgresPassword: string;
  /** The passwords of the services' roles in Postgres. */
  readonly databasePasswords: Readonly<Record<"account" | "catalog" | "order", string>>;
}

/** Returns the secrets of a data folder. Generates the missing ones. */
export async function loadSecrets(dataDir: string): Promise<Secrets> {
  const file = join(dataDir, "secrets.json");
  const known = existsSync(file) ? (JSON.parse(readFileSync(file, "utf8")) as Partial<Secrets>) : {};
  const secrets: Secrets = {
    ...(await completeKeys(known)),
    identityKey: known.identityKey,
    redisToken: known.redisToken ?? randomBytes(24).toString("base64url"),
    stripeKey: known.stripeKey ?? `sk_test_${randomBytes(18).toString("hex")}`,
    stripeWebhookSecret: known.stripeWebhookSecret ?? `whsec_${randomBytes(18).toString("hex")}`,
    mailKey: known.mailKey ?? `re_${randomBytes(18).toString("hex")}`,
    easypostKey: known.easypostKey ?? `EZTK${randomBytes(27).toString("hex")}`,
    sandboxToken: known.sandboxToken ?? randomBytes(24).toString("base64url"),
    postgresPassword: known.postgresPassword ?? createPassword(),
    databasePasswords: {
      account: known.databasePasswords?.account ?? createPassword(),
      catalog: known.databasePasswords?.catalog ?? createPassword(),
      order: known.databasePasswords?.order ?? createPassword(),
    },
  };
  saveSecrets(dataDir, secrets);
  return secrets;
}

/** Creates a password of characters that need no escape in a URL. */
function createPassword(): string {
  return randomBytes(24).toString("base64url");
}

export function saveSecrets(dataDir: string, secrets: Secrets): void {
  const file = join(dataDir, "secrets.json");
  mkdirSync(dataDir, { recursive: true });
  writeFileSync(`${file}.new`, JSON.stringify(secrets, undefined, 2), { mode: 0o600 });
  renameSync(`${file}.new`, file);
}
