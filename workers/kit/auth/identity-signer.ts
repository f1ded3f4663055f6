import { toBase64Url } from "../encoding.ts";
import { createMemoryCache, getOrCreate } from "../storage/memory-cache.ts";
import { type Identity, identityLifetimeMs } from "./identity.ts";
import { getActiveKey, parseSigningKeys, type SigningKey } from "./signing-keys.ts";

/** Half the lifetime of an identity, so that a reused one is still valid at the end of a call. */
const reuseMs = identityLifetimeMs / 2;

/** Signs identities with the keys of one Worker. */
export interface IdentitySigner {
  /** Returns the signed identity of a caller. A recent signature of the same object is reused. `now` is in milliseconds. */
  sign(identity: Identity, now: number): Promise<string>;
  /** Returns the signed identity of the Worker itself, for calls on its own behalf. */
  signService(now: number): Promise<string>;
}

const binding = "IDENTITY_PRIVATE_KEYS";
const encoder = new TextEncoder();
const signers = new Map<string, IdentitySigner>();

/**
 * Creates the signer of a Worker. `keys` is a JSON Web Key Set of Ed25519 keys. Callers with the same keys share one
 * signer, which imports each key once. Throws a ConfigError for an invalid set.
 */
export function createIdentitySigner(service: string, keys: string): IdentitySigner {
  const key = `${service} ${keys}`;
  let signer = signers.get(key);
  if (signer === undefined) {
    signer = createSigner(service, parseSigningKeys(binding, keys));
    signers.set(key, signer);
  }
  return signer;
}

function createSigner(service: string, keys: readonly SigningKey[]): IdentitySigner {
  const imported = createMemoryCache<string, Promise<CryptoKey>>({ max: 10 });
  const headers = new WeakMap<Identity, { readonly header: Promise<string>; readonly reusableUntil: number }>();
  const self: Identity = { roles: [], service };

  const signNew = async (identity: Identity, now: number): Promise<string> => {
    const active = getActiveKey(binding, keys, now);
    const key = await getOrCreate(imported, active.kid, () => importKey(active));
    const payload = toBase64Url(JSON.stringify({ ...identity, expiresAt: now + identityLifetimeMs }));
    const signed = `${active.kid}.${payload}`;
    const signature = await crypto.subtle.sign("Ed25519", key, encoder.encode(signed));
    return `${signed}.${toBase64Url(new Uint8Array(signature))}`;
  };
  const sign = (identity: Identity, now: number): Promise<string> => {
    const recent = headers.get(identity);
    if (recent !== undefined && recent.reusableUntil > now) return recent.header;
    const header = signNew(identity, now);
    headers.set(identity, { header, reusableUntil: now + reuseMs });
    header.catch(() => headers.delete(identity));
    return header;
  };
  return { sign, signService: (now) => sign(self, now) };
}

function importKey({ kty, crv, x, d }: SigningKey): Promise<CryptoKey> {
  return crypto.subtle.importKey("jwk", { kty, crv, x, d }, "Ed25519", false, ["sign"]);
}
