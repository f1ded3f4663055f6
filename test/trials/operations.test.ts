import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { neon, neonConfig } from "@neondatabase/serverless";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { runTool } from "../../dev/build/run-tool.ts";
import { demoAccounts, demoPassword } from "../../dev/cli/demo/accounts.ts";
import { seedWhenEmpty } from "../../dev/cli/demo/seed.ts";
import { fetchData, sendGraphql } from "../../dev/cli/shop/api.ts";
import { databases } from "../../dev/local/postgres/migrations.ts";
import { type LocalStack, startLocalStack } from "../../dev/local/stack.ts";
import { postBody } from "../support/graphql-request.ts";
import { placeOrder, productLine } from "../support/harness.ts";
import { sendRaw } from "../support/raw-request.ts";
import { copyPostgresTemplate, findBundleTemplate } from "../support/shop-template.ts";
import { useShop, useUser } from "../support/use-shop.ts";

const foreignHost = { host: "rebind.evil.example" };
const foreignOrigin = { origin: "https://evil.example" };

describe("a local shop, as npm start runs it", () => {
  let dataDir: string;
  let stack: LocalStack;

  beforeAll(async () => {
    dataDir = mkdtempSync(join(tmpdir(), "stoa-trial-"));
    chmodSync(dataDir, 0o711); // Postgres runs as another user.
    copyPostgresTemplate(dataDir);
    stack = await startLocalStack({ dataDir, port: 0, limits: true, durable: false, bundleDir: findBundleTemplate() });
    await seedWhenEmpty(stack.url, stack.services);
  });

  afterAll(async () => {
    await stack?.stop();
    rmSync(dataDir, { recursive: true, force: true });
  });

  const upgrade = {
    connection: "Upgrade",
    upgrade: "websocket",
    "sec-websocket-version": "13",
    "sec-websocket-key": "dGhlIHNhbXBsZSBub25jZQ==",
  };

  it("rejects a WebSocket to Postgres with a foreign Origin or Host, and accepts one without", async () => {
    const url = `http://${stack.services.neonProxy}/v2`;
    const statuses = [foreignOrigin, foreignHost, {}].map((headers) =>
      sendRaw(url, { headers: { ...upgrade, ...headers } }).then(({ status }) => status),
    );
    expect(await Promise.all(statuses)).toEqual([403, 403, 101]);
  });

  it.each([foreignOrigin, foreignHost])("rejects SQL over HTTP with %j before it reaches Postgres", async (headers) => {
    const before = stack.services.sqlServed().account;
    const response = await sendRaw(`http://${stack.services.neonProxy}/sql`, {
      method: "POST",
      headers: { ...headers, "neon-connection-string": stack.services.superuserUrl("account") },
      body: JSON.stringify({ query: "select email from users", params: [] }),
    });
    expect(response.status).toBe(403);
    expect(response.body).not.toContain("@");
    expect(stack.services.sqlServed().account).toEqual(before);
  });

  it.each(databases)(
    "connects the %s service with a role that runs no programs and has no other database",
    async (name) => {
      neonConfig.fetchEndpoint = () => `http://${stack.services.neonProxy}/sql`;
      const url = stack.services.databaseUrl(name);
      const sql = neon(url);
      const [role] = await sql`select rolsuper, rolcreaterole, rolcreatedb from pg_roles where rolname = current_user`;
      expect(role).toEqual({ rolsuper: false, rolcreaterole: false, rolcreatedb: false });
      await expect(sql`copy (select 1) to program 'true'`).rejects.toThrow("permission denied");
      for (const other of ["postgres", ...databases.filter((database) => database !== name)]) {
        await expect(neon(url.replace(/[^/]*$/, other))`select 1`).rejects.toThrow("permission denied for database");
      }
      await expect(neon(`postgresql://postgres:postgres@local.neon.test/${name}`)`select 1`).rejects.toThrow(
        "password authentication failed",
      );
    },
  );

  it("lets the service's role neither change nor delete events of the audit trail", async () => {
    neonConfig.fetchEndpoint = () => `http://${stack.services.neonProxy}/sql`;
    const service = neon(stack.services.databaseUrl("account"));
    const owner = neon(stack.services.superuserUrl("account"));
    expect(await service`select count(*)::int as count from security_events`).toEqual([{ count: expect.any(Number) }]);
    for (const sql of ["update security_events set type = 'SIGN_IN'", "delete from security_events"]) {
      await expect(service.query(sql)).rejects.toThrow("permission denied for table security_events");
      await expect(owner.query(sql)).rejects.toThrow("security_events is append only");
    }
    const [partition] = await owner`select tableoid::regclass::text as name from security_events limit 1`;
    for (const sql of [`update ${partition?.name} set type = 'SIGN_IN'`, `delete from ${partition?.name}`]) {
      await expect(service.query(sql)).rejects.toThrow("permission denied");
      await expect(owner.query(sql)).rejects.toThrow("is append only");
    }
    await expect(service`truncate security_events`).rejects.toThrow("permission denied");
    await expect(service`drop table security_events`).rejects.toThrow("must be owner");
    await expect(service`alter table security_events disable trigger all`).rejects.toThrow("must be owner");
  });

  it("gives Workers no ports of their own, on which a client could bypass the rate limits of the gateway", () => {
    expect(stack.directUrls).toEqual({});
  });

  it("rejects requests to the payment sandbox without its token, or with a foreign Origin or Host", async () => {
    const url = `http://${stack.services.stripeHost}/sandbox`;
    const authorization = `Bearer ${stack.services.secrets.sandboxToken}`;
    const fault = { mode: "slow", match: "", times: 1, delayMs: 1 };
    const addFault = (headers: Readonly<Record<string, string>>) =>
      sendRaw(`${url}/faults`, {
        method: "POST",
        headers: { "content-type": "text/plain", ...headers },
        body: JSON.stringify(fault),
      });
    const list = async () => (await sendRaw(`${url}/faults`, { headers: { authorization } })).body;
    expect((await addFault({ authorization, ...foreignOrigin })).status).toBe(403);
    expect((await addFault({ authorization, ...foreignHost })).status).toBe(403);
    expect((await addFault({})).status).toBe(401);
    expect((await sendRaw(`${url}/ledger`, {})).status).toBe(401);
    expect(await list()).toBe('{"faults":[]}');
    expect((await addFault({ authorization })).status).toBe(200);
  });

  it.each([foreignOrigin, foreignHost])(
    "rejects requests with %j to mail, Redis, payments and GraphiQL",
    async (headers) => {
      const { mailHost, graphiqlHost, stripeHost, redisUrl } = stack.services;
      const urls = [
        `http://${mailHost}/dev/mail`,
        `http://${graphiqlHost}/`,
        `http://${stripeHost}/v1/refunds`,
        redisUrl,
      ];
      const statuses = await Promise.all(urls.map((url) => sendRaw(url, { headers }).then(({ status }) => status)));
      expect(statuses).toEqual([403, 403, 403, 403]);
      expect((await sendRaw(`http://${mailHost}/dev/mail`, {})).status).toBe(200);
    },
  );

  it("rejects a sign-in at the gateway with a foreign Host or Origin, and accepts the own and development origins", async () => {
    const query = `mutation ($input: LoginInput!) { login(input: $input) { accessToken } }`;
    const input = { email: demoAccounts[0]?.email, password: demoPassword };
    const signIn = (headers: Readonly<Record<string, string>>) =>
      sendRaw(`${stack.url}/graphql`, {
        method: "POST",
        headers: { "content-type": "application/json", ...headers },
        body: JSON.stringify({ query, variables: { input } }),
      });
    for (const headers of [foreignHost, foreignOrigin, { origin: "null" }]) {
      const response = await signIn(headers);
      expect(response.status).toBe(403);
      expect(response.body).not.toContain("accessToken");
    }
    for (const headers of [{}, { origin: stack.url }, { origin: "http://localhost:5173" }]) {
      const response = await signIn(headers);
      expect([response.status, response.body.includes('"accessToken":"')]).toEqual([200, true]);
    }
  });
});

