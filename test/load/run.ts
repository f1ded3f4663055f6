import { mkdirSync, writeFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { parseArgs } from "node:util";
import { findViolations } from "../faults/database-invariants.ts";
import { type FaultyShop, openFaultyShop } from "../faults/shop-with-faulty-dependencies.ts";
import type { OrderResult } from "../support/harness.ts";
import { createRandom } from "../support/random.ts";
import { drawChart } from "./chart.ts";
import { driver, type Finding, judge } from "./criteria.ts";
import { measureCapacity, measureCosts, type Run, runPhases } from "./driver.ts";
import { createVisitors, flashSaleSku, seedProducts, type Visitors } from "./journeys.ts";
import { type Fault, type Phase, phasesOf, type Scenario, scenarioFile } from "./scenario.ts";
import { memoryGrowth, type PhaseSummary, summarize, thinOut } from "./summary.ts";

/**
 * `npm run load -- SCENARIO…`: sends the requests of a scenario to the deployed bundles under workerd, on this machine.
 * `npm run test:load` runs the short form of all scenarios.
 */
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    short: { type: "boolean", default: false },
    /** The length of the last phase in seconds, in place of that of the scenario. */
    seconds: { type: "string" },
    /** The folder of the charts and of the figures as JSON. */
    out: { type: "string" },
    /** "tmpfs" or "disk". workerd waits for the disk of Durable Objects in its only thread, which the platform does not. */
    disk: { type: "string", default: "tmpfs" },
    /** Requests per second that count as the capacity, in place of a measurement. */
    capacity: { type: "string" },
    /** Overrides variables of the Workers: NAME=VALUE. */
    var: { type: "string", multiple: true, default: [] },
  },
});
const { short } = values;
/** The clients that wait for their responses while the capacity is measured. */
const capacityClients = 32;
const settleMs = 30_000;
/** Samples of the memory of each process in the figures. */
const maxMemorySamples = 120;

const known = Object.keys(scenarioFile.scenarios);
const selected = positionals.length === 0 && short ? known : positionals;
const unknown = selected.filter((name) => !known.includes(name));
if (selected.length === 0 || unknown.length > 0) {
  console.error(`Usage: npm run load -- SCENARIO…, with ${known.join(", ")}`);
  process.exit(2);
}

