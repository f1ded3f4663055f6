import { parseCLI, type Reporter, startVitest, type TestModule } from "vitest/node";
import { exitCodeOf, summaryLines, type Tally } from "./test-summary.ts";

// `npm test`: every test of every project. Further words are vitest's own: file filters, `--project unit`, `-t name`.
let tally: Tally = { passed: 0, failed: 0, skipped: [] };

const counting: Reporter = {
  onTestRunEnd(modules, unhandledErrors) {
    tally = tallyOf(modules, unhandledErrors.length);
  },
};

const { filter, options } = parseCLI(["vitest", "run", ...process.argv.slice(2)]);
const vitest = await startVitest(filter, { ...options, watch: false, reporters: ["default", counting] });
await vitest.close();
console.log(summaryLines(tally).join("\n"));
process.exitCode = exitCodeOf(tally);

/** Counts tests, and as failed each file that vitest could not load and each error that belongs to no test. */
function tallyOf(modules: readonly TestModule[], unhandledErrors: number): Tally {
  const tests = modules.flatMap((module) => [...module.children.allTests()]);
  const failedTests = tests.filter((test) => test.result().state === "failed").length;
  const suites = modules.flatMap((module) => [module, ...module.children.allSuites()]);
  const brokenSuites = suites.filter((suite) => suite.errors().length > 0).length;
  const skipped = tests.flatMap((test) => {
    const result = test.result();
    return result.state === "skipped"
      ? [{ name: `${test.module.relativeModuleId} > ${test.fullName}`, reason: result.note }]
      : [];
  });
  const unfinished = tests.filter((test) => test.result().state === "pending").length;
  return {
    passed: tests.filter((test) => test.result().state === "passed").length,
    failed: failedTests + brokenSuites + unhandledErrors + unfinished,
    skipped,
  };
}
