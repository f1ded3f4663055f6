import { parseArgs } from "node:util";
import fc from "fast-check";
import { createRandom } from "../support/random.ts";
import { anyPlan, anyScenario } from "./arbitraries.ts";
import { runScenario } from "./run-scenario.ts";

/**
 * `npm run test:simulation`: simulates orders with random scenarios and faults. `-- --sagas N` sets their number. A failure
 * is shrunk to its smallest form and printed with its seed. `-- --seed N` repeats the run. In CI the seed is fixed, so that a
 * change fails only for what it changed; elsewhere every run has another seed.
 */
const { values } = parseArgs({
  options: { sagas: { type: "string", default: "100000" }, seed: { type: "string" } },
});
const sagas = Number(values.sagas);
const seed = Number(values.seed ?? (process.env.CI === undefined ? Date.now() % 2 ** 31 : 42));
const startedAt = performance.now();
const counts = new Map<string, number>();

const property = fc.asyncProperty(anyScenario, anyPlan, fc.nat(), async (scenario, plan, randomSeed) => {
  const { violations, simulation } = await runScenario(scenario, plan, createRandom(randomSeed));
  if (violations.length > 0) throw new Error(violations.join("; "));
  const status = simulation.state().status;
  counts.set(status, (counts.get(status) ?? 0) + 1);
});
const result = await fc.check(property, { numRuns: sagas, seed });
const seconds = ((performance.now() - startedAt) / 1000).toFixed(0);
if (result.failed) {
  console.error(await fc.defaultReportMessage(result));
  console.error(result.errorInstance instanceof Error ? result.errorInstance.message : result.errorInstance);
  console.error(`failed after ${result.numRuns} sagas; repeat with: npm run test:simulation -- --seed ${seed}`);
  console.log("0 passed, 1 failed");
  process.exitCode = 1;
} else {
  const statuses = [...counts].map(([status, count]) => `${count} ${status}`).join(", ");
  console.log(`${sagas} sagas in ${seconds} s, seed ${seed}: ${statuses}`);
  console.log("1 passed, 0 failed");
}
