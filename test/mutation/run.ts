import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { root } from "../../dev/build/root.ts";
import { listTrackedFiles } from "../../dev/check/tracked-files.ts";
import { type Mutant, mutants } from "./mutants.ts";

/**
 * `npm run test:mutation [-- WORDS]`: applies each mutant to a copy of the checkout and runs the test that must kill it.
 * WORDS choose the mutants whose name contains all of them.
 */
const words = process.argv.slice(2);
const chosen = mutants.filter(({ name }) => words.every((word) => name.includes(word)));
const folder = mkdtempSync(join(tmpdir(), "stoa-mutants-"));

/** A test that runs for longer than this counts as hanging. */
const timeoutMs = 120_000;

/** How often the test of a race condition runs, at most. */
const maxRaceAttempts = 8;

type Verdict = "passed" | "failed" | "did not run";

function copyCheckout(): void {
  for (const path of listTrackedFiles()) {
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

/** Runs the tests of a file whose names contain one of the titles. Returns the verdict on each title. */
function runTests(file: string, titles: readonly string[]): ReadonlyMap<string, Verdict> {
  const report = join(folder, "report.json");
  rmSync(report, { force: true });
  const vitest = join(root, "node_modules/vitest/vitest.mjs");
  const pattern = titles.map(escapePattern).join("|");
  const args = [vitest, "run", file, "-t", pattern, "--reporter=json", `--outputFile=${report}`];
  const timeout = timeoutMs * titles.length;
  const { error } = spawnSync(process.execPath, args, { cwd: folder, stdio: "ignore", timeout });
  // A hanging test counts as failed, because it fails where tests have a time limit.
  if (error !== undefined && "code" in error && error.code === "ETIMEDOUT") {
    return new Map(titles.map((title) => [title, "failed"]));
  }
  const { testResults } = JSON.parse(readFileSync(report, "utf8")) as Report;
  const results = testResults.flatMap(({ assertionResults }) => assertionResults);
  return new Map(titles.map((title) => [title, verdictOn(results.filter(({ fullName }) => fullName.includes(title)))]));
}

const escapePattern = (text: string) => text.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&");

function verdictOn(results: readonly { readonly status: string }[]): Verdict {
  if (results.some(({ status }) => status === "failed")) return "failed";
  return results.some(({ status }) => status === "passed") ? "passed" : "did not run";
}

const runTest = ([file, title]: Mutant["killedBy"]): Verdict => runTests(file, [title]).get(title) ?? "did not run";

/** Applies a mutant to the copy. Returns a function that restores the file. */
function applyMutant({ file, find, replace }: Mutant): () => void {
  const path = join(folder, file);
  const source = readFileSync(path, "utf8");
  const [before, after, ...more] = source.split(find);
  if (before === undefined || after === undefined || more.length > 0) throw new Error("it cannot be applied");
  writeFileSync(path, `${before}${replace}${after}`);
  return () => writeFileSync(path, source);
}

/** Runs the test that must kill the mutant, several times when the mutant is a race condition. */
function runTestOf({ killedBy, isRace }: Mutant): Verdict {
  for (let attempt = 1; ; attempt++) {
    const verdict = runTest(killedBy);
    if (verdict !== "passed" || !isRace || attempt === maxRaceAttempts) return verdict;
  }
}

/** Returns why a mutant survived; undefined when its test killed it. */
function findReasonForSurvival(mutant: Mutant): string | undefined {
  try {
    const restore = applyMutant(mutant);
    try {
      const verdict = runTestOf(mutant);
      return verdict === "failed" ? undefined : `its test ${verdict}`;
    } finally {
      restore();
    }
  } catch (error) {
    return String(error);
  }
}

let passed = 0;
let failed = 0;

function report(name: string, reasonForSurvival: string | undefined): void {
  if (reasonForSurvival === undefined) {
    passed++;
    console.log(`killed   ${name}`);
  } else {
    failed++;
    console.log(`SURVIVED ${name}: ${reasonForSurvival}`);
  }
}

/** Returns the tests that do not pass without a mutant: they cannot kill one. */
function findBrokenTests(): readonly string[] {
  return [...Map.groupBy(chosen, ({ killedBy: [file] }) => file)].flatMap(([file, group]) => {
    const verdicts = runTests(file, [...new Set(group.map(({ killedBy: [, title] }) => title))]);
    return [...verdicts].filter(([, verdict]) => verdict !== "passed").map(([title]) => `${file}, ${title}`);
  });
}

try {
  copyCheckout();
  const broken = findBrokenTests();
  for (const name of broken) report(name, "the test fails or does not run without any mutant");
  if (broken.length === 0) for (const mutant of chosen) report(mutant.name, findReasonForSurvival(mutant));
} finally {
  rmSync(folder, { recursive: true, force: true });
}
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 && passed > 0 ? 0 : 1;
