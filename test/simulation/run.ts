import { parseArgs } from "node:util";
import fc from "fast-check";
import { createRandom } from "../support/random.ts";
import { anyPlan, anyScenario } from "./arbitraries.ts";
import { runScenario } from "./run-scenario.ts";

/**
 * `npm run proof:simulation`: so many lives of an order, each with faults of its own. A failure is shrunk to its
 * smallest form and printed with the seed that brings it back: `-- --seed N`.
 */
const { values } = parseArgs({
  options: { sagas: { type: "string", default: "100000" }, seed: { type: "string" } },
});
const sagas = Number(values.sagas);
const seed = values.seed === undefined ? Date.now() % 2 ** 31 : Number(values.seed);
const startedAt = performance.now();
const ends = new Map<string, number>();

const property = fc.asyncProperty(anyScenario, anyPlan, fc.nat(), async (scenario, plan, chance) => {
  const { violations, world } = await runScenario(scenario, plan, createRandom(chance));
  if (violations.length > 0) throw new Error(violations.join("; "));
  const status = world.state().status;
  ends.set(status, (ends.get(status) ?? 0) + 1);
});
const result = await fc.check(property, { numRuns: sagas, seed });
const seconds = ((performance.now() - startedAt) / 1000).toFixed(0);
if (result.failed) {
  console.error(await fc.defaultReportMessage(result));
  console.error(result.errorInstance instanceof Error ? result.errorInstance.message : result.errorInstance);
  console.error(`after ${result.numRuns} sagas; again with: npm run proof:simulation -- --seed ${seed}`);
  console.log("0 passed, 1 failed");
  process.exitCode = 1;
} else {
  const counts = [...ends].map(([status, count]) => `${count} ${status}`).join(", ");
  console.log(`${sagas} sagas in ${seconds} s, seed ${seed}: ${counts}`);
  console.log("1 passed, 0 failed");
}
