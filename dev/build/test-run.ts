import { stripVTControlCharacters } from "node:util";
import { parseCLI, type Reporter, startVitest, type TestCase, type TestModule } from "vitest/node";
import { type Tally, toExitCode, toSummaryLines } from "./test-summary.ts";

// `npm test`: runs all tests of all projects. Takes vitest's arguments: file filters, `--project unit`, `-t name`.
let tally: Tally = { passed: 0, failed: 0, skipped: [], flaky: [] };

const countingReporter: Reporter = {
  onTestRunEnd(modules, unhandledErrors) {
    tally = countResults(modules, unhandledErrors.length);
  },
};

const { filter, options } = parseCLI(["vitest", "run", ...process.argv.slice(2)]);
const vitest = await startVitest(filter, { ...options, watch: false, reporters: ["default", countingReporter] });
await vitest.close();
console.log(toSummaryLines(tally).join("\n"));
process.exitCode = toExitCode(tally);

/** Counts tests. A file that does not load, and an error outside any test, count as failed. */
function countResults(modules: readonly TestModule[], unhandledErrors: number): Tally {
  const tests = modules.flatMap((module) => [...module.children.allTests()]);
  const failedTests = tests.filter((test) => test.result().state === "failed").length;
  const suites = modules.flatMap((module) => [module, ...module.children.allSuites()]);
  const brokenSuites = suites.filter((suite) => suite.errors().length > 0).length;
  const skipped = tests.flatMap((test) => {
    const result = test.result();
    return result.state === "skipped" ? [{ name: toName(test), reason: result.note }] : [];
  });
  const flaky = tests
    .filter((test) => test.diagnostic()?.flaky)
    .map((test) => ({ name: toName(test), message: describeError(test.result().errors?.[0]) }));
  const unfinished = tests.filter((test) => test.result().state === "pending").length;
  return {
    passed: tests.filter((test) => test.result().state === "passed").length,
    failed: failedTests + brokenSuites + unhandledErrors + unfinished,
    skipped,
    flaky,
  };
}

function describeError(
  { message, diff = "" }: { readonly message: string; readonly diff?: string } = { message: "no error" },
): string {
  return stripVTControlCharacters(`${message} ${diff}`);
}

function toName(test: TestCase): string {
  return `${test.module.relativeModuleId} > ${test.fullName}`;
}
