import type { Scope } from "../../../proto/gen/common/v1/permission_pb.js";
import { fromBase64Url, toBase64Url } from "../encoding.ts";
import { unauthenticated } from "../errors/failure.ts";
import { createMemoryCache } from "../storage/memory-cache.ts";
import { signHmac, verifyHmac } from "./hmac.ts";

const roles = ["CUSTOMER", "GUEST", "SUPPORT", "CATALOG_MANAGER", "ADMIN"] as const;
export type Role = (typeof roles)[number];

/** The caller of a request, as the gateway or another Worker has authenticated it. Anonymous when all fields are absent. */
export interface Identity {
  readonly accountId?: string;
  readonly sessionId?: string;
  readonly roles: readonly Role[];
  /** When the account's password was last proved, in milliseconds since the epoch. Absent for guests. */
  readonly authenticatedAt?: number;
  /** Set when a Worker calls on its own behalf: "order". */
  readonly service?: string;
  /** Set when a partner's program calls. It has no account and no role: only the scopes of its token count. */
  readonly partner?: Partner;
}

export interface Partner {
  readonly tokenId: string;
  readonly scopes: readonly Scope[];
}

export const anonymous: Identity = { roles: [] };

/** Carries the signed identity between Workers. The gateway drops this header from external requests. */
export const identityHeader = "x-stoa-identity";

/** Lifetime of a signed identity: much longer than a call, much shorter than a session. */
const lifetimeMs = 60_000;

const decoder = new TextDecoder();

/** Returns `<payload>.<HMAC-SHA-256>`, both in base64url. The payload is the identity with its expiry time. */
export async function signIdentity(identity: Identity, secret: string, now: number): Promise<string> {
  const payload = toBase64Url(JSON.stringify({ ...identity, expiresAt: now + lifetimeMs }));
  return `${payload}.${toBase64Url(await signHmac(secret, payload))}`;
}

interface SignedIdentity extends Identity {
  readonly expiresAt: number;
}

const verified = createMemoryCache<string, SignedIdentity>({ max: 1_000 });

/**
 * Returns the identity of a header, or the anonymous identity when there is no header. Throws UNAUTHENTICATED for a
 * forged or expired one.
 */
export async function verifyIdentity(header: string | null, secret: string, now: number): Promise<Identity> {
  if (header === null) return anonymous;
  const key = `${secret} ${header}`;
  const cached = verified.get(key, now);
  if (cached !== undefined) return cached;
  const [payload = "", signature = ""] = header.split(".");
  const identity = await parseSigned(payload, signature, secret);
  if (identity === undefined || identity.expiresAt <= now) throw unauthenticated("The caller's identity is not valid");
  verified.set(key, identity, identity.expiresAt);
  return identity;
}

async function parseSigned(payload: string, signature: string, secret: string): Promise<SignedIdentity | undefined> {
  try {
    const isGenuine = await verifyHmac(secret, payload, fromBase64Url(signature));
    return isGenuine ? (JSON.parse(decoder.decode(fromBase64Url(payload))) as SignedIdentity) : undefined;
  } catch {
    return undefined;
  }
}

/** Narrows a string to a role. */
export function parseRole(text: string): Role | undefined {
  return roles.find((role) => role === text);
}
