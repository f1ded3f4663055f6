import { type CryptoKey, importJWK, type JWK, SignJWT } from "jose";
import { ConfigError } from "../../kit/config.ts";

/** Lifetime of an access token. It is short, because reads of the catalog accept a revoked token. */
export const accessTokenMs = 10 * 60_000;

/** A private key of the set. It signs from `activeFrom` on, in seconds since the epoch. It is published before. */
interface PrivateKey extends JWK {
  readonly kid: string;
  readonly activeFrom?: number;
}

interface KeySet {
  readonly keys: readonly PrivateKey[];
  readonly imported: Map<string, Promise<CryptoKey>>;
  /** The public keys as a JSON Web Key Set (RFC 7517). */
  readonly publicJwks: string;
}

const keySets = new Map<string, KeySet>();

function parseKeys(secret: string): KeySet {
  const cached = keySets.get(secret);
  if (cached !== undefined) return cached;
  const { keys } = JSON.parse(secret) as { keys: PrivateKey[] };
  if (keys.length === 0 || keys.some(({ kid }) => kid === undefined)) {
    throw new ConfigError("JWT_PRIVATE_KEYS", "needs at least one key, and a kid in each key");
  }
  const publicKeys = keys.map(({ kty, crv, x, kid }) => ({ kty, crv, x, kid, alg: "EdDSA", use: "sig" }));
  const keySet = { keys, imported: new Map(), publicJwks: JSON.stringify({ keys: publicKeys }) };
  keySets.set(secret, keySet);
  return keySet;
}

/** Returns the newest active key. */
function signingKey({ keys, imported }: KeySet, now: number): { kid: string; key: Promise<CryptoKey> } {
  const active = keys.filter(({ activeFrom = 0 }) => activeFrom * 1000 <= now);
  const [newest] = active.sort((a, b) => (b.activeFrom ?? 0) - (a.activeFrom ?? 0));
  if (newest === undefined) throw new ConfigError("JWT_PRIVATE_KEYS", "has no active key");
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
  { accountId, sessionId, roles, epoch, authenticatedAt }: Claims,
  { signingKeys, issuer, now, expiresAt }: SigningOptions,
): Promise<string> {
  const { kid, key } = signingKey(parseKeys(signingKeys), now);
  const authTime = authenticatedAt === undefined ? {} : { auth_time: Math.floor(authenticatedAt / 1000) };
  return new SignJWT({ sid: sessionId, roles: [...roles], epoch, ...authTime })
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
