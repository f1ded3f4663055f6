import { parseArgs } from "node:util";
import { freePort } from "../../dev/process/listen.ts";
import { person } from "../support/accounts.ts";
import { importProducts, openShop, productLine } from "../support/harness.ts";
import { countOperations } from "../support/operations.ts";
import { type ProfiledName, type ProfiledRequest, profiledRequests } from "../support/profiled-requests.ts";
import { type LayerSamples, profileWorkers, sampleIntervalUs } from "./cpu-profile.ts";
import { exchange } from "./light-client.ts";
import { type Measured, measure } from "./measure.ts";
import { type BenchShop, buyer, startBenchShop } from "./shop.ts";
import { readStatements, resetStatements, type StatementTime, statementSettings } from "./statements.ts";

/**
 * `npm run profile -- order|list|search|login`: the CPU time of one request by process, by layer of the Workers and by SQL
 * statement, and its exact operations. See docs/performance.md.
 */
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    count: { type: "string" },
    clients: { type: "string", default: "4" },
    /** Reports only the operations, which takes some seconds. */
    operations: { type: "boolean", default: false },
  },
});
const names = Object.keys(profiledRequests) as ProfiledName[];
const name = names.find((each) => each === positionals[0]);
if (name === undefined) throw new Error(`Usage: npm run profile -- ${names.join("|")}`);
const request: ProfiledRequest = profiledRequests[name];
const counts: Readonly<Record<ProfiledName, number>> = { list: 2_000, search: 1_000, login: 100, order: 500 };

await reportOperations();
if (!values.operations) await reportCpu(Number(values.count ?? counts[name]));

async function reportOperations(): Promise<void> {
  const shop = await openShop({ limits: true, consumesQueues: false });
  try {
    const skus = ["THING-0", "THING-1"];
    const products = skus.map((sku) => productLine(sku, 50));
    await importProducts(await shop.signUp("CATALOG_MANAGER"), products);
    await shop.setWebhookCopies(0);
    const count = async (index: number) => {
      // A new customer: the budget includes the check of a token that is not cached.
      const customer = await shop.signUp();
      const input = { index, sku: skus[index] ?? "", word: "thing", ...customer, ...person };
      const api = request.isSignedIn ? customer : { url: shop.url };
      return countOperations(shop, api, request.query, request.variables?.(input));
    };
    // The first request fills the caches.
    await count(0);
    const { errors: _, ...operations } = await count(1);
    console.log(`\nOperations of one request: ${name}\n`);
    for (const [key, value] of Object.entries(operations) as [keyof typeof operations, unknown][]) {
      const [actual, budget] = [describe(value), describe(request.budget[key])];
      console.log(`  ${key.padEnd(12)}${actual}${actual === budget ? "" : `   (budget: ${budget})`}`);
    }
  } finally {
    await shop.stop();
  }
}

function describe(value: unknown): string {
  return Array.isArray(value) ? `${value.length}  ${value.join(", ")}` : String(value);
}

async function reportCpu(count: number): Promise<void> {
  const inspectorPort = await freePort();
  const shop = await startBenchShop({
    onTmpfs: process.platform === "linux",
    postgresSettings: statementSettings,
    inspectorPort,
  });
  try {
    await send(shop, 0);
    // The profiler itself needs CPU, so that the processes are measured without it, before.
    const load = { name: request.resultField, count, clients: Number(values.clients) };
    const measured = await measure({ ...load, request: (index) => send(shop, 1 + index) }, shop.processes);
    await resetStatements(shop);
    const first = 1 + 2 * count;
    const total = count + Math.ceil(count / 10);
    const samples = await profileWorkers({ ...shop, inspectorPort }, async () => {
      await measure({ ...load, request: (index) => send(shop, first + index) }, {});
    });
    const statements = await readStatements(shop);
    printProcesses(measured);
    printLayers(samples, total, measured.cpu.workerd ?? 0);
    printStatements(statements, total);
  } finally {
    await shop.stop();
  }
}

async function send({ url, buyer: { token }, skus }: BenchShop, index: number): Promise<boolean> {
  const sku = skus[index % skus.length] ?? "";
  const variables = request.variables?.({ index, sku, word: "lamp", ...buyer });
  const json = JSON.stringify({ query: request.query, variables });
  const body = await exchange(`${url}/graphql`, {
    json,
    ...(request.isSignedIn && token !== undefined ? { token } : {}),
  });
  const { data } = JSON.parse(body ?? "{}") as { data?: Record<string, unknown> | null };
  return (data?.[request.resultField] ?? null) !== null;
}

function printProcesses({ cpu, p50, p95, count, errors }: Measured): void {
  console.log(`\nCPU of one request, by process (${count} requests, ${errors} errors)\n`);
  for (const [process, ms] of Object.entries(cpu)) printRow(process, ms);
  console.log(
    `\n  p50 ${p50.toFixed(1)} ms, p95 ${p95.toFixed(1)} ms. The Neon proxy, Redis, payments and the mail service are stand-ins.`,
  );
}

function printLayers(samples: LayerSamples, requests: number, workerdMs: number): void {
  console.log("\nCPU of one request in the Workers, by layer\n");
  let sampledMs = 0;
  for (const [worker, layers] of samples) {
    const rows = [...layers].map(([layer, count]) => [layer, (count * sampleIntervalUs) / 1000 / requests] as const);
    const sum = rows.reduce((all, [, ms]) => all + ms, 0);
    sampledMs += sum;
    if (sum < 0.005) continue;
    printRow(worker, sum);
    for (const [layer, ms] of rows.toSorted(([, a], [, b]) => b - a)) if (ms >= 0.005) printRow(`  ${layer}`, ms);
  }
  printRow("outside of JavaScript: HTTP, sockets, disk", workerdMs - sampledMs);
}

function printStatements(statements: readonly StatementTime[], requests: number): void {
  console.log("\nPostgres: one request, by statement: planning, execution, calls\n");
  for (const { database, text, calls, planMs, executionMs } of statements) {
    const perRequest = calls / requests;
    if (perRequest < 0.05) continue;
    const [plan, execution] = [planMs, executionMs].map((ms) => (ms / requests).toFixed(3).padStart(8));
    console.log(
      `  ${plan} ms ${execution} ms ${perRequest.toFixed(2).padStart(6)} ×  ${database}: ${text.slice(0, 100)}`,
    );
  }
}

function printRow(label: string, ms: number): void {
  console.log(`  ${ms.toFixed(3).padStart(8)} ms  ${label}`);
}
