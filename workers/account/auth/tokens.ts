import { type CryptoKey, importJWK, SignJWT } from "jose";
import { getActiveKey, parseSigningKeys, type SigningKey } from "../../kit/auth/signing-keys.ts";

const binding = "JWT_PRIVATE_KEYS";

interface KeySet {
  readonly keys: readonly SigningKey[];
  readonly imported: Map<string, Promise<CryptoKey>>;
  /** The public keys as a JSON Web Key Set (RFC 7517). */
  readonly publicJwks: string;
}

const keySets = new Map<string, KeySet>();

function parseKeys(secret: string): KeySet {
  const cached = keySets.get(secret);
  if (cached !== undefined) return cached;
  const keys = parseSigningKeys(binding, secret);
  const publicKeys = keys.map(({ kty, crv, x, kid }) => ({ kty, crv, x, kid, alg: "EdDSA", use: "sig" }));
  const keySet = { keys, imported: new Map(), publicJwks: JSON.stringify({ keys: publicKeys }) };
  keySets.set(secret, keySet);
  return keySet;
}

/** Returns the newest active key. */
function signingKey({ keys, imported }: KeySet, now: number): { kid: string; key: Promise<CryptoKey> } {
  const newest = getActiveKey(binding, keys, now);
  let key = imported.get(newest.kid);
  if (key === undefined) {
    key = importJWK(newest, "EdDSA") as Promise<CryptoKey>;
    imported.set(newest.kid, key);
  }
  return { kid: newest.kid, key };
}

export interface Claims {
  readonly accountId: string;
  readonly sessionId: string;
  readonly roles: readonly string[];
  readonly customerGroupIds: readonly string[];
  readonly hasTaxId: boolean;
  /** The epoch of the account. Tokens of an earlier epoch are revoked. */
  readonly epoch: number;
  /** When the password was proved, in milliseconds since the epoch. Undefined for guests, who have none. */
  readonly authenticatedAt: number | undefined;
}

export interface SigningOptions {
  readonly signingKeys: string;
  readonly issuer: string;
  readonly now: number;
  /** In milliseconds since the epoch. */
  readonly expiresAt: number;
}

/** Signs an access token: a JWT with Ed25519. */
export async function signAccessToken(
  { accountId, sessionId, roles, customerGroupIds, hasTaxId, epoch, authenticatedAt }: Claims,
  { signingKeys, issuer, now, expiresAt }: SigningOptions,
): Promise<string> {
  const { kid, key } = signingKey(parseKeys(signingKeys), now);
  const authTime = authenticatedAt === undefined ? {} : { auth_time: Math.floor(authenticatedAt / 1000) };
  const groups = customerGroupIds.length === 0 ? {} : { groups: [...customerGroupIds] };
  const taxId = hasTaxId ? { tax_id: true } : {};
  return new SignJWT({ sid: sessionId, roles: [...roles], epoch, ...groups, ...taxId, ...authTime })
    .setProtectedHeader({ alg: "EdDSA", typ: "at+jwt", kid })
    .setSubject(accountId)
    .setIssuer(issuer)
    .setAudience("stoa")
    .setIssuedAt(Math.floor(now / 1000))
    .setExpirationTime(Math.floor(expiresAt / 1000))
    .sign(await key);
}

/** Returns the public keys of a key set as a JSON Web Key Set. */
export function toPublicJwks(signingKeys: string): string {
  return parseKeys(signingKeys).publicJwks;
}
