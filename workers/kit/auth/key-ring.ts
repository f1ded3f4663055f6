import { ConfigError, readOptionalString, requireString } from "../config.ts";
import { fromBase64Url, toHex } from "../encoding.ts";
import { signHmacHex } from "./hmac.ts";

/** The uses of derived keys, by Worker. docs/keys.md describes them. A new use is added here and there. */
export const keyUses = {
  account: ["refresh", "refresh mac", "mail token", "mail", "reset", "account", "address", "network"],
  order: ["payment address", "customer email"],
} as const;

export type KeyUse<W extends keyof typeof keyUses> = (typeof keyUses)[W][number];

/** The keys that are derived from one secret: one for each use. */
export interface DerivedKeys<U extends string> {
  /** Identifies the secret, without revealing it. Empty for the shared key of release 0.1.0. */
  id(): Promise<string>;
  /** Returns the HMAC-SHA-256 of a string with the key of a use, in hexadecimal. */
  sign(use: U, text: string): Promise<string>;
}

/** The derived keys of a Worker. Values of all its secrets are accepted, so that a secret can be replaced without an outage. */
export interface KeyRing<U extends string> {
  /** Signs and hashes new values. */
  readonly current: DerivedKeys<U>;
  /** The current keys, then those of earlier secrets. */
  readonly all: readonly DerivedKeys<U>[];
}

const binding = "DERIVATION_SECRETS";
const encoder = new TextEncoder();

/**
 * Reads `DERIVATION_SECRETS`: secrets of 32 random bytes in base64url, separated by commas, the current one first. Throws a
 * ConfigError for anything else. `IDENTITY_KEY`, which all Workers of release 0.1.0 share, is the oldest secret while it is
 * set.
 */
export function readKeyRing<W extends keyof typeof keyUses>(env: object, worker: W): KeyRing<KeyUse<W>> {
  const secrets = requireString(env, binding).split(",");
  if (!secrets.every((secret) => /^[\w-]{43}$/.test(secret))) {
    throw new ConfigError(binding, "is not a comma-separated list of 32 bytes in base64url");
  }
  const sharedKey = readOptionalString(env, "IDENTITY_KEY");
  const [current, ...others] = secrets.map((secret) => deriveKeys<KeyUse<W>>(fromBase64Url(secret), worker));
  if (current === undefined) throw new ConfigError(binding, "is not set");
  return { current, all: [current, ...others, ...(sharedKey === undefined ? [] : [toLegacyKeys(sharedKey)])] };
}

/** Derives a key for each use with HKDF-SHA-256, when it is first needed. */
function deriveKeys<U extends string>(secret: Uint8Array<ArrayBuffer>, worker: string): DerivedKeys<U> {
  const keys = new Map<string, Promise<CryptoKey>>();
  let source: Promise<CryptoKey> | undefined;
  const derive = async (use: string): Promise<CryptoKey> => {
    source ??= crypto.subtle.importKey("raw", secret, "HKDF", false, ["deriveKey"]);
    const algorithm = {
      name: "HKDF",
      hash: "SHA-256",
      salt: new Uint8Array(),
      info: encoder.encode(`${worker} ${use}`),
    };
    const hmac = { name: "HMAC", hash: "SHA-256", length: 256 };
    return crypto.subtle.deriveKey(algorithm, await source, hmac, false, ["sign"]);
  };
  const sign = async (use: string, text: string): Promise<string> => {
    let key = keys.get(use);
    if (key === undefined) {
      key = derive(use);
      keys.set(use, key);
    }
    return toHex(new Uint8Array(await crypto.subtle.sign("HMAC", await key, encoder.encode(text))));
  };
  return { id: async () => (await sign("key id", "")).slice(0, 8), sign };
}

/** Release 0.1.0 used one key for everything, with the use as a prefix of the text. */
function toLegacyKeys<U extends string>(sharedKey: string): DerivedKeys<U> {
  return { id: async () => "", sign: (use, text) => signHmacHex(sharedKey, `${use} ${text}`) };
}