describe("npm run import", () => {
  let folder: string;
  const shop = useShop();
  const manager = useUser(shop, "CATALOG_MANAGER");

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "stoa-import-"));
  });

  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const variant = (sku: string, amountMinor: string) => ({
    sku,
    name: "D",
    price: { amountMinor, currency: "USD" },
    initialStock: 10,
  });
  const product = (slug: string, amountMinor = "100", more: object = {}) => ({
    slug,
    name: slug,
    description: "d",
    variants: [variant(slug.toUpperCase(), amountMinor)],
    ...more,
  });

  async function run(lines: readonly object[]) {
    const file = join(folder, "products.ndjson");
    writeFileSync(file, lines.map((line) => JSON.stringify(line)).join("\n"));
    const args = ["dev/cli/import.ts", file, "--url", shop.url, "--token", manager.token ?? ""];
    return runTool(process.execPath, args);
  }

  it("imports 260 lines of 4.7 MB", async () => {
    const description = "x".repeat(17_947);
    const { code, output } = await run(
      Array.from({ length: 260 }, (_, index) => product(`big-${index}`, "100", { description })),
    );
    expect(output).toContain("260 created, 0 updated, 0 rejected");
    expect(code).toBe(0);
  });

  it("rejects a single line above 4 MB with its number, and imports the others", async () => {
    const lines = [product("one"), product("huge", "100", { description: "x".repeat(4_194_304) }), product("two")];
    const { code, output } = await run(lines);
    expect(output).toContain("line 2: TOO_LARGE");
    expect(output).toContain("2 created, 0 updated, 1 rejected");
    expect(code).toBe(1);
  });

  it("imports the first line of a slug, and rejects a later one in another batch with DUPLICATE", async () => {
    const others = Array.from({ length: 249 }, (_, index) => product(`other-${index}`));
    const { code, output } = await run([
      product("k", "100", { name: "old" }),
      ...others,
      product("k", "200", { name: "new" }),
      { ...product("l"), variants: [variant("OTHER-7", "100")] },
    ]);
    expect(output).toContain("line 251: DUPLICATE: Duplicate slug k");
    expect(output).toContain("line 252: DUPLICATE: Duplicate SKU OTHER-7");
    expect(output).toContain("250 created, 0 updated, 2 rejected");
    expect(code).toBe(1);
    const query = `{ product(slug: "k") { name variants { price { amountMinor } } } }`;
    expect(await fetchData(shop, query)).toEqual({
      product: { name: "old", variants: [{ price: { amountMinor: "100" } }] },
    });
  });

  it("imports a line whose text contains U+2028", async () => {
    const { code, output } = await run([product("u", "1", { description: "first\u2028second" })]);
    expect(output).toContain("1 created, 0 updated, 0 rejected");
    expect(code).toBe(0);
  });
});

