import { createHash, createHmac } from "node:crypto";
import { describe, expect, it } from "vitest";
import { readKeyRing } from "../../kit/auth/key-ring.ts";
import type { AccountContext } from "../context.ts";
import { deriveMailToken, prepareTokenMail } from "./tokens.ts";

const [first, second] = ["A".repeat(43), "B".repeat(43)] as const;
const user = { userId: "acc_1", email: "person@example.com" };

const contextWith = (DERIVATION_SECRETS: string, IDENTITY_KEY = "") =>
  ({
    config: { keyRing: readKeyRing({ DERIVATION_SECRETS, IDENTITY_KEY }, "account") },
    now: () => 0,
  }) as unknown as AccountContext;

async function prepare(ctx: AccountContext) {
  const { mail, token } = await prepareTokenMail(ctx, "RESET_PASSWORD", user);
  if (!("nonce" in mail)) throw new Error("The mail has no nonce");
  return { nonce: mail.nonce, hash: token.hash };
}

const sha256 = (text: string) => createHash("sha256").update(text).digest("hex");

describe("deriveMailToken", () => {
  it("derives the token whose hash is stored", async () => {
    const ctx = contextWith(first);
    const { nonce, hash } = await prepare(ctx);
    expect(sha256(await deriveMailToken(ctx, nonce))).toBe(hash);
  });

  it("derives the same token after a rotation, while the secret is listed", async () => {
    const { nonce, hash } = await prepare(contextWith(first));
    expect(sha256(await deriveMailToken(contextWith(`${second},${first}`), nonce))).toBe(hash);
    await expect(deriveMailToken(contextWith(second), nonce)).rejects.toThrow("not in DERIVATION_SECRETS");
  });

  it("derives the token of a mail that release 0.1.0 stored, while the shared key is set", async () => {
    const nonce = "0".repeat(64);
    const token = createHmac("sha256", "shared").update(`mail token ${nonce}`).digest("hex");
    expect(await deriveMailToken(contextWith(first, "shared"), nonce)).toBe(token);
    await expect(deriveMailToken(contextWith(first), nonce)).rejects.toThrow("not in DERIVATION_SECRETS");
  });
});
