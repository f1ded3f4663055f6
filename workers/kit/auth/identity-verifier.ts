import { fromBase64Url } from "../encoding.ts";
import { unauthenticated } from "../errors/failure.ts";
import { createMemoryCache, getOrCreate } from "../storage/memory-cache.ts";
import { verifyHmac } from "./hmac.ts";
import { anonymous, type Identity } from "./identity.ts";
import { parseKeySet } from "./signing-keys.ts";

/** A public key of a Worker. */
interface IdentityPublicKey {
  readonly kid: string;
  /** The Worker that has the private key. */
  readonly service: string;
  readonly kty: string;
  readonly crv: string;
  readonly x: string;
}

export interface IdentityVerifierOptions {
  /** A JSON Web Key Set of the public keys of all Workers. */
  readonly publicKeys: string;
  /**
   * The key that all Workers of release 0.1.0 share. While it is set, identities with its HMAC are accepted too, so that the
   * Workers can be upgraded one after the other.
   */
  readonly sharedKey?: string | undefined;
}

export interface IdentityVerifier {
  /**
   * Returns the identity of a header, or the anonymous identity when there is no header. Throws UNAUTHENTICATED for a
   * forged or expired one.
   */
  verify(header: string | null, now: number): Promise<Identity>;
}

interface SignedIdentity extends Identity {
  readonly expiresAt: number;
}

/** The Worker that authenticates clients. Only its keys sign the identities of users and partners. */
const authenticatingService = "gateway";

const maxVerified = 1_000;
const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** Creates the verifier of a Worker's callers. Throws a ConfigError for an invalid key set. */
export function createIdentityVerifier({ publicKeys, sharedKey }: IdentityVerifierOptions): IdentityVerifier {
  const members = ["kid", "service", "kty", "crv", "x"] as const;
  const keys = new Map(
    parseKeySet<IdentityPublicKey>("IDENTITY_PUBLIC_KEYS", publicKeys, members).map((key) => [key.kid, key]),
  );
  const imported = createMemoryCache<string, Promise<CryptoKey>>({ max: 50 });
  const verified = createMemoryCache<string, SignedIdentity>({ max: maxVerified });

  const parseSigned = async (header: string): Promise<SignedIdentity | undefined> => {
    const parts = header.split(".");
    if (parts.length === 2 && sharedKey !== undefined) return parseShared(parts as [string, string], sharedKey);
    const [kid = "", payload = "", signature = ""] = parts;
    const key = keys.get(kid);
    if (parts.length !== 3 || key === undefined) return undefined;
    const cryptoKey = await getOrCreate(imported, kid, () => importKey(key));
    const signed = encoder.encode(`${kid}.${payload}`);
    if (!(await crypto.subtle.verify("Ed25519", cryptoKey, fromBase64Url(signature), signed))) return undefined;
    const identity = decode(payload);
    return maySign(key.service, identity) ? identity : undefined;
  };

  return {
    verify: async (header, now) => {
      if (header === null) return anonymous;
      const known = verified.get(header, now);
      if (known !== undefined) return known;
      const identity = await parseSigned(header).catch(() => undefined);
      if (identity === undefined || identity.expiresAt <= now) {
        throw unauthenticated("The caller's identity is not valid");
      }
      verified.set(header, identity, identity.expiresAt);
      return identity;
    },
  };
}

/** The fields of a Worker's own identity. Any other field belongs to a client. */
const serviceFields: ReadonlySet<string> = new Set(["roles", "service", "expiresAt"]);

/** Returns whether the keys of a Worker may sign this identity: its own, or for the gateway also those of clients. */
function maySign(signer: string, identity: SignedIdentity): boolean {
  const { service, roles } = identity;
  const isClient = roles.length > 0 || Object.keys(identity).some((field) => !serviceFields.has(field));
  return service === undefined ? signer === authenticatingService : service === signer && !isClient;
}

async function parseShared([payload, signature]: [string, string], key: string): Promise<SignedIdentity | undefined> {
  return (await verifyHmac(key, payload, fromBase64Url(signature))) ? decode(payload) : undefined;
}

function decode(payload: string): SignedIdentity {
  return JSON.parse(decoder.decode(fromBase64Url(payload))) as SignedIdentity;
}

function importKey({ kty, crv, x }: IdentityPublicKey): Promise<CryptoKey> {
  return crypto.subtle.importKey("jwk", { kty, crv, x }, "Ed25519", false, ["verify"]);
}
