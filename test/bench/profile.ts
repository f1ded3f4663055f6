import { parseArgs } from "node:util";
import type { WorkerName } from "../../dev/build/bundle.ts";
import { exitOnHelp } from "../../dev/cli/shop/command.ts";
import { freePort } from "../../dev/process/listen.ts";
import { person } from "../support/accounts.ts";
import { importProducts, openShop, productLine } from "../support/harness.ts";
import { countOperations } from "../support/operations.ts";
import { type ProfiledName, type ProfiledRequest, profiledRequests } from "../support/profiled-requests.ts";
import { type Measured, measure } from "./measure.ts";
import { type NativeArea, profileNative } from "./native.ts";
import { profileAllocations, profileCpu, type Usage } from "./profiler.ts";
import { sendProfiled } from "./send-profiled.ts";
import { startBenchShop, stopOnSignals } from "./shop.ts";
import { readStatements, resetStatements, type StatementTime, statementSettings } from "./statements.ts";

/**
 * `npm run profile -- order|list|search|login`: the CPU time of one request by process, by layer of the Workers and by SQL
 * statement, and its exact operations. See docs/performance.md.
 */
const names = Object.keys(profiledRequests) as ProfiledName[];
const usage = `Usage: npm run profile -- ${names.join("|")} [--count N] [--clients N] [--functions WORKER] [--native] [--operations]`;
exitOnHelp(usage);

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    count: { type: "string" },
    clients: { type: "string", default: "4" },
    /** Reports only the operations, which takes some seconds. */
    operations: { type: "boolean", default: false },
    /** Lists the functions of this Worker that use most. */
    functions: { type: "string" },
    /** Divides the CPU time of workerd by area, with `perf` of Linux. */
    native: { type: "boolean", default: false },
  },
});
const name = names.find((each) => each === positionals[0]);
if (name === undefined) {
  console.error(usage);
  process.exit(2);
}
const request: ProfiledRequest = profiledRequests[name];
const counts: Readonly<Record<ProfiledName, number>> = { list: 2_000, search: 1_000, login: 100, order: 500 };

const minPrinted = 0.005;
const maxRows = 60;

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
  stopOnSignals(shop);
  try {
    await sendProfiled(shop, request, 0);
    // The profiler itself needs CPU, so that the processes are measured without it, before.
    const load = { name: request.resultField, count, clients: Number(values.clients) };
    const measured = await measure(
      { ...load, request: (index) => sendProfiled(shop, request, 1 + index) },
      shop.processes,
    );
    await resetStatements(shop);
    const total = count + Math.ceil(count / 10);
    const run = (round: number) => async () => {
      const first = 1 + round * total;
      await measure({ ...load, request: (index) => sendProfiled(shop, request, first + index) }, {});
    };
    const cpu = await profileCpu({ ...shop, inspectorPort }, run(1));
    const statements = await readStatements(shop);
    const allocations = await profileAllocations({ ...shop, inspectorPort }, run(2));
    const native = values.native ? await profileNative(shop.processes.workerd ?? 0, shop.folder, run(3)) : new Map();
    printProcesses(measured);
    const sampledMs = printUsage("CPU of one request in the Workers, by layer", cpu, { unit: "ms", divisor: total });
    const workerdMs = measured.cpu.workerd ?? 0;
    printRow("outside of JavaScript: HTTP, sockets, disk", workerdMs - sampledMs, "ms");
    printNative(native, workerdMs);
    printUsage("Memory that one request allocates in the Workers, by layer", allocations, {
      unit: "KB",
      divisor: total * 1000,
    });
    printStatements(statements, total);
  } finally {
    await shop.stop();
  }
}

function printProcesses({ cpu, p50, p95, count, errors }: Measured): void {
  console.log(`\nCPU of one request, by process (${count} requests, ${errors} errors)\n`);
  for (const [process, ms] of Object.entries(cpu)) printRow(process, ms, "ms");
  console.log(
    `\n  p50 ${p50.toFixed(1)} ms, p95 ${p95.toFixed(1)} ms. The Neon proxy, Redis, payments and the mail service are stand-ins.`,
  );
}

interface Scale {
  readonly unit: string;
  readonly divisor: number;
}

/** Prints what the Workers have used, by layer. Returns the sum. */
function printUsage(title: string, usages: ReadonlyMap<WorkerName, Usage>, { unit, divisor }: Scale): number {
  console.log(`\n${title}\n`);
  let total = 0;
  for (const [worker, { layers, functions }] of usages) {
    const sum = [...layers.values()].reduce((all, used) => all + used, 0) / divisor;
    total += sum;
    if (sum < minPrinted) continue;
    printRow(worker, sum, unit);
    const rows = worker === values.functions ? [...functions] : [...layers];
    const sorted = rows.map(([label, used]) => [label, used / divisor] as const).toSorted(([, a], [, b]) => b - a);
    for (const [label, used] of sorted.slice(0, maxRows)) if (used >= minPrinted) printRow(`  ${label}`, used, unit);
  }
  return total;
}

function printNative(shares: ReadonlyMap<NativeArea, number>, workerdMs: number): void {
  if (shares.size === 0) return;
  console.log("\nCPU of one request in workerd, by area\n");
  for (const [area, share] of [...shares].toSorted(([, a], [, b]) => b - a)) {
    printRow(`${area} (${(100 * share).toFixed(1)} %)`, workerdMs * share, "ms");
  }
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

function printRow(label: string, used: number, unit: string): void {
  console.log(`  ${used.toFixed(3).padStart(8)} ${unit}  ${label}`);
}
