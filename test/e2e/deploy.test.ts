import { spawn } from "node:child_process";
import { chmodSync, cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { neon, neonConfig } from "@neondatabase/serverless";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { workerNames } from "../../dev/build/bundle.ts";
import { root } from "../../dev/build/root.ts";
import { type CloudflareEmulator, startCloudflareEmulator } from "../../dev/emulators/cloudflare.ts";
import { type NeonProxy, startNeonProxy } from "../../dev/emulators/neon/server.ts";
import { toConnectionString } from "../../dev/local/postgres/database-url.ts";
import { createDatabases } from "../../dev/local/postgres/databases.ts";
import { databases } from "../../dev/local/postgres/migrations.ts";
import { type Postgres, startPostgres } from "../../dev/local/postgres/server.ts";
import { getConfigPath, readWorkerConfig } from "../../dev/local/worker-config.ts";
import { listen, stopListening } from "../../dev/process/listen.ts";

const token = "cloudflare-token";
/** A text in the code of a version that does not work. */
const faulty = "faulty version";
/** wrangler bundles each of the Workers. */
const deploymentMs = 240_000;
const copied = [
  "dev",
  "migrations",
  "proto",
  "schema",
  "workers",
  "package.json",
  "package-lock.json",
  "tsconfig.base.json",
  "wrangler.toml",
];

describe("npm run deploy", () => {
  const folder = mkdtempSync(join(tmpdir(), "stoa-deploy-"));
  const checkout = join(folder, "checkout");
  const secretsFile = join(folder, "secrets.staging.json");
  const redis = createServer((_request, response) => response.end('{"result":"PONG"}'));
  let postgres: Postgres;
  let proxy: NeonProxy;
  let cloudflare: CloudflareEmulator;
  const scripts = Object.fromEntries(workerNames.map((name) => [name, readWorkerConfig(name, "staging").name]));
  /** The percentages of each request to a version that the test has made faulty. */
  const requestsToFaulty: (number | undefined)[] = [];
  let firstRelease = "";

  beforeAll(async () => {
    chmodSync(folder, 0o711); // Postgres runs as another user.
    copyCheckout(checkout);
    postgres = await startPostgres({
      dataDir: join(folder, "postgres"),
      runDir: folder,
      password: "owner",
      settings: { fsync: "off" },
    });
    await createDatabases(postgres.port, "owner", databases);
    proxy = await startNeonProxy({ postgresPort: postgres.port });
    neonConfig.fetchEndpoint = () => `http://127.0.0.1:${proxy.port}/sql`;
    cloudflare = await startCloudflareEmulator({
      token,
      accounts: [{ id: "account-id", name: "Shop" }],
      plans: ["workers_paid"],
      zones: [{ id: "zone", name: "shop.test", status: "active" }],
      scripts,
      works: ({ id, source }) => {
        if (!source.includes(faulty)) return true;
        requestsToFaulty.push(splitOf("gateway")[0]?.find((version) => version.id === id)?.percentage);
        return false;
      },
    });
    writeSecrets(secretsFile, await listen(redis));
  });

  afterAll(async () => {
    await cloudflare?.stop();
    await proxy?.stop();
    await postgres?.stop();
    await stopListening(redis);
    rmSync(folder, { recursive: true, force: true });
  });

  const toUrlFlags = ({ gatewayUrl, pageUrls }: CloudflareEmulator) => [
    ...["--url", gatewayUrl],
    ...["--storefront-url", pageUrls.storefront],
    ...["--console-url", pageUrls.console],
  ];
  const deploy = (...args: string[]) => run("deploy", ...args, "--secrets", secretsFile, ...toUrlFlags(cloudflare));
  const rollback = (...args: string[]) => run("rollback", "--env", "staging", ...args, ...toUrlFlags(cloudflare));
  /** Returns the deployments of a Worker, newest first. */
  const splitOf = (name: string) =>
    (cloudflare.workers.get(scripts[name] ?? "")?.deployments ?? []).map(({ versions }) =>
      versions.map(({ version_id: id, percentage }) => ({ id, percentage })),
    );
  const percentagesOf = (name: string) => splitOf(name).map((split) => split.map(({ percentage }) => percentage));
  const edit = (path: string, change: (content: string) => string) =>
    writeFileSync(join(checkout, path), change(readFileSync(join(checkout, path), "utf8")));

  /** Runs a command as an operator does. Returns its exit code and what it prints. */
  function run(command: string, ...args: string[]): Promise<{ readonly code: number | null; readonly output: string }> {
    const child = spawn(process.execPath, [`dev/cli/${command}.ts`, ...args], {
      cwd: checkout,
      stdio: ["ignore", "pipe", "pipe"],
      env: {
        PATH: process.env.PATH,
        HOME: folder,
        CI: "true",
        CLOUDFLARE_API_BASE_URL: cloudflare.url,
        CLOUDFLARE_API_TOKEN: token,
        NEON_PROXY: `127.0.0.1:${proxy.port}`,
      },
    });
    let output = "";
    for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk) => (output += chunk));
    return new Promise((resolve) => child.once("close", (code) => resolve({ code, output })));
  }

  const findUsers = () =>
    neon(toConnectionString("postgres", "owner", "account"))`select to_regclass('users') as users`;
  const readSecrets = () => readFileSync(secretsFile, "utf8");

  it("changes nothing in an account that lacks something, and names it", async () => {
    const before = readSecrets();
    const { code, output } = await deploy("--env", "staging");
    expect(output).toContain("npx wrangler queues create order-facts-staging");
    expect(output).toContain("missing   secret JWT_PRIVATE_KEYS of account");
    expect(output).toContain("Nothing was changed.");
    expect(code).toBe(2);
    expect(cloudflare.writes).toEqual([]);
    expect(await findUsers()).toEqual([{ users: null }]);
    expect(readSecrets()).toBe(before);
  });

  it("with --dry-run prints variables, secrets and routes without a network", { timeout: deploymentMs }, async () => {
    const child = spawn(process.execPath, ["dev/cli/deploy.ts", "--env", "staging", "--dry-run"], {
      cwd: checkout,
      stdio: ["ignore", "pipe", "inherit"],
      env: { PATH: process.env.PATH, HOME: folder, CLOUDFLARE_API_BASE_URL: "http://127.0.0.1:1" },
    });
    let output = "";
    child.stdout.on("data", (chunk) => (output += chunk));
    expect(await new Promise((resolve) => child.once("close", resolve))).toBe(0);
    expect(output).toContain('TOKEN_ISSUER="https://staging.shop.test"');
    expect(output).toMatch(/secrets: +.*JWT_PRIVATE_KEYS/);
    expect(output).toMatch(/route: +staging\.shop\.test/);
  });

  it("rejects the secrets of another environment", async () => {
    const { code, output } = await deploy("--env", "production");
    expect(output).toContain("has the secrets of staging, not of production");
    expect(code).toBe(1);
    expect(cloudflare.writes).toEqual([]);
  });

  it("with --bootstrap deploys all Workers to an empty account", { timeout: deploymentMs }, async () => {
    const { code, output } = await deploy("--env", "staging", "--bootstrap");
    expect(cloudflare.unknown).toEqual([]);
    expect(output).toContain(`curl ${cloudflare.gatewayUrl}/readyz`);
    expect(code).toBe(0);
    firstRelease = /Deployed (\S+)\. Check/.exec(output)?.[1] ?? "";
    expect(await findUsers()).toEqual([{ users: "users" }]);
    expect([...cloudflare.queues].sort()).toEqual(
      ["order-emails", "order-facts-dead", "order-facts-parked", "order-facts"].map((name) => `${name}-staging`),
    );
    for (const name of workerNames) {
      const { name: script, secrets } = readWorkerConfig(name, "staging");
      const worker = cloudflare.workers.get(script);
      expect([...(worker?.secrets ?? [])].sort(), name).toEqual([...(secrets?.required ?? [])].sort());
      expect(percentagesOf(name), name).toEqual([[100]]);
    }
  });

  it("changes nothing in a second run, also after a secret was changed", { timeout: deploymentMs }, async () => {
    const headers = { authorization: `Bearer ${token}` };
    const path = `/accounts/account-id/workers/scripts/${scripts.order}/secrets-bulk`;
    const body = '{"secrets":{"STRIPE_SECRET_KEY":{"type":"secret_text","text":"other"}}}';
    expect((await fetch(`${cloudflare.url}${path}`, { method: "PATCH", headers, body })).status).toBe(200);
    const secrets = readSecrets();
    const writes = [...cloudflare.writes];
    const { code, output } = await deploy("--env", "staging");
    expect(output).toMatch(/Unchanged: \d+\.\d+\.\d+-[0-9a-f]{12}/);
    expect(code).toBe(0);
    expect(cloudflare.writes).toEqual(writes);
    expect(readSecrets()).toBe(secrets);
  });

  it("tests new versions at 0 %, and gives them all requests in steps", { timeout: deploymentMs }, async () => {
    edit("workers/gateway/index.ts", (source) => source.replace('c.text("ok")', 'c.text("fine")'));
    edit("workers/catalog/index.ts", withChange);
    const { code, output } = await deploy("--env", "staging", "--steps", "50,100", "--pause", "0");
    expect(output).toMatch(/rollback allowed to \d+\.\d+\.\d+-[0-9a-f]{12}/);
    expect(output).toContain("Smoke test at 0 %: passed");
    expect(output).not.toContain("Before the deployment");
    expect(code).toBe(0);
    for (const name of ["catalog", "gateway"]) {
      expect(percentagesOf(name), name).toEqual([[100], [50, 50], [0, 100], [100]]);
    }
    expect(percentagesOf("account")).toEqual([[100]]);
    expect(cloudflare.unknown).toEqual([]);
  });

  it("rolls back when the smoke test fails, before customers get the new version", {
    timeout: deploymentMs,
  }, async () => {
    const [before] = splitOf("gateway");
    edit("workers/gateway/index.ts", (source) => source.replace('c.text("fine")', `c.text("${faulty}")`));
    const { code, output } = await deploy("--env", "staging", "--steps", "100", "--pause", "0");
    expect(output).toContain("Rolled back to the previous versions: /readyz: status 503");
    expect(code).toBe(1);
    expect(splitOf("gateway")[0]).toEqual(before);
    expect(requestsToFaulty.length).toBeGreaterThan(0);
    expect(new Set(requestsToFaulty)).toEqual(new Set([0]));
    edit("workers/gateway/index.ts", (source) => source.replace(faulty, "fine"));
  });

  it("returns to an earlier release with npm run rollback, once", { timeout: deploymentMs }, async () => {
    // The failed deployment was rolled back already.
    expect((await rollback()).output).toContain("serves all requests already");
    const [replaced] = splitOf("catalog");
    const { code, output } = await rollback("--to", firstRelease);
    expect(output).toContain("Smoke test: passed");
    expect(code).toBe(0);
    for (const name of ["catalog", "gateway"]) expect(splitOf(name)[0], name).toEqual(splitOf(name).at(-1));
    const writes = [...cloudflare.writes];
    expect((await rollback()).output).toContain("serves all requests already");
    expect((await rollback("--to", "9.9.9")).output).toContain("There is no release 9.9.9");
    expect(cloudflare.writes).toEqual(writes);
    const release = /Rollback from (\S+) to/.exec(output)?.[1] ?? "";
    expect((await rollback("--to", release)).code).toBe(0);
    expect(splitOf("catalog")[0]).toEqual(replaced);
  });

  it("does not return to a release that cannot read the orders", { timeout: deploymentMs }, async () => {
    edit("workers/order/domain/stored-formats.json", (source) => source.replace("[", '[\n"New@1",'));
    edit("workers/order/index.ts", withChange);
    const { code, output } = await deploy("--env", "staging", "--steps", "100", "--pause", "0");
    expect(output).toContain("forward only: orders have 1 formats that it cannot read");
    expect(code).toBe(0);
    const writes = [...cloudflare.writes];
    const refused = await rollback();
    expect(refused.output).toContain("Forward only: version");
    expect(refused.code).toBe(1);
    expect(cloudflare.writes).toEqual(writes);
  });
});

