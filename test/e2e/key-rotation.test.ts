import { execFileSync } from "node:child_process";
import { createHmac } from "node:crypto";
import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { neon } from "@neondatabase/serverless";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { apiWorkerNames, type WorkerName, workerNames } from "../../dev/build/bundle.ts";
import { root } from "../../dev/build/root.ts";
import { fetchData } from "../../dev/cli/shop/api.ts";
import { signPayload } from "../../dev/emulators/stripe/webhooks.ts";
import type { BackingServices } from "../../dev/local/backing-services.ts";
import { rotateKeys } from "../../dev/local/own-keys.ts";
import { toConnectionString } from "../../dev/local/postgres/database-url.ts";
import { migrateDeployment } from "../../dev/local/postgres/migrate-deployment.ts";
import { type DatabaseName, databases } from "../../dev/local/postgres/migrations.ts";
import { loadSecrets, type Secrets, saveSecrets } from "../../dev/local/secrets.ts";
import { readWorkerConfig } from "../../dev/local/worker-config.ts";
import { identityHeader } from "../../workers/kit/auth/identity.ts";
import { asUser, login, refresh, register } from "../support/accounts.ts";
import { findOrder, importProducts, openShop, placeOrder, productLine, type Shop } from "../support/harness.ts";

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

describe("a shop with customers whose keys are rotated in one Worker after the other", () => {
  const email = "busy@example.com";
  const line = { sku: "BUSY", quantity: 1 };
  /** The machine may be busy. A slow Redis is no failure here. */
  const vars = { REDIS_BUDGET_MS: "10000" };
  const noDrop = { dropOthers: false, endSessions: false };
  let shop: Shop;
  let refreshToken: string | null;
  let requests = 0;

  beforeAll(async () => {
    shop = await openShop();
    ({ refreshToken } = await register({ url: shop.url }, { email }));
    await importProducts(await shop.signUp("CATALOG_MANAGER"), [productLine(line.sku, 1_000)]);
  });
  afterAll(() => shop?.stop());

  /** Restarts the Workers. Those that are named have these secrets, the others have the present ones. */
  async function restartWith(secretsOf: Partial<Record<WorkerName, Secrets>>): Promise<void> {
    await shop.stack.stop();
    shop = await openShop({ dataDir: shop.dataDir, vars, withProxies: async () => ({ secretsOf }) });
  }

  /** Sends requests of customers at the same time: sign-ins, refreshed sessions, lists and orders. Returns what failed. */
  async function sendRequests(): Promise<readonly string[]> {
    const api = { url: shop.url };
    const failures: string[] = [];
    const attempt = async (name: string, request: () => Promise<unknown>) => {
      requests++;
      await request().catch((error: unknown) => failures.push(`${name}: ${String(error)}`));
    };
    const session = await refresh(api, refreshToken);
    if (session.account === null) failures.push("refresh: no account");
    refreshToken = session.refreshToken;
    const buyer = asUser(shop, session);
    const all = Array.from({ length: 2 }, (_, index) => [
      attempt("sign-in", async () => expect((await login(api, email)).account?.email).toBe(email)),
      attempt("order", async () => {
        const { order } = await placeOrder(buyer, { idempotencyKey: `busy ${requests} ${index}`, lines: [line] });
        expect(order?.status).toBe("CONFIRMED");
      }),
      attempt("list", () => fetchData(buyer, "{ me { orders(first: 5) { edges { node { status } } } } }")),
    ]);
    await Promise.all(all.flat());
    return failures;
  }

  it("serves every request, and would fail if new keys signed before all Workers knew them", {
    timeout: 240_000,
  }, async () => {
    const before = await loadSecrets(shop.dataDir);
    const after: Secrets = { ...before, ...(await rotateKeys(before, Date.now(), noDrop)) };
    const active = withActiveKeys(after);
    for (let updated = 1; updated <= apiWorkerNames.length; updated++) {
      await restartWith(Object.fromEntries(apiWorkerNames.slice(0, updated).map((name) => [name, after])));
      expect([updated, await sendRequests()]).toEqual([updated, []]);
    }
    await restartWith(Object.fromEntries(apiWorkerNames.map((name) => [name, active])));
    expect(await sendRequests()).toEqual([]);
    // The other Workers do not know the identity keys that the order service signs with.
    const { identityPrivateKeys } = before;
    const others = ["catalog", "account", "gateway"].map((name) => [name, { ...active, identityPrivateKeys }]);
    await restartWith({ ...Object.fromEntries(others), order: active });
    const failures = await sendRequests();
    expect(failures.length).toBeGreaterThan(0);
    expect(failures.filter((failure) => !failure.startsWith("order: "))).toEqual([]);
  });
});

