import { type CryptoKey, importJWK, type JWK, SignJWT } from "jose";
import { ConfigError } from "../../kit/config.ts";

/** Of an access token. Only changes are refused before, when it is revoked; so it is short. */
export const accessTokenMs = 10 * 60_000;

/** A private key of the set. `activeFrom`, in seconds, is when it may sign: it is published before. */
interface PrivateKey extends JWK {
  readonly kid: string;
  readonly activeFrom?: number;
}

interface KeySet {
  readonly keys: readonly PrivateKey[];
  readonly imported: Map<string, Promise<CryptoKey>>;
  /** The public halves of all keys, as RFC 7517. */
  readonly publicJwks: string;
}

const keySets = new Map<string, KeySet>();

function parseKeys(secret: string): KeySet {
  const known = keySets.get(secret);
  if (known !== undefined) return known;
  const { keys } = JSON.parse(secret) as { keys: PrivateKey[] };
  if (keys.length === 0 || keys.some(({ kid }) => kid === undefined)) {
    throw new ConfigError("JWT_PRIVATE_KEYS", "needs at least one key, each with a kid");
  }
  const open = keys.map(({ kty, crv, x, kid }) => ({ kty, crv, x, kid, alg: "EdDSA", use: "sig" }));
  const keySet = { keys, imported: new Map(), publicJwks: JSON.stringify({ keys: open }) };
  keySets.set(secret, keySet);
  return keySet;
}

/** The newest key that may sign by now. */
function signingKey({ keys, imported }: KeySet, now: number): { kid: string; key: Promise<CryptoKey> } {
  const active = keys.filter(({ activeFrom = 0 }) => activeFrom * 1000 <= now);
  const [newest] = active.sort((a, b) => (b.activeFrom ?? 0) - (a.activeFrom ?? 0));
  if (newest === undefined) throw new ConfigError("JWT_PRIVATE_KEYS", "has no key that may sign yet");
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
  /** Of the account: tokens of an earlier one are refused. */
  readonly epoch: number;
}

/** An access token: a JWT signed with Ed25519, for this shop alone. */
export async function signAccessToken(
  claims: Claims,
  { signingKeys, issuer }: { signingKeys: string; issuer: string },
  now: number,
): Promise<string> {
  const { kid, key } = signingKey(parseKeys(signingKeys), now);
  return new SignJWT({ sid: claims.sessionId, roles: [...claims.roles], epoch: claims.epoch })
    .setProtectedHeader({ alg: "EdDSA", typ: "at+jwt", kid })
    .setSubject(claims.accountId)
    .setIssuer(issuer)
    .setAudience("stoa")
    .setIssuedAt(Math.floor(now / 1000))
    .setExpirationTime(Math.floor((now + accessTokenMs) / 1000))
    .sign(await key);
}

export function publicJwks(signingKeys: string): string {
  return parseKeys(signingKeys).publicJwks;
}
