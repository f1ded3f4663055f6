import { randomBytes } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { exportJWK, generateKeyPair } from "jose";

/** What in production are secrets of the platform. Made once for a data folder, and good for that folder alone. */
export interface Secrets {
  readonly identityKey: string;
  readonly redisToken: string;
  readonly stripeKey: string;
  readonly jwtPrivateKeys: string;
}

export async function loadSecrets(dataDir: string): Promise<Secrets> {
  const file = join(dataDir, "secrets.json");
  if (existsSync(file)) return JSON.parse(readFileSync(file, "utf8")) as Secrets;
  const { privateKey } = await generateKeyPair("EdDSA", { crv: "Ed25519", extractable: true });
  const jwk = { ...(await exportJWK(privateKey)), kid: randomBytes(6).toString("hex") };
  const secrets: Secrets = {
    identityKey: randomBytes(32).toString("base64url"),
    redisToken: randomBytes(24).toString("base64url"),
    stripeKey: `sk_test_${randomBytes(18).toString("hex")}`,
    jwtPrivateKeys: JSON.stringify({ keys: [jwk] }),
  };
  mkdirSync(dataDir, { recursive: true });
  writeFileSync(file, JSON.stringify(secrets, undefined, 2), { mode: 0o600 });
  return secrets;
}
