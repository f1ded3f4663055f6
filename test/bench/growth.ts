import { availableParallelism } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { bundleEntry } from "../../dev/build/bundle.ts";
import { root } from "../../dev/build/root.ts";
import { exitOnHelp } from "../../dev/cli/shop/command.ts";
import { freePort } from "../../dev/process/listen.ts";
import { formatReport, type GrowthSeries, writeReport } from "./growth/report.ts";
import { createDimensions, type Series } from "./growth/subjects.ts";
import { exchange } from "./light-client.ts";
import { type Measured, measure, totalOf } from "./measure.ts";
import { type BenchShop, startBenchShop, stopOnSignals } from "./shop.ts";

/**
 * `npm run bench:growth`: measures how the CPU of a request grows with the products, lines, past orders, watchers and
 * promotions, and writes docs/performance/growth.{md,json,svg}.
 */
const usage =
  "Usage: npm run bench:growth -- [--only NAME] [--sizes N,N] [--write] [--repetitions N] [--output FOLDER]";
exitOnHelp(usage);

const { values } = parseArgs({
  options: {
    /** Measures only the dimensions whose name contains this. Writes a report only with `write`. */
    only: { type: "string", default: "" },
    /** The sizes of the measured dimensions, in place of their own. */
    sizes: { type: "string" },
    /** Replaces the measured dimensions in the report, and leaves the others. */
    write: { type: "boolean", default: false },
    /** How often each cost is measured. The lowest figure counts: other load on the machine only adds to it. */
    repetitions: { type: "string", default: "3" },
    output: { type: "string", default: join(root, "docs/performance") },
  },
});
const empty = `export default { fetch: () => new Response("{}", { headers: { "content-type": "application/json" } }) };`;

const [emptyPort, hashPort] = [await freePort(), await freePort()];
const shop = await startBenchShop({
  onTmpfs: process.platform === "linux",
  extraWorkers: [
    { name: "empty", port: emptyPort, code: empty },
    { name: "hash", port: hashPort, code: await bundleEntry(join(root, "test/bench/bare-hash.mjs")) },
  ],
});
stopOnSignals(shop);
try {
  await bench(shop);
} finally {
  await shop.stop();
}

async function bench(shop: BenchShop): Promise<void> {
  const measureReference = async (label: string, port: number, count: number) => {
    const request = async () => (await exchange(`http://127.0.0.1:${port}`, { json: "{}" })) !== undefined;
    return (await measureCost(shop, { label, expectation: "flat", count, request })).cpuMs;
  };
  const emptyRouteMs = await measureReference("empty Worker route", emptyPort, 1_000);
  const hashMs = await measureReference("Argon2id hash", hashPort, 40);
  console.log(`empty Worker route: ${emptyRouteMs.toFixed(2)} ms of CPU, Argon2id hash: ${hashMs.toFixed(2)} ms`);
  const series = new Map<string, GrowthSeries>();
  for (const dimension of await createDimensions(shop)) {
    if (!dimension.name.includes(values.only)) continue;
    for (const size of values.sizes?.split(",").map(Number) ?? dimension.sizes) {
      console.log(`${size} ${dimension.unit} …`);
      await shop.signInAgain();
      const grown = await dimension.grow(size).catch((error: unknown) => {
        console.log(`  not measured: ${error instanceof Error ? error.message : error}`);
      });
      if (grown === undefined) continue;
      // To fill the shop may take longer than an access token is valid.
      await shop.signInAgain();
      const { series: measured, end } = grown;
      for (const each of measured) {
        const { cpuMs, errors } = await measureCost(shop, each);
        console.log(`  ${each.label}: ${cpuMs.toFixed(2)} ms of CPU, ${errors} errors`);
        const before = series.get(each.label);
        series.set(each.label, {
          dimension: dimension.name,
          label: each.label,
          expectation: each.expectation,
          // A failed request costs less than what is measured.
          points: [...(before?.points ?? []), ...(errors === 0 ? [{ x: each.x ?? size, y: cpuMs }] : [])],
          errors: (before?.errors ?? 0) + errors,
          hashMs,
        });
      }
      end?.();
    }
  }
  const report = {
    machine: `${availableParallelism()} cores, Node ${process.version}, ${process.platform}`,
    measuredAt: new Date().toISOString().slice(0, 10),
    emptyRouteMs,
    hashMs,
    series: [...series.values()],
  };
  console.log(`\n${formatReport(report)}`);
  if (values.only === "" || values.write) writeReport(report, values.output);
}

async function measureCost({ processes }: BenchShop, series: Series): Promise<{ cpuMs: number; errors: number }> {
  const { label: name, count, request, isSerial = false } = series;
  const runs: Measured[] = [];
  for (let run = 0; run < Number(values.repetitions); run++) {
    const first = run * 2 * count;
    const load = { name, count, clients: isSerial ? 1 : 4, request: (index: number) => request(first + index) };
    runs.push(await measure(load, processes));
  }
  return { cpuMs: Math.min(...runs.map(totalOf)), errors: runs.reduce((sum, { errors }) => sum + errors, 0) };
}
