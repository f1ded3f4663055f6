import { createHmac, hkdfSync } from "node:crypto";
import { describe, expect, it } from "vitest";
import { ConfigError } from "../config.ts";
import { keyUses, readKeyRing } from "./key-ring.ts";

const [first, second] = ["A".repeat(43), "B".repeat(43)] as const;
const hmac = (key: Uint8Array | string, text: string) => createHmac("sha256", key).update(text).digest("hex");
const hkdf = (secret: string, info: string) =>
  new Uint8Array(hkdfSync("sha256", Buffer.from(secret, "base64url"), "", info, 32));

describe("readKeyRing", () => {
  it("derives one key for each use with HKDF, from the first secret", async () => {
    const { current } = readKeyRing({ DERIVATION_SECRETS: `${first},${second}` }, "account");
    const signed = await Promise.all(keyUses.account.map((use) => current.sign(use, "text")));
    expect(signed).toEqual(keyUses.account.map((use) => hmac(hkdf(first, `account ${use}`), "text")));
    expect(new Set(signed).size).toBe(keyUses.account.length);
  });

  it("derives other keys for another Worker with the same secret", async () => {
    const { current } = readKeyRing({ DERIVATION_SECRETS: first }, "order");
    expect(await current.sign("payment address", "text")).toBe(hmac(hkdf(first, "order payment address"), "text"));
  });

  it("lists the keys of earlier secrets after the current ones, each with an id", async () => {
    const { current, all } = readKeyRing({ DERIVATION_SECRETS: `${first},${second}` }, "account");
    expect(all).toHaveLength(2);
    expect(all[0]).toBe(current);
    const earlier = readKeyRing({ DERIVATION_SECRETS: second }, "account").current;
    expect(await all[1]?.sign("mail", "text")).toBe(await earlier.sign("mail", "text"));
    expect(await all[1]?.id()).toBe(await earlier.id());
    expect(await current.id()).toMatch(/^[0-9a-f]{8}$/);
    expect(await current.id()).not.toBe(await earlier.id());
  });

  it("accepts the shared key of release 0.1.0 while it is set, as the last one", async () => {
    const { current, all } = readKeyRing({ DERIVATION_SECRETS: first, IDENTITY_KEY: "shared" }, "account");
    expect(all).toHaveLength(2);
    expect(await all[1]?.sign("refresh mac", "ses_1 secret")).toBe(hmac("shared", "refresh mac ses_1 secret"));
    expect(await all[1]?.id()).toBe("");
    expect(await current.sign("mail", "text")).toBe(hmac(hkdf(first, "account mail"), "text"));
  });

  it.each([
    ["is missing", {}],
    ["is empty", { DERIVATION_SECRETS: "" }],
    ["is short", { DERIVATION_SECRETS: "secret" }],
    ["has an empty entry", { DERIVATION_SECRETS: `${first},` }],
    ["has a space", { DERIVATION_SECRETS: `${first}, ${second}` }],
  ])("throws a ConfigError when the list %s", (_problem, env) => {
    expect(() => readKeyRing(env, "account")).toThrow(ConfigError);
  });
});
