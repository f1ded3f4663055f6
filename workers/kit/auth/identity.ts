import type { Scope } from "../../../proto/gen/common/v1/permission_pb.js";
import { unauthenticated } from "../errors/failure.ts";

const roles = ["CUSTOMER", "GUEST", "SUPPORT", "CATALOG_MANAGER", "ADMIN"] as const;
export type Role = (typeof roles)[number];

/** Who a call is made for, as the gateway or another Worker vouches. Nobody in particular when all is absent. */
export interface Identity {
  readonly accountId?: string;
  readonly sessionId?: string;
  readonly roles: readonly Role[];
  /** Set when a Worker calls on its own behalf: "order". */
  readonly service?: string;
  /** Set when a partner's program calls. It is nobody's account and has no role: only its token's scopes count. */
  readonly partner?: Partner;
}

export interface Partner {
  readonly tokenId: string;
  readonly scopes: readonly Scope[];
}

export const anonymous: Identity = { roles: [] };

/** Carries the signed identity between Workers. The gateway drops it from what comes in from outside. */
export const identityHeader = "x-stoa-identity";

/** How long a signed identity is good for: far longer than a call, far shorter than a session. */
const lifetimeMs = 60_000;

const encoder = new TextEncoder();
const decoder = new TextDecoder();
const keys = new Map<string, Promise<CryptoKey>>();

function importKey(secret: string): Promise<CryptoKey> {
  let key = keys.get(secret);
  if (key === undefined) {
    const algorithm = { name: "HMAC", hash: "SHA-256" };
    key = crypto.subtle.importKey("raw", encoder.encode(secret), algorithm, false, ["sign", "verify"]);
    keys.set(secret, key);
  }
  return key;
}

function toBase64Url(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replace(/=+$/, "");
}

function fromBase64Url(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (char) => char.charCodeAt(0));
}

/** `<payload>.<HMAC-SHA-256>`, both base64url; the payload is the identity with the time it expires. */
export async function signIdentity(identity: Identity, secret: string, now: number): Promise<string> {
  const payload = toBase64Url(encoder.encode(JSON.stringify({ ...identity, expiresAt: now + lifetimeMs })));
  const signature = await crypto.subtle.sign("HMAC", await importKey(secret), encoder.encode(payload));
  return `${payload}.${toBase64Url(new Uint8Array(signature))}`;
}

interface SignedIdentity extends Identity {
  readonly expiresAt: number;
}

const verified = new Map<string, SignedIdentity>();
const verifiedLimit = 1_000;

/** The identity in a header; anonymous when there is none. Throws UNAUTHENTICATED for a forged or expired one. */
export async function verifyIdentity(header: string | null, secret: string, now: number): Promise<Identity> {
  if (header === null) return anonymous;
  const name = `${secret} ${header}`;
  const known = verified.get(name);
  if (known !== undefined && known.expiresAt > now) return known;
  const [payload = "", signature = ""] = header.split(".");
  const identity = await openSigned(payload, signature, secret);
  if (identity === undefined || identity.expiresAt <= now) throw unauthenticated("the caller's identity is not valid");
  if (verified.size >= verifiedLimit) verified.clear();
  verified.set(name, identity);
  return identity;
}

async function openSigned(payload: string, signature: string, secret: string): Promise<SignedIdentity | undefined> {
  try {
    const key = await importKey(secret);
    const genuine = await crypto.subtle.verify("HMAC", key, fromBase64Url(signature), encoder.encode(payload));
    return genuine ? (JSON.parse(decoder.decode(fromBase64Url(payload))) as SignedIdentity) : undefined;
  } catch {
    return undefined;
  }
}

/** Narrows a text to a role. */
export function parseRole(text: string): Role | undefined {
  return roles.find((role) => role === text);
}
