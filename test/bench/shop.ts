import { type ChildProcess, spawn } from "node:child_process";
import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { neon, neonConfig } from "@neondatabase/serverless";
import { root } from "../../dev/build/root.ts";
import { getDemoProducts } from "../../dev/cli/demo/products.ts";
import { type Api, fetchData, signIn } from "../../dev/cli/shop/api.ts";
import { importLines } from "../../dev/cli/shop/product-import.ts";
import { startMailEmulator } from "../../dev/emulators/mail.ts";
import { toServiceUrl, toSuperuserUrl } from "../../dev/local/postgres/database-url.ts";
import { prepareDatabases } from "../../dev/local/postgres/databases.ts";
import { type DatabaseName, databases } from "../../dev/local/postgres/migrations.ts";
import { startPostgres } from "../../dev/local/postgres/server.ts";
import { loadSecrets, type Secrets } from "../../dev/local/secrets.ts";
import { stopChild } from "../../dev/process/child.ts";
import { freePort } from "../../dev/process/listen.ts";
import { productLine } from "../support/harness.ts";
import { type ExtraWorker, prepareBundles, waitUntilHealthy } from "../support/serve.ts";
import type { Processes } from "./measure.ts";

export interface BenchShopOptions {
  /** Whether the files of the shop are in memory. */
  readonly onTmpfs: boolean;
  readonly extraWorkers?: readonly ExtraWorker[];
  /** More settings of Postgres. */
  readonly postgresSettings?: Readonly<Record<string, string>>;
  /** The port of workerd's inspector. */
  readonly inspectorPort?: number;
}

/** The deployed bundles under workerd. Every engine that is measured is a process of its own. */
export interface BenchShop {
  readonly url: string;
  readonly folder: string;
  /** The folder with a folder per Worker, which contains its bundle. */
  readonly bundleDir: string;
  /** A customer. `signInAgain` replaces it. */
  buyer: Api;
  /** A catalog manager. `signInAgain` replaces it. */
  manager: Api;
  readonly skus: readonly string[];
  readonly processes: Processes;
  /** Connects to a database as the superuser. */
  readonly sql: (database: DatabaseName) => ReturnType<typeof neon<false, false>>;
  /** Renews the access tokens, which expire after some minutes. */
  signInAgain(): Promise<void>;
  stop(): Promise<void>;
}

const managerEmail = "manager@bench.example";

export const buyer = { email: "buyer@bench.example", password: "benchmark-password" };