describe("a shop with customers whose credentials at providers are rotated", () => {
  const line = { sku: "CREDENTIALS", quantity: 1 };
  const rotated = { stripeKey: "sk_test_rolled", stripeWebhookSecret: "whsec_rolled" };
  const roleUrls = Object.fromEntries(
    databases.map((name) => [name, toConnectionString(`${name}_rotated`, "rotated", name)]),
  ) as Record<DatabaseName, string>;
  /** The secrets that replace those of the data folder. The Workers have them after a restart. */
  let changed: Partial<Secrets> | undefined;
  let shop: Shop;
  let services: BackingServices;

  beforeAll(async () => {
    shop = await openShop({
      // The machine may be busy. A slow Redis is no failure here.
      vars: { REDIS_BUDGET_MS: "10000" },
      withProxies: async ({ secrets }) =>
        changed === undefined
          ? {}
          : { secrets: { ...secrets, ...changed }, databaseUrl: (name: DatabaseName) => roleUrls[name] },
    });
    ({ services } = shop.stack);
    await importProducts(await shop.signUp("CATALOG_MANAGER"), [productLine(line.sku, 10_000)]);
  });
  afterAll(() => shop?.stop());

  const callRedis = async (token: string, ...command: string[]): Promise<unknown> => {
    const headers = { authorization: `Bearer ${token}` };
    return (await fetch(services.redisUrl, { method: "POST", headers, body: JSON.stringify(command) })).json();
  };
  const callStripe = async (key: string) =>
    (await fetch(`http://${services.stripeHost}/v1/events`, { headers: { authorization: `Bearer ${key}` } })).status;
  const sendWebhook = async (secret: string) => {
    const body = JSON.stringify({ id: "evt_rotated", type: "charge.captured", data: { object: {} } });
    const headers = { "stripe-signature": signPayload(body, [secret], Math.floor(Date.now() / 1_000)) };
    return (await fetch(`${shop.url}/webhooks/stripe`, { method: "POST", headers, body })).status;
  };
  const acceptedWebhooks = () => services.stripe.webhookResponses()[200] ?? 0;

  /** Creates a role for each service, as `npm run migrate` does with other names in the URLs of the services. */
  const createRoles = () =>
    migrateDeployment(
      databases.map((name) => ({ name, migrationUrl: services.superuserUrl(name), serviceUrl: roleUrls[name] })),
      () => {},
      services.neonProxy,
    );
  const removeRoles = async () => {
    for (const name of databases) await removeRole(shop.sql(name), new URL(services.databaseUrl(name)).username);
  };

  it("serves every request: each provider accepts the new value, the Workers get it, the old value is removed", {
    timeout: 240_000,
  }, async () => {
    const customer = await startCustomer(shop, line);
    await customer.completeRound("before");

    const expireKey = services.stripe.rollKey(rotated.stripeKey);
    const expireWebhookSecret = services.stripe.rollWebhookSecret(rotated.stripeWebhookSecret);
    await createRoles();
    const { redisToken: firstToken } = services.secrets;
    const { result } = (await callRedis(firstToken, "ACL", "GENTOKEN", "stoa-2")) as { readonly result: string };
    const rights = ["on", `>${result}`, "~*", "&*", "+@all", "-@dangerous"];
    expect(await callRedis(firstToken, "ACL", "SETUSER", "stoa-2", ...rights)).toEqual({ result: "OK" });
    await customer.completeRound("new values are valid");

    // A local Worker restarts to get a secret. Requests wait: those to Cloudflare reach the version before or after.
    changed = { ...rotated, redisToken: result };
    await customer.pause();
    await shop.stack.restartWorkers();
    customer.resume();
    await customer.completeRound("the Workers have the new values");

    const expire = [
      ["the API key of Stripe has expired", expireKey],
      ["the secret of the webhook has expired", expireWebhookSecret],
      ["the first token of Redis was reset", () => services.resetRedisToken("reset")],
      ["the first roles were dropped", removeRoles],
    ] as const;
    for (const [phase, remove] of expire) {
      await remove();
      await customer.completeRound(phase);
    }
    await customer.pause();
    expect(customer.failures).toEqual([]);
  });

  it("leaves no old value that a provider or a Worker accepts", async () => {
    const { stripeKey, stripeWebhookSecret, redisToken } = services.secrets;
    expect(await Promise.all([stripeKey, rotated.stripeKey].map(callStripe))).toEqual([401, 200]);
    expect(await Promise.all([stripeWebhookSecret, rotated.stripeWebhookSecret].map(sendWebhook))).toEqual([400, 200]);
    expect(await callRedis(redisToken, "GET", "key")).toEqual({ error: "Unauthorized" });
    for (const name of databases) {
      await expect(neon(services.databaseUrl(name))`select 1`).rejects.toThrow("password authentication failed");
      expect(await neon(roleUrls[name])`select current_user as role`).toEqual([{ role: `${name}_rotated` }]);
    }
  });

  it("has accepted every webhook of the provider, also after the old secret", async () => {
    const before = acceptedWebhooks();
    const buyer = await shop.signUp();
    await placeOrder(buyer, { idempotencyKey: "webhook", lines: [line] });
    await expect.poll(acceptedWebhooks).toBeGreaterThan(before);
    // The response to a wrong signature.
    expect(services.stripe.webhookResponses()).not.toHaveProperty("400");
  });
});

