import { execFileSync } from "node:child_process";
import { createHmac } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { workerNames } from "../../dev/build/bundle.ts";
import { root } from "../../dev/build/root.ts";
import { loadSecrets, saveSecrets } from "../../dev/local/secrets.ts";
import { readWorkerConfig } from "../../dev/local/worker-config.ts";
import { identityHeader } from "../../workers/kit/auth/identity.ts";
import { asUser, login, refresh, register } from "../support/accounts.ts";
import { importProducts, openShop, placeOrder, productLine, type Shop } from "../support/harness.ts";

/** The key that all Workers of release 0.1.0 share. */
const sharedKey = "k".repeat(43);
const hmac = (text: string) => createHmac("sha256", sharedKey).update(text).digest();

const rotate = (...args: string[]) =>
  execFileSync("npm", ["run", "--silent", "keys:rotate", "--", ...args], { cwd: root, encoding: "utf8" });

describe("a shop with sessions whose keys are rotated", () => {
  const email = "owner@example.com";
  let shop: Shop;
  let refreshToken: string | null;

  const restart = async (): Promise<void> => {
    await shop.stack.stop();
    shop = await openShop({ dataDir: shop.dataDir });
  };

  beforeAll(async () => {
    shop = await openShop();
    ({ refreshToken } = await register({ url: shop.url }, { email }));
    await importProducts(await shop.signUp("CATALOG_MANAGER"), [productLine("KEYS", 10)]);
    rotate("--data", shop.dataDir);
    await restart();
  });
  afterAll(() => shop?.stop());

  it("accepts refresh tokens of the earlier secret, also when the request is repeated", async () => {
    const [first, repeated] = [
      await refresh({ url: shop.url }, refreshToken),
      await refresh({ url: shop.url }, refreshToken),
    ];
    expect(first.account?.email).toBe(email);
    expect(repeated.refreshToken).toBe(first.refreshToken);
    const next = await refresh({ url: shop.url }, first.refreshToken);
    expect(next.account?.email).toBe(email);
    refreshToken = next.refreshToken;
  });

  it("signs calls of every Worker", async () => {
    const buyer = asUser(shop, await login({ url: shop.url }, email));
    const { order } = await placeOrder(buyer, { idempotencyKey: "keys", lines: [{ sku: "KEYS", quantity: 1 }] });
    expect(order?.status).toBe("CONFIRMED");
  });

  it("ends all sessions with --drop-others --sessions", async () => {
    rotate("--data", shop.dataDir, "--drop-others", "--sessions");
    await restart();
    expect((await refresh({ url: shop.url }, refreshToken)).account).toBeNull();
    expect((await login({ url: shop.url }, email)).account?.email).toBe(email);
  });
});

describe("a shop of release 0.1.0 that is upgraded", () => {
  const email = "upgraded@example.com";
  let shop: Shop;

  beforeAll(async () => {
    shop = await openShop();
    await shop.stack.stop();
    saveSecrets(shop.dataDir, { ...(await loadSecrets(shop.dataDir)), identityKey: sharedKey });
    shop = await openShop({ dataDir: shop.dataDir });
  });
  afterAll(() => shop?.stop());

  /** Returns a refresh token as release 0.1.0 issued it for the same secret. */
  function toReleasedToken(token: string | null): string {
    const [sessionId, secret] = (token ?? "").split(".");
    const mac = hmac(`refresh mac ${sessionId} ${secret}`).toString("hex").slice(0, 32);
    return `${sessionId}.${secret}.${mac}`;
  }

  /** Calls a service with an identity of release 0.1.0. Returns the status. */
  async function callWithReleasedIdentity(): Promise<number> {
    const identity = { roles: [], service: "order", expiresAt: Date.now() + 60_000 };
    const payload = Buffer.from(JSON.stringify(identity)).toString("base64url");
    const header = `${payload}.${hmac(payload).toString("base64url")}`;
    const url = `${shop.stack.directUrls.catalog}/stoa.catalog.v1.CatalogService/ListCategories`;
    const headers = { "content-type": "application/json", [identityHeader]: header };
    return (await fetch(url, { method: "POST", headers, body: "{}" })).status;
  }

  it("accepts its refresh tokens and identities, until the shared key is removed", async () => {
    const api = { url: shop.url };
    const { refreshToken } = await register(api, { email });
    const refreshed = await refresh(api, toReleasedToken(refreshToken));
    expect(refreshed.account?.email).toBe(email);
    expect(await callWithReleasedIdentity()).toBe(200);

    await shop.stack.stop();
    saveSecrets(shop.dataDir, { ...(await loadSecrets(shop.dataDir)), identityKey: undefined });
    shop = await openShop({ dataDir: shop.dataDir });
    expect(await callWithReleasedIdentity()).toBe(401);
    expect((await refresh({ url: shop.url }, toReleasedToken(refreshed.refreshToken))).account).toBeNull();
    expect((await refresh({ url: shop.url }, refreshed.refreshToken)).account?.email).toBe(email);
  });
});

describe("npm run keys:rotate --dir", () => {
  const dir = mkdtempSync(join(tmpdir(), "stoa-keys-"));
  afterAll(() => rmSync(dir, { recursive: true, force: true }));
  const readSecrets = (name: string): Record<string, string> =>
    JSON.parse(readFileSync(join(dir, `${name}.json`), "utf8"));
  const kidsOf = (set = "") => (JSON.parse(set) as { keys: { kid: string }[] }).keys.map(({ kid }) => kid);

  it("writes a file for each Worker, and preserves the access token keys of release 0.1.0", () => {
    const released = { keys: [{ kty: "OKP", crv: "Ed25519", x: "x", d: "d", kid: "released", activeFrom: 0 }] };
    const file = join(dir, "keys.json");
    writeFileSync(file, JSON.stringify(released));
    const output = rotate("--dir", dir, "--file", file);
    for (const name of workerNames) {
      const required = readWorkerConfig(name).secrets?.required ?? [];
      expect(required).toEqual(expect.arrayContaining(Object.keys(readSecrets(name))));
      expect(output).toContain(`wrangler secret bulk ${join(dir, `${name}.json`)} --config`);
    }
    expect(kidsOf(readSecrets("account").JWT_PRIVATE_KEYS)[1]).toBe("released");
  });

  it("preserves the keys of the previous run", () => {
    const before = readSecrets("order");
    rotate("--dir", dir);
    const after = readSecrets("order");
    const retained = kidsOf(before.IDENTITY_PRIVATE_KEYS)[1];
    expect(kidsOf(after.IDENTITY_PRIVATE_KEYS)).toContain(retained);
    expect(after.DERIVATION_SECRETS?.split(",")[1]).toBe(before.DERIVATION_SECRETS?.split(",")[0]);
  });

  it("rejects --file without --dir, and --sessions without --drop-others", () => {
    for (const args of [["--file", "keys.json"], ["--sessions"]]) expect(() => rotate(...args)).toThrow("Usage");
  });
});
