import { createHash, createHmac, pbkdf2Sync, randomBytes } from "node:crypto";

const sha256 = (data: Buffer): Buffer => createHash("sha256").update(data).digest();
const hmac = (key: Buffer, text: string): Buffer => createHmac("sha256", key).update(text).digest();

/** A SCRAM-SHA-256 exchange (RFC 5802), as the client. */
export function startScram(password: string): { first: string; answer: (serverFirst: string) => string } {
  const nonce = randomBytes(18).toString("base64");
  const bare = `n=,r=${nonce}`;
  return {
    first: `n,,${bare}`,
    answer: (serverFirst) => {
      const fields = new Map(serverFirst.split(",").map((field) => [field.slice(0, 1), field.slice(2)]));
      const [combined = "", salt = "", rounds = ""] = ["r", "s", "i"].map((name) => fields.get(name) ?? "");
      if (!combined.startsWith(nonce)) throw new Error("the server answered another client's nonce");
      const salted = pbkdf2Sync(password, Buffer.from(salt, "base64"), Number(rounds), 32, "sha256");
      const clientKey = hmac(salted, "Client Key");
      const withoutProof = `c=biws,r=${combined}`;
      const signature = hmac(sha256(clientKey), `${bare},${serverFirst},${withoutProof}`);
      const proof = Buffer.from(clientKey.map((byte, index) => byte ^ (signature[index] ?? 0)));
      return `${withoutProof},p=${proof.toString("base64")}`;
    },
  };
}