/** Removes the role of a service, as docs/keys.md says. */
async function removeRole(owner: ReturnType<Shop["sql"]>, role: string): Promise<void> {
  await owner.query(`alter role ${role} nologin`);
  await owner.query("select pg_terminate_backend(pid) from pg_stat_activity where usename = $1", [role]);
  await owner.query(`drop owned by ${role}`);
  await owner.query(`drop role ${role}`);
}

/** Starts a customer who refreshes a session, signs in, gets a quote, buys and lists orders, in rounds, without a break. */
async function startCustomer(shop: Shop, line: { readonly sku: string; readonly quantity: number }) {
  const api = { url: shop.url };
  const email = "customer-of-providers@example.com";
  const failures: string[] = [];
  const waiting: (() => void)[] = [];
  let { refreshToken } = await register(api, { email });
  let phase = "";
  let rounds = 0;
  let isPaused = false;
  let loop: Promise<void>;
  const attempt = (name: string, request: () => Promise<unknown>) =>
    request().catch((error: unknown) => failures.push(`${phase}: ${name}: ${String(error)}`));
  const use = async (): Promise<void> => {
    await attempt("refresh and order", async () => {
      const session = await refresh(api, refreshToken);
      expect(session.account?.email).toBe(email);
      ({ refreshToken } = session);
      const buyer = asUser(shop, session);
      const quote = "query ($input: QuoteInput!) { quote(input: $input) { problems { code } } }";
      expect(await fetchData(buyer, quote, { input: { lines: [line] } })).toEqual({ quote: { problems: [] } });
      const { order } = await placeOrder(buyer, { idempotencyKey: `round ${rounds}`, lines: [line] });
      // A slow machine confirms the order after the response.
      await expect.poll(async () => (await findOrder(buyer, order?.id ?? ""))?.status).toBe("CONFIRMED");
      await fetchData(buyer, "{ me { orders(first: 5) { edges { node { status } } } } }");
    });
    await attempt("sign-in", async () => expect((await login(api, email)).account?.email).toBe(email));
    rounds++;
    for (const done of waiting.splice(0)) done();
  };
  const start = async (): Promise<void> => {
    while (!isPaused) await use();
  };
  const endOfRound = () => new Promise<void>((done) => waiting.push(done));
  const resume = () => {
    isPaused = false;
    loop = start();
  };
  resume();
  return {
    failures,
    resume,
    /** Waits for a round that begins after the call. Failures from now on have the name of this phase. */
    completeRound: async (name: string) => {
      phase = name;
      await endOfRound();
      await endOfRound();
    },
    /** Waits for the end of the current round. */
    pause: async () => {
      isPaused = true;
      await loop;
    },
  };
}

