import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { neon, neonConfig } from "@neondatabase/serverless";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { demoAccounts, demoPassword } from "../../dev/cli/demo/accounts.ts";
import { seedWhenEmpty } from "../../dev/cli/demo/seed.ts";
import { databases } from "../../dev/local/postgres/migrations.ts";
import { type LocalStack, startLocalStack } from "../../dev/local/stack.ts";
import { sendRaw } from "../support/raw-request.ts";
import { copyPostgresTemplate, findBundleTemplate } from "../support/shop-template.ts";

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