describe("the audit trail", () => {
  const shop = useShop({ limits: true });
  const customer = useUser(shop);
  const manager = useUser(shop, "CATALOG_MANAGER");
  const admin = useUser(shop, "ADMIN");

  interface Event {
    readonly type: string;
    readonly actor: string;
    readonly addressHash: string;
    readonly detail: { readonly operation?: string; readonly count?: number } | null;
  }
  let reads = 0;
  const read = async (accountId?: string): Promise<readonly Event[]> => {
    const query = `query ($id: ID) {
      securityEvents(first: 100, accountId: $id) { edges { node { type actor addressHash detail } } } }`;
    type Page = { securityEvents: { edges: { node: Event }[] } };
    // Each read has an address of its own, because limits are on.
    const headers = { authorization: `Bearer ${admin.token}`, "cf-connecting-ip": `198.51.100.${reads++ % 250}` };
    const body = JSON.stringify({ query, variables: { id: accountId ?? null } });
    const response = await postBody(shop.url, body, headers);
    const { securityEvents } = response.data as Page;
    return securityEvents.edges.map(({ node }) => node);
  };
  /** Waits for an event of this type and operation. */
  const waitFor = async (type: string, operation: string, accountId?: string): Promise<Event> => {
    const isFound = (event: Event) => event.type === type && event.detail?.operation === operation;
    await expect.poll(async () => (await read(accountId)).some(isFound), { timeout: 15_000, interval: 500 }).toBe(true);
    return (await read(accountId)).find(isFound) as Event;
  };
  const logLines = (message: string): readonly Record<string, unknown>[] =>
    shop
      .logs()
      .split("\n")
      .filter((line) => line.includes(`"message":"${message}"`))
      .map((line) => JSON.parse(line));

  it("has a row and a log line for each operation that a customer was denied, with a count", async () => {
    const document = `{ accounts { edges { node { email } } } again: accounts { edges { node { email } } }
      securityEvents { edges { node { type } } } }`;
    for (let i = 0; i < 3; i++) await sendGraphql(customer, document);
    const setRoles = `mutation ($id: ID!) { setRoles(input: { accountId: $id, roles: [ADMIN] }) { userErrors { code } } }`;
    await sendGraphql(customer, setRoles, { id: customer.accountId });
    const rows = await Promise.all(
      ["accounts", "securityEvents", "setRoles"].map((name) => waitFor("ACCESS_DENIED", name, customer.accountId)),
    );
    expect(rows.map(({ actor }) => actor)).toEqual(Array(3).fill(`account:${customer.accountId}`));
    const ofAccounts = (await read(customer.accountId)).filter(({ detail }) => detail?.operation === "accounts");
    expect(ofAccounts.reduce((sum, { detail }) => sum + (detail?.count ?? 0), 0)).toBe(3);
    // At most one row for each minute.
    expect(ofAccounts.length).toBeLessThanOrEqual(2);
    const [line] = logLines("denied").filter((line) => line["stoa.operation"] === "setRoles");
    expect(line).toMatchObject({
      level: "warn",
      "user.id": customer.accountId,
      "stoa.client.address_hash": rows[2]?.addressHash,
    });
  });

  it("has a row for a forged access token", async () => {
    const [header = "", payload = ""] = (customer.token ?? "").split(".");
    const forged = `${header}.${payload}.${"A".repeat(86)}`;
    const { errors } = await sendGraphql({ url: shop.url, token: forged }, "{ me { id } }");
    expect(errors?.[0]?.extensions?.code).toBe("UNAUTHENTICATED");
    expect(await waitFor("TOKEN_REFUSED", "POST /graphql")).toMatchObject({ actor: "anonymous" });
  });

  it("has a row for a forged token in a cookie, although the request runs without a caller", async () => {
    const headers = {
      "content-type": "application/json",
      "x-stoa-session": "cookie",
      cookie: "__Host-stoa-access=a.b.c",
    };
    const before = (await read()).filter(({ type }) => type === "TOKEN_REFUSED").length;
    await fetch(`${shop.url}/graphql`, { method: "POST", headers, body: '{"query":"{ me { id } }"}' });
    const count = async () =>
      (await read())
        .filter(({ type }) => type === "TOKEN_REFUSED")
        .reduce((sum, row) => sum + (row.detail?.count ?? 0), 0);
    await expect.poll(count, { timeout: 15_000, interval: 500 }).toBeGreaterThan(before);
  });

  it("has a row for a false API token and for an invented refresh token", async () => {
    const method = "stoa.catalog.v1.CatalogService/UpdateProduct";
    const headers = { "content-type": "application/json", authorization: `Bearer stoa_${"0".repeat(72)}` };
    const response = await fetch(`${shop.url}/rpc/${method}`, { method: "POST", headers, body: "{}" });
    expect(response.status).toBe(401);
    await waitFor("API_TOKEN_REFUSED", method);
    const refresh = `mutation ($i: RefreshSessionInput!) { refreshSession(input: $i) { userErrors { code } } }`;
    await sendGraphql(shop, refresh, { i: { refreshToken: "invented" } });
    await waitFor("TOKEN_REFUSED", "refreshSession");
  });

  it("has a row for a throttled sign-in, with the account", async () => {
    const login = `mutation ($i: LoginInput!) { login(input: $i) { userErrors { code } } }`;
    for (let i = 0; i < 6; i++)
      await sendGraphql(shop, login, { i: { email: customer.email, password: `wrong ${i}` } });
    expect(await waitFor("SIGN_IN_THROTTLED", "login", customer.accountId)).toMatchObject({ actor: "anonymous" });
  });

  it("has a row for a webhook with a wrong signature", async () => {
    const headers = { "stripe-signature": "t=1,v1=00" };
    await fetch(`${shop.url}/webhooks/stripe`, { method: "POST", headers, body: "{}" });
    await waitFor("WEBHOOK_REFUSED", "POST /webhooks/stripe");
  });

  it("has a row for changes of the catalog by staff", async () => {
    const input = { slug: "audited", name: "n", description: "d", variants: [] as object[] };
    input.variants.push({ sku: "AUD", name: "D", price: { amountMinor: "1", currency: "USD" }, initialStock: 1 });
    const create = `mutation ($i: CreateProductInput!) { createProduct(input: $i) { userErrors { code } } }`;
    await sendGraphql(manager, create, { i: input });
    expect(await waitFor("SHOP_CHANGED", "createProduct")).toMatchObject({ actor: `account:${manager.accountId}` });
  });

  it("says which roles were added and removed", async () => {
    const setRoles = `mutation ($id: ID!, $roles: [Role!]!) { setRoles(input: { accountId: $id, roles: $roles }) { userErrors { code } } }`;
    await fetchData(admin, setRoles, { id: manager.accountId, roles: ["SUPPORT"] });
    const [changed] = (await read(manager.accountId)).filter(({ type }) => type === "ROLES_CHANGED");
    expect(changed?.detail).toEqual({ added: ["SUPPORT"], removed: ["CATALOG_MANAGER"] });
  });

  it("has no SESSION_ENDED without a session", async () => {
    const revoke = "mutation ($id: ID!) { revokeSession(id: $id) { userErrors { code } } }";
    await sendGraphql(admin, revoke, { id: `ses_${"0".repeat(26)}` });
    await sendGraphql(admin, "{ me { id } }");
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect((await read(admin.accountId)).map(({ type }) => type)).not.toContain("SESSION_ENDED");
  });

  it("keeps the counted rows when the cron job moves them", async () => {
    const ids = async () =>
      (await shop.sql("account")`select id from counted_security_events order by id`).map(({ id }) => id as string);
    await waitFor("ACCESS_DENIED", "accounts", customer.accountId);
    const before = await ids();
    await shop.sql("account")`update counted_security_events set at = at - interval '5 minutes'`;
    await shop.stack.runCrons();
    expect(await ids()).toEqual([]);
    const moved = await shop.sql("account")`select id from security_events where id = any(${before})`;
    expect(moved).toHaveLength(before.length);
    expect(before.length).toBeGreaterThan(3);
    await waitFor("ACCESS_DENIED", "accounts", customer.accountId);
  });

  it("has the time, the account and the hashed address in the log line of each request", async () => {
    await sendGraphql(customer, "{ me { id } }");
    const ofCustomer = () => logLines("request").filter((line) => line["user.id"] === customer.accountId);
    await expect.poll(() => ofCustomer().length).toBeGreaterThan(0);
    expect(ofCustomer().at(-1)).toMatchObject({
      time: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
      "stoa.client.address_hash": expect.stringMatching(/^[0-9a-f]{16}$/),
    });
  });
});