/** Returns the secrets as they are ten minutes after a rotation: the new keys sign. */
function withActiveKeys(secrets: Secrets): Secrets {
  const activate = (set: string): string => {
    const { keys } = JSON.parse(set) as { readonly keys: readonly { readonly activeFrom: number }[] };
    const now = Math.floor(Date.now() / 1_000);
    return JSON.stringify({ keys: keys.map((key) => ({ ...key, activeFrom: Math.min(key.activeFrom, now - 1) })) });
  };
  const identityKeys = Object.entries(secrets.identityPrivateKeys).map(([name, set]) => [name, activate(set)]);
  return {
    ...secrets,
    jwtPrivateKeys: activate(secrets.jwtPrivateKeys),
    identityPrivateKeys: Object.fromEntries(identityKeys) as Secrets["identityPrivateKeys"],
  };
}

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

describe("npm run keys:rotate --env", () => {
  const dir = mkdtempSync(join(tmpdir(), "stoa-keys-"));
  const path = join(dir, "secrets.staging.json");
  afterAll(() => rmSync(dir, { recursive: true, force: true }));
  const readSecrets = (name: string): Record<string, string> => JSON.parse(readFileSync(path, "utf8"))[name];
  const kidsOf = (set = "") => (JSON.parse(set) as { keys: { kid: string }[] }).keys.map(({ kid }) => kid);

  it("writes the keys of each Worker, and preserves other secrets and the keys of release 0.1.0", () => {
    const released = { keys: [{ kty: "OKP", crv: "Ed25519", x: "x", d: "d", kid: "released", activeFrom: 0 }] };
    const file = join(dir, "keys.json");
    writeFileSync(file, JSON.stringify(released));
    const before = { environment: "staging", account: { MAIL_API_KEY: "mail-key" } };
    writeFileSync(path, JSON.stringify(before), { mode: 0o600 });
    const output = rotate("--env", "staging", "--secrets", path, "--file", file);
    for (const name of workerNames) {
      const required = readWorkerConfig(name).secrets?.required ?? [];
      expect(required).toEqual(expect.arrayContaining(Object.keys(readSecrets(name))));
    }
    expect(output).toContain("npm run secrets -- --env staging --secrets");
    expect(kidsOf(readSecrets("account").JWT_PRIVATE_KEYS)[1]).toBe("released");
    expect(readSecrets("account").MAIL_API_KEY).toBe("mail-key");
    expect(statSync(path).mode & 0o777).toBe(0o600);
  });

  it("preserves the keys of the previous run", () => {
    const before = readSecrets("order");
    rotate("--env", "staging", "--secrets", path);
    const after = readSecrets("order");
    const retained = kidsOf(before.IDENTITY_PRIVATE_KEYS)[1];
    expect(kidsOf(after.IDENTITY_PRIVATE_KEYS)).toContain(retained);
    expect(after.DERIVATION_SECRETS?.split(",")[1]).toBe(before.DERIVATION_SECRETS?.split(",")[0]);
  });

  it("rejects the file of another environment, and changes nothing", () => {
    const before = readFileSync(path, "utf8");
    expect(() => rotate("--env", "production", "--secrets", path)).toThrow(
      "has the secrets of staging, not of production",
    );
    expect(readFileSync(path, "utf8")).toBe(before);
    const set = () =>
      execFileSync("npm", ["run", "--silent", "secrets", "--", "--env", "production", "--secrets", path], {
        cwd: root,
      });
    expect(set).toThrow("has the secrets of staging, not of production");
  });

  it("rejects a file that other users can read", () => {
    chmodSync(path, 0o644);
    expect(() => rotate("--env", "staging", "--secrets", path)).toThrow("chmod 600");
    chmodSync(path, 0o600);
  });

  it("rejects --file and --secrets without --env, another environment, and --sessions without --drop-others", () => {
    for (const args of [["--file", "keys.json"], ["--secrets", path], ["--env", "live"], ["--sessions"]]) {
      expect(() => rotate(...args)).toThrow("Usage");
    }
  });
});
