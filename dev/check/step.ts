import { availableParallelism } from "node:os";
import { runTool, splitLines } from "../build/run-tool.ts";
import { mapConcurrently } from "../process/parallel.ts";
import { type Finding, failed, passed } from "./finding.ts";

/** One step of `npm run check`. */
export interface Step {
  readonly name: string;
  run(): Promise<Finding>;
}

/** Creates a step that runs one command. The step passes when the command exits with 0, else it reports the output. */
export function toolStep(name: string, command: string, args: readonly string[], folder?: string): Step {
  return {
    name,
    async run() {
      const { code, output } = await runTool(command, args, folder);
      return code === 0 ? passed() : failed(splitLines(output));
    },
  };
}

/** The output of one step is cut after this number of lines. */
const maxLines = 60;

/**
 * Runs all steps, also after a failure, with at most one per CPU core at a time. Prints the result of each step when it
 * ends, and returns the counts.
 */
export async function runSteps(steps: readonly Step[], print: (line: string) => void) {
  const width = Math.max(...steps.map((step) => step.name.length));
  const results = await mapConcurrently(availableParallelism(), steps, async (step) => {
    const startedAt = performance.now();
    const { ok, lines } = await step.run().catch((error: unknown) => failed(String(error).split("\n")));
    const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
    print(`${ok ? "ok    " : "FAILED"}  ${step.name.padEnd(width)}  ${seconds.padStart(5)} s`);
    for (const line of lines.slice(0, maxLines)) print(`          ${line}`);
    if (lines.length > maxLines) print(`          … and ${lines.length - maxLines} more lines`);
    return ok;
  });
  const failures = results.filter((ok) => !ok).length;
  return { passed: steps.length - failures, failed: failures };
}
