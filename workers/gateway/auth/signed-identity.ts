import { type Identity, signIdentity } from "../../kit/auth/identity.ts";

const reuseMs = 30_000;

const headers = new WeakMap<Identity, { readonly header: Promise<string>; readonly reusableUntil: number }>();

/** Returns the signed identity header that the other Workers verify. A recent signature is reused. */
export function signedIdentityHeader(identity: Identity, key: string): Promise<string> {
  const now = Date.now();
  const cached = headers.get(identity);
  if (cached !== undefined && cached.reusableUntil > now) return cached.header;
  const header = signIdentity(identity, key, now);
  headers.set(identity, { header, reusableUntil: now + reuseMs });
  return header;
}
