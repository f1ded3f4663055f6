import { once } from "node:events";
import { availableParallelism } from "node:os";
import { parseArgs } from "node:util";
import { isMainThread, parentPort, Worker, workerData } from "node:worker_threads";
import fc from "fast-check";
import { createRandom } from "../support/random.ts";
import { anyPlan, anyScenario } from "./arbitraries.ts";
import { runScenario } from "./run-scenario.ts";

/**
 * `npm run test:simulation`: simulates orders with random scenarios and faults. `-- --sagas N` sets their number. A failure
 * is shrunk to its smallest form and printed with its seed and path. `-- --seed N` repeats the run, with `--path P` only the
 * saga that failed. In CI the seed is fixed, so that a change fails only for what it changed; elsewhere every run has another
 * seed. The threads divide the sagas: the sagas of a seed do not depend on the number of threads.
 */
interface Part {
  readonly sagas: number;
  readonly seed: number;
  readonly path: string | undefined;
  /** This thread runs every saga whose number has the remainder `index` when it is divided by `threads`. */
  readonly index: number;
  readonly threads: number;
}

interface PartResult {
  /** The number of sagas that ended with each status. */
  readonly counts: ReadonlyMap<string, number>;
  /** Undefined when no saga violates an invariant. */
  readonly failure?: string;
}

if (isMainThread) await runParts();
else parentPort?.postMessage(await runPart(workerData as Part));

async function runParts(): Promise<void> {
  const { values } = parseArgs({
    options: { sagas: { type: "string", default: "100000" }, seed: { type: "string" }, path: { type: "string" } },
  });
  const { path } = values;
  const sagas = path === undefined ? Number(values.sagas) : 1;
  const seed = Number(values.seed ?? (process.env.CI === undefined ? Date.now() % 2 ** 31 : 42));
  const threads = Math.min(sagas, availableParallelism(), 4);
  const startedAt = performance.now();
  const results = await Promise.all(
    Array.from({ length: threads }, (_, index) => runInThread({ sagas, seed, path, index, threads })),
  );
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(0);
  const failures = results.flatMap(({ failure }) => failure ?? []);
  for (const failure of failures) console.error(failure);
  if (failures.length > 0) {
    console.log("0 passed, 1 failed");
    process.exitCode = 1;
    return;
  }
  const counts = new Map<string, number>();
  for (const [status, count] of results.flatMap((result) => [...result.counts])) {
    counts.set(status, (counts.get(status) ?? 0) + count);
  }
  const statuses = [...counts].map(([status, count]) => `${count} ${status}`).join(", ");
  console.log(`${sagas} sagas in ${seconds} s, seed ${seed}: ${statuses}`);
  console.log("1 passed, 0 failed");
}

/** Throws when the thread fails. */
async function runInThread(part: Part): Promise<PartResult> {
  const thread = new Worker(new URL(import.meta.url), { workerData: part });
  const [result] = (await once(thread, "message")) as [PartResult];
  return result;
}

async function runPart({ sagas, seed, path, index, threads }: Part): Promise<PartResult> {
  const counts = new Map<string, number>();
  let number = 0;
  let isShrinking = false;
  const property = fc.asyncProperty(anyScenario, anyPlan, fc.nat(), async (scenario, plan, randomSeed) => {
    if (!isShrinking && number++ % threads !== index) return;
    const { violations, simulation } = await runScenario(scenario, plan, createRandom(randomSeed));
    if (violations.length > 0) {
      isShrinking = true;
      throw new Error(violations.join("; "));
    }
    const status = simulation.state().status;
    counts.set(status, (counts.get(status) ?? 0) + 1);
  });
  const replay = path === undefined ? {} : { path, endOnFailure: true };
  const result = await fc.check(property, { numRuns: sagas, seed, ...replay });
  if (!result.failed) return { counts };
  const { errorInstance: error, counterexamplePath } = result;
  const failure = [
    await fc.defaultReportMessage(result),
    error instanceof Error ? error.message : error,
    `failed after ${result.numRuns} sagas; repeat with: npm run test:simulation -- --seed ${seed} --path ${counterexamplePath}`,
  ];
  return { counts, failure: failure.join("\n") };
}