describe("an account that is deleted", () => {
  const shop = useShop({ products: [productLine("ERASED", 5)] });
  const buyer = useUser(shop);
  const support = useUser(shop, "SUPPORT");

  it("leaves neither idempotency keys, nor what staff wrote, nor tracking numbers in its orders", async () => {
    const key = "my secret note 0.44";
    const { order } = await placeOrder(buyer, { idempotencyKey: key, lines: [{ sku: "ERASED", quantity: 2 }] });
    const orderId = order?.id ?? "";
    const run = (mutation: string, type: string, input: object) =>
      fetchData(support, `mutation ($i: ${type}!) { ${mutation}(input: $i) { order { id } userErrors { code } } }`, {
        i: { orderId, ...input },
      });
    const amount = { amountMinor: "100", currency: "USD" };
    await run("refundOrder", "RefundOrderInput", {
      amount,
      reason: "Vera Victim called",
      idempotencyKey: "refund Vera",
    });
    const trackingNumber = "TRACK-Vera-1";
    await run("fulfilOrder", "FulfilOrderInput", { carrier: "DHL", trackingNumber, idempotencyKey: "ship Vera" });

    const timeline = `query ($o: ID!) { order(id: $o) { timeline { type data } } }`;
    const read = async () => JSON.stringify(await fetchData(support, timeline, { o: orderId }));
    const personal = [key, "Vera", "1 Main St"];
    for (const text of personal) expect(await read()).toContain(text);

    const deleteAccount = `mutation ($i: DeleteMyAccountInput!) { deleteMyAccount(input: $i) { accepted userErrors { code } } }`;
    const deleted = await fetchData(buyer, deleteAccount, { i: { password: "correct horse battery" } });
    expect(deleted).toEqual({ deleteMyAccount: { accepted: true, userErrors: [] } });
    await expect.poll(read, { timeout: 15_000, interval: 500 }).toContain("PersonalDataErased");
    const erased = await read();
    for (const text of personal) expect(erased).not.toContain(text);
    expect(erased).toContain("sha256:");

    const sql = shop.sql("order");
    const rows = async () =>
      JSON.stringify([
        await sql`select * from orders where id = ${orderId}`,
        await sql`select * from placement_keys where order_id = ${orderId}`,
        await sql`select * from payment_attempts where order_id = ${orderId}`,
        await sql`select * from dead_facts`,
      ]);
    await expect.poll(rows, { timeout: 15_000, interval: 500 }).not.toContain(key);
    expect(await rows()).toContain("sha256:");
    expect(shop.logs()).not.toContain(key);
    expect(shop.logs()).not.toContain("Vera");
    const hashes = JSON.parse(await rows()) as [{ idempotency_key: string }[], { idempotency_key: string }[]];
    expect(hashes[0][0]?.idempotency_key).toBe(hashes[1][0]?.idempotency_key);
    expect(erased).toContain(hashes[0][0]?.idempotency_key ?? "no key");
  });
});