/** Returns code with another effect when it is loaded. */
function withChange(source: string): string {
  return `${source}\nReflect.set(globalThis, "changedByTest", true);\n`;
}

/** Copies the parts that a deployment reads, with another domain than that of the examples. */
function copyCheckout(checkout: string): void {
  mkdirSync(checkout);
  for (const name of copied) cpSync(join(root, name), join(checkout, name), { recursive: true });
  symlinkSync(join(root, "node_modules"), join(checkout, "node_modules"));
  for (const name of workerNames) {
    const path = join(checkout, relative(root, getConfigPath(name)));
    writeFileSync(path, readFileSync(path, "utf8").replaceAll("stoa.example", "shop.test"));
  }
}

/** Writes the secrets that other companies issue. */
function writeSecrets(file: string, redisPort: number): void {
  const redisSecrets = {
    UPSTASH_REDIS_REST_URL: `http://127.0.0.1:${redisPort}`,
    UPSTASH_REDIS_REST_TOKEN: "redis-token",
  };
  const toSecrets = (name: string) => ({ DATABASE_URL: toConnectionString(`${name}-service`, "password", name) });
  const secrets = {
    environment: "staging",
    migrate: Object.fromEntries(
      databases.map((name) => [
        `${name.toUpperCase()}_MIGRATION_DATABASE_URL`,
        toConnectionString("postgres", "owner", name),
      ]),
    ),
    gateway: {
      ...redisSecrets,
      CACHE_REDIS_REST_URL: `http://127.0.0.1:${redisPort}`,
      CACHE_REDIS_REST_TOKEN: "redis-token",
    },
    account: { ...redisSecrets, ...toSecrets("account"), MAIL_API_KEY: "mail-key" },
    catalog: { ...redisSecrets, ...toSecrets("catalog"), ELASTICSEARCH_URL: "none" },
    order: { ...toSecrets("order"), STRIPE_SECRET_KEY: "stripe-key", STRIPE_WEBHOOK_SECRET: "webhook-secret" },
  };
  writeFileSync(file, JSON.stringify(secrets), { mode: 0o600 });
}
