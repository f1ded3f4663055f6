import { runSteps } from "./step.ts";
import { steps } from "./steps.ts";

// `npm run check`: runs all steps, or the named ones: `npm run check -- types imports`.
const requested = process.argv.slice(2);
const unknown = requested.filter((name) => !steps.some((step) => step.name === name));
if (unknown.length > 0) {
  console.error(`Unknown step: ${unknown.join(", ")}. Steps: ${steps.map(({ name }) => name).join(", ")}.`);
  process.exit(2);
}
const chosen = requested.length === 0 ? steps : steps.filter(({ name }) => requested.includes(name));
const { passed, failed } = await runSteps(chosen, console.log);
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
