import { type ChildProcess, spawn } from "node:child_process";
import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { neon, neonConfig } from "@neondatabase/serverless";
import { type Api, ask, get, importLines, signIn } from "../../dev/api.ts";
import { root } from "../../dev/bundle.ts";
import { stopChild } from "../../dev/child.ts";
import { demoProducts } from "../../dev/demo-products.ts";
import { databases, migrateDatabase } from "../../dev/migrations.ts";
import { createDatabases, databaseUrl, freePort, startPostgres } from "../../dev/postgres.ts";
import { loadSecrets } from "../../dev/secrets.ts";
import { startUpstash } from "../../dev/upstash.ts";
import { address, productLine } from "../harness.ts";
import { formatTable, type Load, measure } from "./measure.ts";
import { serveBundles } from "./serve.ts";

/**
 * `npm run bench`: what a request costs through the deployed bundles under workerd, in CPU by process and in latency.
 * Figures of one run are to be compared with each other; those of two runs only roughly.
 */
const { values } = parseArgs({
  options: {
    orders: { type: "string", default: "400" },
    reads: { type: "string", default: "1000" },
    clients: { type: "string", default: "4" },
    disk: { type: "string", default: "tmpfs" },
  },
});
const onTmpfs = values.disk === "tmpfs" && process.platform === "linux";
const folder = mkdtempSync(join(onTmpfs ? "/dev/shm" : tmpdir(), "stoa-bench-"));
chmodSync(folder, 0o711); // Postgres runs as another user.
const stops: (() => Promise<void>)[] = [() => Promise.resolve(rmSync(folder, { recursive: true, force: true }))];

const productFields = `slug name brand inStock priceRange { min { amountMinor currency } }
  categories { slug name } variants { sku name price { amountMinor currency } stock { available } }`;
const listQuery = `{ products(first: 10) { edges { cursor node { ${productFields} } } pageInfo { hasNextPage endCursor } } }`;
const searchQuery = `{ search(query: "lamp", first: 10) { totalCount edges { node { ${productFields} } } } }`;

try {
  await bench();
} finally {
  for (const stop of stops.reverse()) await stop();
}

async function bench(): Promise<void> {
  const secrets = await loadSecrets(folder);
  const postgres = await startPostgres({ dataDir: join(folder, "postgres"), runDir: folder });
  stops.push(postgres.stop);
  const proxy = await startEngine("neon", { postgresPort: postgres.port });
  const stripe = await startEngine("stripe", { dataDir: join(folder, "stripe"), secretKey: secrets.stripeKey });
  const redis = await startUpstash({ dataDir: join(folder, "redis"), runDir: folder, token: secrets.redisToken });
  stops.push(redis.stop);
  const neonProxy = `127.0.0.1:${proxy.port}`;
  await createDatabases(postgres.port, databases);
  for (const name of databases) await migrateDatabase(name, databaseUrl(name), neonProxy);

  const stripeHost = `127.0.0.1:${stripe.port}`;
  const engines = { secrets, neonProxy, stripeHost, redisUrl: `http://127.0.0.1:${redis.port}`, databaseUrl };
  const ports = [await freePort(), await freePort()] as const;
  const served = await serveBundles(engines, join(folder, "bundles"), join(folder, "objects"), ports);
  stops.push(() => stopChild(served.child, "SIGTERM"));
  await whenServing(served.url);
  const { buyer, skus } = await fillShop(served.url, neonProxy);

  const clients = Number(values.clients);
  const reads = Number(values.reads);
  const processes = {
    workerd: served.child.pid ?? 0,
    Postgres: postgres.pid,
    "Neon proxy": proxy.pid,
    payments: stripe.pid,
  };
  const loads: Load[] = [
    {
      name: "empty Worker route",
      count: reads,
      clients,
      request: async () => (await fetch(served.emptyUrl, { method: "POST", body: "{}" }).then((r) => r.text())) !== "",
    },
    { name: "list of 10 products", count: reads, clients, request: () => answers({ url: served.url }, listQuery) },
    { name: "search, first 10", count: reads, clients, request: () => answers({ url: served.url }, searchQuery) },
    { name: "me", count: reads, clients, request: () => answers(buyer, "{ me { id email roles } }") },
    { name: "a full order", count: Number(values.orders), clients, request: (index) => order(buyer, skus, index) },
  ];
  const rows = [];
  for (const load of loads) rows.push(await measure(load, processes));
  console.log(`\n${formatTable(rows)}\n`);
  console.log(
    `${availableParallelism()} cores, Node ${process.version}, ${clients} clients; the files of Postgres, payments and` +
      ` Durable Objects on ${onTmpfs ? "tmpfs (--disk disk: a real one)" : folder}`,
  );
}

async function answers(api: Api, query: string): Promise<boolean> {
  const { data, errors } = await ask(api, query);
  return errors === undefined && data !== undefined;
}

async function order(api: Api, skus: readonly string[], index: number): Promise<boolean> {
  const query = `mutation ($input: PlaceOrderInput!) { placeOrder(input: $input) { order { status } userErrors { code } } }`;
  const lines = [{ sku: skus[index % skus.length], quantity: 1 }];
  const input = { idempotencyKey: `bench-${index}`, lines, paymentMethod: "pm_card_visa", shippingAddress: address };
  type Reply = { placeOrder: { order: { status: string } | null } };
  return (await get<Reply>(api, query, { input })).placeOrder.order?.status === "CONFIRMED";
}

async function fillShop(url: string, neonProxy: string): Promise<{ buyer: Api; skus: readonly string[] }> {
  const password = "benchmark-password";
  const register = `mutation ($input: RegisterInput!) { register(input: $input) { userErrors { message } } }`;
  for (const email of ["manager@bench.example", "buyer@bench.example"]) {
    await get({ url }, register, { input: { email, password, firstName: "B", lastName: "B" } });
  }
  neonConfig.fetchEndpoint = () => `http://${neonProxy}/sql`;
  await neon(databaseUrl("account"))`update users set roles = '{CATALOG_MANAGER}' where email like 'manager%'`;
  const manager = { url, token: await signIn(url, "manager@bench.example", password) };
  const skus = Array.from({ length: 2_000 }, (_, index) => `BENCH-${index}`);
  const lines = [...skus.map((sku) => productLine(sku, 1_000_000)), ...demoProducts()].map((line) =>
    JSON.stringify(line),
  );
  for (let at = 0; at < lines.length; at += 250) await importLines(manager, lines.slice(at, at + 250));
  return { buyer: { url, token: await signIn(url, "buyer@bench.example", password) }, skus };
}

async function startEngine(name: string, options: object): Promise<{ port: number; pid: number }> {
  const script = join(root, "test/bench/engine.ts");
  const child: ChildProcess = spawn(process.execPath, [script, name, JSON.stringify(options)], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  stops.push(() => stopChild(child, "SIGTERM"));
  const port = await new Promise<number>((resolve, reject) => {
    child.stdout?.once("data", (chunk) => resolve(Number(String(chunk))));
    child.once("exit", (code) => reject(new Error(`the engine ${name} ended with ${code}`)));
  });
  return { port, pid: child.pid ?? 0 };
}

async function whenServing(url: string): Promise<void> {
  for (let waited = 0; waited < 15_000; waited += 100) {
    const answered = await fetch(`${url}/readyz`).then(
      ({ ok }) => ok,
      () => false,
    );
    if (answered) return;
    await new Promise((later) => setTimeout(later, 100));
  }
  throw new Error("workerd did not come up");
}
