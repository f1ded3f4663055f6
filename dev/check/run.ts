import { runSteps } from "./step.ts";
import { steps } from "./steps.ts";

// `npm run check`: all steps, or those named: `npm run check -- types imports`.
const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !steps.some((step) => step.name === name));
if (unknown.length > 0) {
  console.error(`No such step: ${unknown.join(", ")}. There are: ${steps.map(({ name }) => name).join(", ")}.`);
  process.exit(2);
}
const chosen = wanted.length === 0 ? steps : steps.filter(({ name }) => wanted.includes(name));
const { passed, failed } = await runSteps(chosen, console.log);
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
