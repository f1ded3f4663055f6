import { type CryptoKey, importJWK, type JWK, SignJWT } from "jose";
import { ConfigError } from "../kit/config.ts";

/** Of an access token. Nothing can call it back before, so it is short. */
export const accessTokenMs = 10 * 60_000;

interface SigningKey {
  readonly kid: string;
  readonly key: CryptoKey;
}

interface KeySet {
  readonly signing: Promise<SigningKey>;
  /** The public halves of all keys, as RFC 7517. */
  readonly publicJwks: string;
}

const keySets = new Map<string, KeySet>();

function parseKeys(secret: string): KeySet {
  const known = keySets.get(secret);
  if (known !== undefined) return known;
  const { keys } = JSON.parse(secret) as { keys: JWK[] };
  const [first] = keys;
  if (first?.kid === undefined) throw new ConfigError("JWT_PRIVATE_KEYS", "holds no key with a kid");
  const { kid } = first;
  const open = keys.map(({ d: _, ...key }) => ({ ...key, alg: "EdDSA", use: "sig" }));
  const signing = importJWK(first, "EdDSA").then((key) => {
    if (key instanceof Uint8Array) throw new ConfigError("JWT_PRIVATE_KEYS", "holds no Ed25519 key");
    return { kid, key };
  });
  const keySet = { signing, publicJwks: JSON.stringify({ keys: open }) };
  keySets.set(secret, keySet);
  return keySet;
}

export interface Claims {
  readonly accountId: string;
  readonly sessionId: string;
  readonly roles: readonly string[];
}

/** An access token: a JWT signed with Ed25519, for this shop alone. */
export async function signAccessToken(
  claims: Claims,
  { signingKeys, issuer }: { signingKeys: string; issuer: string },
  now: number,
): Promise<string> {
  const { kid, key } = await parseKeys(signingKeys).signing;
  return new SignJWT({ sid: claims.sessionId, roles: [...claims.roles] })
    .setProtectedHeader({ alg: "EdDSA", typ: "at+jwt", kid })
    .setSubject(claims.accountId)
    .setIssuer(issuer)
    .setAudience("stoa")
    .setIssuedAt(Math.floor(now / 1000))
    .setExpirationTime(Math.floor((now + accessTokenMs) / 1000))
    .sign(key);
}

export function publicJwks(signingKeys: string): string {
  return parseKeys(signingKeys).publicJwks;
}
