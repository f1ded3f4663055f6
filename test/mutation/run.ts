import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { root } from "../../dev/build/root.ts";
import { trackedFiles } from "../../dev/check/tracked-files.ts";
import { type Mutant, mutants } from "./mutants.ts";

// `npm run proof:mutants`: makes each bug in a copy of the code and runs the test that must notice it. Words choose bugs.
const words = process.argv.slice(2);
const chosen = mutants.filter(({ name }) => words.every((word) => name.includes(word)));
const folder = mkdtempSync(join(tmpdir(), "stoa-mutants-"));

/** One test that runs for longer than this hangs. */
const timeoutMs = 120_000;

const goesOfARace = 8;

type Verdict = "passed" | "failed" | "did not run";

function copyCheckout(): void {
  for (const path of trackedFiles()) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    cpSync(join(root, path), join(folder, path));
  }
  symlinkSync(join(root, "node_modules"), join(folder, "node_modules"));
}

interface Report {
  readonly testResults: readonly {
    readonly assertionResults: readonly { readonly fullName: string; readonly status: string }[];
  }[];
}

/** How the tests of a file end whose names hold one of these words: of each word, all tests that it chooses. */
function runTests(file: string, words: readonly string[]): ReadonlyMap<string, Verdict> {
  const report = join(folder, "report.json");
  rmSync(report, { force: true });
  const vitest = join(root, "node_modules/vitest/vitest.mjs");
  const args = [vitest, "run", file, "-t", words.join("|"), "--reporter=json", `--outputFile=${report}`];
  const timeout = timeoutMs * words.length;
  const { error } = spawnSync(process.execPath, args, { cwd: folder, stdio: "ignore", timeout });
  // One that hangs fails wherever tests have a time limit.
  if (error !== undefined && "code" in error && error.code === "ETIMEDOUT") {
    return new Map(words.map((word) => [word, "failed"]));
  }
  const { testResults } = JSON.parse(readFileSync(report, "utf8")) as Report;
  const ended = testResults.flatMap(({ assertionResults }) => assertionResults);
  return new Map(
    words.map((word) => [word, verdictOf(ended.filter(({ fullName }) => new RegExp(word).test(fullName)))]),
  );
}

function verdictOf(ended: readonly { readonly status: string }[]): Verdict {
  if (ended.some(({ status }) => status === "failed")) return "failed";
  return ended.some(({ status }) => status === "passed") ? "passed" : "did not run";
}

const runTest = ([file, name]: Mutant["killedBy"]): Verdict => runTests(file, [name]).get(name) ?? "did not run";

function makeBug({ file, find, replace }: Mutant): () => void {
  const path = join(folder, file);
  const text = readFileSync(path, "utf8");
  const [before, after, ...more] = text.split(find);
  if (before === undefined || after === undefined || more.length > 0) throw new Error("it cannot be made any more");
  writeFileSync(path, `${before}${replace}${after}`);
  return () => writeFileSync(path, text);
}

function judge(mutant: Mutant): string | undefined {
  try {
    const mend = makeBug(mutant);
    let verdict = runTest(mutant.killedBy);
    for (let again = 1; mutant.isRace && again < goesOfARace && verdict === "passed"; again++) {
      verdict = runTest(mutant.killedBy);
    }
    mend();
    return verdict === "failed" ? undefined : `its test ${verdict}`;
  } catch (error) {
    return String(error);
  }
}

let passed = 0;
let failed = 0;
const tell = (name: string, trouble: string | undefined): void => {
  if (trouble === undefined) passed++;
  else failed++;
  console.log(`${trouble === undefined ? "killed " : "ALIVE  "} ${name}${trouble === undefined ? "" : `: ${trouble}`}`);
};

try {
  copyCheckout();
  // A test that fails anyway notices nothing.
  const files = Map.groupBy(chosen, ({ killedBy: [file] }) => file);
  const broken = [...files].flatMap(([file, its]) => {
    const verdicts = runTests(file, [...new Set(its.map(({ killedBy: [, name] }) => name))]);
    return [...verdicts].filter(([, verdict]) => verdict !== "passed").map(([name]) => `${file}, ${name}`);
  });
  for (const name of broken) tell(name, "fails or does not run without any bug");
  if (broken.length === 0) for (const mutant of chosen) tell(mutant.name, judge(mutant));
} finally {
  rmSync(folder, { recursive: true, force: true });
}
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 && passed > 0 ? 0 : 1;
