import { randomBytes } from "node:crypto";
import { exportJWK, generateKeyPair, type JWK } from "jose";

/** A private key for access tokens. `activeFrom`, in seconds since the epoch, is when it begins to sign. */
interface SigningKey extends JWK {
  readonly kid?: string;
  readonly activeFrom?: number;
}

export interface SigningKeys {
  readonly keys: readonly SigningKey[];
}

/** A new key is published for this long before it signs: by then whoever verifies tokens has it. */
export const publishLeadSeconds = 10 * 60;
/** A key is kept for this long after another took over: by then what it signed has expired. */
const keptSeconds = 30 * 60;

/** A set with one key that signs at once. */
export async function createSigningKeys(): Promise<SigningKeys> {
  return { keys: [await newKey(0)] };
}

/** The set with a new key, which signs once everybody has had time to learn it, without those that are long replaced. */
export async function rotateSigningKeys({ keys }: SigningKeys, now: number): Promise<SigningKeys> {
  const seconds = Math.floor(now / 1000);
  const newest = Math.max(
    ...keys.map(({ activeFrom = 0 }) => activeFrom).filter((from) => from <= seconds - keptSeconds),
  );
  const kept = keys.filter(({ activeFrom = 0 }) => activeFrom >= newest);
  return { keys: [await newKey(seconds + publishLeadSeconds), ...kept] };
}

async function newKey(activeFrom: number): Promise<SigningKey> {
  const { privateKey } = await generateKeyPair("EdDSA", { crv: "Ed25519", extractable: true });
  return { ...(await exportJWK(privateKey)), kid: randomBytes(6).toString("hex"), activeFrom };
}