let [passed, failed] = [0, 0];
for (const name of selected) {
  const findings = await runScenario(name, scenarioFile.scenarios[name] as Scenario);
  const isPassed = findings.every(({ holds, informative }) => holds || informative);
  if (isPassed) passed++;
  else failed++;
  for (const { text, holds, informative } of findings) {
    console.log(`  ${holds ? "✓" : informative ? "-" : "✗"} ${name}: ${text}`);
  }
}
console.log(`\n${passed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);

async function runScenario(name: string, scenario: Scenario): Promise<readonly Finding[]> {
  const phases = phasesOf(scenario, short).map((phase, index, all) =>
    values.seconds !== undefined && index === all.length - 1 ? { ...phase, seconds: Number(values.seconds) } : phase,
  );
  console.log(`\n${name}: ${scenario.description}`);
  const shop = await openFaultyShop({
    proxied: phases.some(({ fault }) => fault !== undefined),
    searchNode: false,
    onTmpfs: values.disk === "tmpfs",
    limits: ["gateway", "account", "order", "catalog"],
    vars: Object.fromEntries(values.var.map((each) => each.split("=", 2) as [string, string])),
  });
  const stop = () => void shop.stop().finally(() => process.exit(130));
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, stop);
  try {
    return await measureScenario(name, scenario, phases, shop);
  } finally {
    for (const signal of ["SIGINT", "SIGTERM"] as const) process.off(signal, stop);
    await shop.stop();
  }
}

async function measureScenario(
  name: string,
  scenario: Scenario,
  phases: readonly Phase[],
  shop: FaultyShop,
): Promise<readonly Finding[]> {
  await seedProducts(await shop.signUp("CATALOG_MANAGER"), scenario.flashSaleUnits ?? 0);
  const create = (run: string, flashSale: boolean): Promise<Visitors> =>
    createVisitors({
      url: shop.url,
      mix: scenario.mix ?? scenarioFile.mix,
      random: createRandom(scenarioFile.seed),
      flashSale,
      run,
    });
  const calibration = await create("calibration", false);
  await measureCapacity(calibration, capacityClients, short ? 3 : 8);
  const measured = await measureCapacity(calibration, capacityClients, short ? 5 : 12);
  console.log(`capacity: ${measured.toFixed(0)} requests/s of this mix, ${capacityClients} clients`);
  const capacity = values.capacity === undefined ? measured : Number(values.capacity);
  const costs = await measureCosts(calibration, short ? 20 : 50);
  console.log(
    `ms without other load: ${Object.entries(costs)
      .map(([journey, ms]) => `${journey} ${ms.toFixed(1)}`)
      .join(", ")}`,
  );
  const visitors = await create(name, scenario.flashSaleUnits !== undefined);
  const run = await runPhases({
    phases,
    perUnit: scenario.unit === "users" ? 1 / scenarioFile.thinkSeconds : capacity,
    visitors,
    processes: () => ({ ...shop.processes(), [driver]: process.pid }),
    onPhase: async ({ fault }, previous) => {
      if (previous?.fault !== undefined) await endFault(shop, previous.fault);
      if (fault !== undefined) await startFault(shop, fault);
    },
  });
  const summaries = summarize(run, { phases, timelyWithinMs: scenarioFile.timelyWithinMs, costs });
  printSummaries(summaries, run);
  if (values.out !== undefined) writeResults(values.out, { name, scenario, phases, capacity, run, summaries });
  const violations = await findViolationsAfterwards(shop, run);
  const [stock] = await shop.sql("catalog")`
    select available, reserved, committed from stock where sku = ${flashSaleSku}`;
  return judge({ scenario, phases, run, summaries, violations, stock: stock as Record<string, number>, short });
}

async function startFault(shop: FaultyShop, { dependency, type }: Fault): Promise<void> {
  if (type === "lost") await shop.kill(dependency);
  else await shop.addToxic(dependency, { type: "latency", attributes: { latency: 400, jitter: 200 } });
}

async function endFault(shop: FaultyShop, { dependency, type }: Fault): Promise<void> {
  if (type === "lost") await shop.restart(dependency);
  else await shop.removeToxics();
}

/** Returns whether no order is due, and none has stock that will be committed or released. A cart is due after days. */
async function haveOrdersSettled({ sql }: FaultyShop): Promise<boolean> {
  const due = await sql("order")`select 1 from orders where deadline_at < now() + interval '1 hour' limit 1`;
  const held = await sql("catalog")`select 1 from reservations where status = 'held' limit 1`;
  return due.length === 0 && held.length === 0;
}

/** Waits until all orders have settled. Returns the violated invariants. */
async function findViolationsAfterwards(shop: FaultyShop, { samples }: Run): Promise<readonly string[]> {
  const endsAt = Date.now() + settleMs;
  while (!(await haveOrdersSettled(shop)) && Date.now() < endsAt) {
    await shop.runCrons();
    await sleep(1_000);
  }
  const responses = samples.flatMap(({ order }): OrderResult[] => (order === undefined ? [] : [order]));
  return findViolations(shop, responses, { ignoreCarts: true });
}

function printSummaries(summaries: readonly PhaseSummary[], run: Run): void {
  const rows = summaries.map((summary) => [
    summary.name,
    summary.offered.toFixed(0),
    summary.goodput.toFixed(0),
    summary.timelyCost.toFixed(0),
    ...(["served", "rejected", "sold out", "pending", "failed"] as const).map((name) =>
      String(summary.counts[name] ?? 0),
    ),
    ...Object.values(summary.servedMs).map(String),
    ...Object.values(summary.rejectedMs).map(String),
    String(summary.driverLateMs.p99),
  ]);
  const header = ["phase", "offered/s", "timely/s", "cost/s", "served", "rejected", "sold out", "pending", "failed"];
  const table = [
    [...header, "p50 ms", "p95 ms", "p99 ms", "rejected p50 ms", "p95 ms", "p99 ms", "driver late p99"],
    ...rows,
  ];
  const widths = table[0]?.map((_, column) => Math.max(...table.map((row) => row[column]?.length ?? 0))) ?? [];
  for (const row of table) {
    console.log(
      row
        .map((cell, column) => (column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0)))
        .join("  "),
    );
  }
  for (const { name, reasons } of summaries) {
    const listed = Object.entries(reasons).filter(([reason]) => !reason.endsWith(" UNAVAILABLE"));
    if (listed.length > 0) console.log(`${name}: ${listed.map(([reason, count]) => `${count} ${reason}`).join(", ")}`);
  }
  let start = 0;
  for (const { name, seconds } of summaries) {
    const own = run.processSamples.filter(({ at }) => at >= start && at <= start + seconds);
    start += seconds;
    const [first, last] = [own[0], own.at(-1)];
    if (first === undefined || last === undefined || first === last) continue;
    const cpu = Object.keys(last.cpuMs).map((process) => {
      const share = ((last.cpuMs[process] ?? 0) - (first.cpuMs[process] ?? 0)) / ((last.at - first.at) * 10);
      return `${process} ${share.toFixed(0)} %, ${last.memoryMb[process] ?? 0} MB`;
    });
    console.log(`${name}: CPU of a core and memory: ${cpu.join("; ")}`);
  }
}

interface Results {
  readonly name: string;
  readonly scenario: Scenario;
  readonly phases: readonly Phase[];
  readonly capacity: number;
  readonly run: Run;
  readonly summaries: readonly PhaseSummary[];
}

function writeResults(folder: string, { name, scenario, phases, capacity, run, summaries }: Results): void {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, `load-${name}.svg`), drawChart(`${name}: ${scenario.description}`, phases, run));
  const figures = {
    scenario: name,
    cores: availableParallelism(),
    node: process.version,
    capacity: Math.round(capacity),
    phases: summaries,
    memoryGrowth: memoryGrowth(run),
    memoryMb: thinOut(run.processSamples, maxMemorySamples).map(({ at, memoryMb }) => ({
      at: Math.round(at),
      ...memoryMb,
    })),
  };
  writeFileSync(join(folder, `load-${name}.json`), `${JSON.stringify(figures, undefined, 2)}\n`);
}