/** Starts a shop with 2,000 products, the demo products and one customer. */
export async function startBenchShop(options: BenchShopOptions): Promise<BenchShop> {
  const folder = mkdtempSync(join(options.onTmpfs ? "/dev/shm" : tmpdir(), "stoa-bench-"));
  chmodSync(folder, 0o711); // Postgres runs as another user.
  const cleanups: (() => Promise<void>)[] = [() => Promise.resolve(rmSync(folder, { recursive: true, force: true }))];
  const stop = async () => {
    for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
  };
  try {
    const shop: BenchShop = {
      ...(await startProcesses(options, folder, cleanups)),
      signInAgain: async () => {
        const { url } = shop;
        shop.buyer = { url, token: await signIn(url, buyer.email, buyer.password) };
        shop.manager = { url, token: await signIn(url, managerEmail, buyer.password) };
      },
      stop,
    };
    return shop;
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Stops the processes of a benchmark that is interrupted. Without this, they would go on. */
export function stopOnSignals({ stop }: Pick<BenchShop, "stop">): void {
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    process.once(signal, () => stop().finally(() => process.exit(130)));
  }
}

async function startProcesses(
  { extraWorkers = [], postgresSettings = {}, inspectorPort }: BenchShopOptions,
  folder: string,
  cleanups: (() => Promise<void>)[],
): Promise<Omit<BenchShop, "signInAgain" | "stop">> {
  const secrets = await loadSecrets(folder);
  const postgres = await startPostgres({
    dataDir: join(folder, "postgres"),
    runDir: folder,
    password: secrets.postgresPassword,
    settings: postgresSettings,
  });
  cleanups.push(postgres.stop);
  const startEmulator = async (name: string, emulatorOptions: object) => {
    const { child, port } = await spawnEmulator(name, emulatorOptions);
    cleanups.push(() => stopChild(child, "SIGTERM"));
    return { port, pid: child.pid ?? 0 };
  };
  const proxy = await startEmulator("neon", { postgresPort: postgres.port });
  const stripe = await startEmulator("stripe", {
    dataDir: join(folder, "stripe"),
    secretKey: secrets.stripeKey,
    controlToken: secrets.sandboxToken,
  });
  const redis = await startEmulator("redis", {
    dataDir: join(folder, "redis"),
    runDir: folder,
    token: secrets.redisToken,
  });
  const mail = await startMailEmulator({ apiKey: secrets.mailKey });
  cleanups.push(mail.stop);
  const neonProxy = `127.0.0.1:${proxy.port}`;
  await prepareDatabases({ postgresPort: postgres.port, neonProxy, ...secrets });

  const port = await freePort();
  const bundleDir = join(folder, "bundles");
  const workers = await prepareBundles({
    engines: {
      secrets,
      neonProxy,
      stripeHost: `127.0.0.1:${stripe.port}`,
      mailHost: `127.0.0.1:${mail.port}`,
      redisUrl: `http://127.0.0.1:${redis.port}`,
      databaseUrl: (name) => toServiceUrl(name, secrets),
    },
    folder: bundleDir,
    stateDir: join(folder, "objects"),
    ports: { gateway: port },
    // The cost of sign-in includes its rate limits.
    limits: ["account"],
    extraWorkers,
  });
  const child = workers.start(inspectorPort === undefined ? [] : [`--inspector-addr=127.0.0.1:${inspectorPort}`]);
  cleanups.push(() => stopChild(child, "SIGTERM"));
  const url = `http://127.0.0.1:${port}`;
  await waitUntilHealthy(url);
  neonConfig.fetchEndpoint = () => `http://${neonProxy}/sql`;
  return {
    url,
    folder,
    bundleDir,
    ...(await seedShop(url, secrets)),
    processes: {
      workerd: child.pid ?? 0,
      Postgres: postgres.pid,
      "Neon proxy": proxy.pid,
      payments: stripe.pid,
      Redis: redis.pid,
    },
    sql: (name) => neon(toSuperuserUrl(name, secrets)),
  };
}

async function seedShop(url: string, secrets: Secrets): Promise<Pick<BenchShop, "buyer" | "manager" | "skus">> {
  const { email, password } = buyer;
  const register = `mutation ($input: RegisterInput!) { register(input: $input) { userErrors { message } } }`;
  for (const each of [managerEmail, email]) {
    await fetchData({ url }, register, { input: { email: each, password, firstName: "B", lastName: "B" } });
  }
  await neon(
    toSuperuserUrl("account", secrets),
  )`update users set roles = '{CATALOG_MANAGER}' where email = ${managerEmail}`;
  const manager = { url, token: await signIn(url, managerEmail, password) };
  const skus = Array.from({ length: 2_000 }, (_, index) => `BENCH-${index}`);
  const lines = [...skus.map((sku) => productLine(sku, 1_000_000)), ...getDemoProducts()].map((line) =>
    JSON.stringify(line),
  );
  for (let at = 0; at < lines.length; at += 250) await importLines(manager, lines.slice(at, at + 250));
  // Autovacuum would run this within a minute.
  for (const name of databases) await neon(toSuperuserUrl(name, secrets))`analyze`;
  return { buyer: { url, token: await signIn(url, email, password) }, manager, skus };
}

async function spawnEmulator(name: string, options: object): Promise<{ child: ChildProcess; port: number }> {
  const script = join(root, "test/support/engine.ts");
  const child = spawn(process.execPath, [script, name, JSON.stringify(options)], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const port = await new Promise<number>((resolve, reject) => {
    child.stdout?.once("data", (chunk) => resolve(Number(String(chunk))));
    child.once("exit", (code) => reject(new Error(`The ${name} emulator exited with code ${code}`)));
  });
  return { child, port };
}
