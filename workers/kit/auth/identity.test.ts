import { describe, expect, it } from "vitest";
import { anonymous, type Identity, signIdentity, verifyIdentity } from "./identity.ts";

const identity: Identity = { accountId: "acc_1", sessionId: "ses_1", roles: ["CUSTOMER"] };

describe("verifyIdentity", () => {
  it("accepts an identity that was signed with the same key, for one minute", async () => {
    const header = await signIdentity(identity, "key", 1_000);
    expect(await verifyIdentity(header, "key", 1_000)).toMatchObject(identity);
    await expect(verifyIdentity(header, "key", 61_000)).rejects.toThrow("not valid");
  });

  it("rejects another key, a changed payload and a missing or malformed signature", async () => {
    const header = await signIdentity(identity, "key", 1_000);
    const [payload = "", signature = ""] = header.split(".");
    const forged = btoa(JSON.stringify({ ...identity, roles: ["ADMIN"], expiresAt: 60_000 })).replace(/=+$/, "");
    for (const text of [`${forged}.${signature}`, `${payload}.`, payload, "x.y", "", `${payload}.${"A".repeat(43)}`]) {
      await expect(verifyIdentity(text, "key", 1_000)).rejects.toThrow("not valid");
    }
    await expect(verifyIdentity(header, "other", 1_000)).rejects.toThrow("not valid");
  });

  it("returns the anonymous identity when there is no header", async () => {
    expect(await verifyIdentity(null, "key", 1_000)).toBe(anonymous);
  });
});
