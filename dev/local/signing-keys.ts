import { randomBytes } from "node:crypto";
import { exportJWK, generateKeyPair, type JWK } from "jose";

/** A private key for access tokens or identities. It signs from `activeFrom` on, in seconds since the epoch. */
interface SigningKey extends JWK {
  readonly kid?: string;
  readonly activeFrom?: number;
}

export interface SigningKeys {
  readonly keys: readonly SigningKey[];
}

/** A new key is published this long before it signs, so that all verifiers have it. */
export const publishLeadSeconds = 10 * 60;
/** A replaced key is published this much longer, until the tokens that it signed have expired. */
const retentionSeconds = 30 * 60;

/** Creates a set of one key that signs immediately. */
export async function createSigningKeys(): Promise<SigningKeys> {
  return { keys: [await createKey(0)] };
}

/**
 * Adds a key that signs after `publishLeadSeconds`, and removes keys that were replaced longer than 30 minutes ago. `now`
 * is in milliseconds since the epoch.
 */
export async function rotateSigningKeys({ keys }: SigningKeys, now: number): Promise<SigningKeys> {
  const seconds = Math.floor(now / 1000);
  const newest = Math.max(
    ...keys.map(({ activeFrom = 0 }) => activeFrom).filter((from) => from <= seconds - retentionSeconds),
  );
  const retained = keys.filter(({ activeFrom = 0 }) => activeFrom >= newest);
  return { keys: [await createKey(seconds + publishLeadSeconds), ...retained] };
}

async function createKey(activeFrom: number): Promise<SigningKey> {
  const { privateKey } = await generateKeyPair("EdDSA", { crv: "Ed25519", extractable: true });
  return { ...(await exportJWK(privateKey)), kid: randomBytes(6).toString("hex"), activeFrom };
}

/** Returns the public keys of the Workers, as the value of `IDENTITY_PUBLIC_KEYS`. `privateKeys` are key sets by Worker. */
export function toIdentityPublicKeys(privateKeys: Readonly<Record<string, string>>): string {
  const keys = Object.entries(privateKeys).flatMap(([service, set]) =>
    (JSON.parse(set) as SigningKeys).keys.map(({ kid, kty, crv, x }) => ({ kid, service, kty, crv, x })),
  );
  return JSON.stringify({ keys });
}
