import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { root } from "../../dev/build/root.ts";
import { listTrackedFiles } from "../../dev/check/tracked-files.ts";
import type { Mutant } from "./mutant.ts";
import { mutants } from "./mutants.ts";
import { judge, needsSecondRun, type TestResult, toVerdict, type Verdict } from "./verdict.ts";

/**
 * `npm run test:mutation [-- [--tests-passed] WORDS]`: applies each mutant to a copy of the checkout and runs the test that must
 * kill it. WORDS choose the mutants whose name contains all of them. With `--tests-passed`, the tests do not run without a mutant
 * first: the caller has run them.
 */
const passedOption = "--tests-passed";
const args = process.argv.slice(2);
const words = args.filter((arg) => arg !== passedOption);
const chosen = mutants.filter(({ name }) => words.every((word) => name.includes(word)));

/** How many mutants are tested at the same time, each in a copy of the checkout. */
const concurrency = 2;

/** How long the test of a mutant may run, and how long it may run alone after it has timed out. */
const timeouts = { first: 120_000, alone: 360_000 } as const;

/** How often the test of a race condition runs, at most. */
const maxRaceAttempts = 8;

/** Returns the options for Vitest to load no project that does not have the test file. */
function projectOptions(file: string): readonly string[] {
  if (file.startsWith("test/trials/")) return ["--config=test/trials.config.ts"];
  if (file.startsWith("test/simulation/")) return ["--project=simulation"];
  return /^test\/(contract|e2e|faults)\//.test(file) ? ["--project=e2e*"] : ["--project=unit"];
}

/** Returns the folder of a template of the shop, which is built from the code without mutants. */
function buildTemplate(): string {
  const folder = mkdtempSync(join(tmpdir(), "stoa-mutants-template-"));
  chmodSync(folder, 0o711); // Postgres runs as another user.
  execFileSync(process.execPath, [join(root, "test/support/build-shop-template.ts"), folder], { stdio: "inherit" });
  return folder;
}

/** Returns the folder of a copy of the checkout. */
function copyCheckout(): string {
  const folder = mkdtempSync(join(tmpdir(), "stoa-mutants-"));
  for (const path of listTrackedFiles()) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    cpSync(join(root, path), join(folder, path));
  }
  symlinkSync(join(root, "node_modules"), join(folder, "node_modules"));
  return folder;
}

interface Report {
  readonly testResults: readonly {
    readonly assertionResults: readonly (TestResult & { readonly fullName: string })[];
  }[];
}

interface TestSelection {
  readonly file: string;
  readonly titles: readonly string[];
  readonly bail: 0 | 1;
  readonly timeout: keyof typeof timeouts;
  /** Whether the databases of the template are those of the code under test. */
  readonly reusesDatabases: boolean;
}

/**
 * Runs the tests of a file whose names contain one of the titles. Returns the verdict on each title. With `bail`, the first
 * failure ends the run: it is enough to kill a mutant.
 */
async function runTests(
  folder: string,
  { file, titles, bail, timeout, reusesDatabases }: TestSelection,
): Promise<ReadonlyMap<string, Verdict>> {
  const report = join(folder, "report.json");
  rmSync(report, { force: true });
  const vitest = join(root, "node_modules/vitest/vitest.mjs");
  const pattern = titles.map(escapePattern).join("|");
  const args = [vitest, "run", file, ...projectOptions(file), "-t", pattern, `--bail=${bail}`, "--retry=0"];
  args.push("--reporter=json", `--outputFile=${report}`);
  if (timeout === "alone") args.push(`--testTimeout=${timeouts.alone}`);
  const signal = AbortSignal.timeout(timeouts[timeout] * titles.length);
  const env = reusesDatabases ? { ...process.env, STOA_TEST_DATABASES: template } : process.env;
  const child = spawn(process.execPath, args, { cwd: folder, env, stdio: "ignore", signal });
  const isLate = await once(child, "close").then(
    () => false,
    () => signal.aborted,
  );
  if (isLate) return new Map(titles.map((title) => [title, "timed out"]));
  const { testResults } = JSON.parse(readFileSync(report, "utf8")) as Report;
  const results = testResults.flatMap(({ assertionResults }) => assertionResults);
  return new Map(titles.map((title) => [title, toVerdict(results.filter(({ fullName }) => fullName.includes(title)))]));
}

const escapePattern = (text: string) => text.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&");

/** Applies a mutant to a copy of the checkout. Returns a function that restores the file. */
function applyMutant(folder: string, { file, find, replace }: Mutant): () => void {
  const path = join(folder, file);
  const source = readFileSync(path, "utf8");
  const [before, after, ...more] = source.split(find);
  if (before === undefined || after === undefined || more.length > 0) throw new Error("it cannot be applied");
  writeFileSync(path, `${before}${replace}${after}`);
  return () => writeFileSync(path, source);
}

/** Runs the test that must kill the mutant, several times when the mutant is a race condition. */
async function runTestOf(
  folder: string,
  { file: changed, killedBy: [file, title], isRace }: Mutant,
  timeout: keyof typeof timeouts,
): Promise<Verdict> {
  // The code of the Workers does not influence how the databases are created and migrated.
  const selection = {
    file,
    titles: [title],
    bail: 1,
    timeout,
    reusesDatabases: changed.startsWith("workers/"),
  } as const;
  for (let attempt = 1; ; attempt++) {
    const verdict = (await runTests(folder, selection)).get(title) ?? "did not run";
    if (verdict !== "passed" || !isRace || attempt === maxRaceAttempts) return verdict;
  }
}

/** Runs the test of a mutant with the mutant. */
async function testMutant(folder: string, mutant: Mutant, timeout: keyof typeof timeouts): Promise<Verdict> {
  const restore = applyMutant(folder, mutant);
  try {
    return await runTestOf(folder, mutant, timeout);
  } finally {
    restore();
  }
}

let passed = 0;
let failed = 0;

function report(isKilled: boolean, line: string): void {
  if (isKilled) passed++;
  else failed++;
  console.log(line);
}

/** Tests a mutant and reports the verdict, unless its test must run again when no other test runs. */
async function reportMutant(folder: string, mutant: Mutant, timeout: keyof typeof timeouts): Promise<void> {
  try {
    const verdict = await testMutant(folder, mutant, timeout);
    if (timeout === "first" && needsSecondRun(mutant, verdict)) {
      late.push(mutant);
      return;
    }
    const { isKilled, line } = judge(mutant, verdict);
    report(isKilled, line);
  } catch (error) {
    report(false, `SURVIVED ${mutant.name}: ${String(error)}`);
  }
}

/** Runs work on each item, on as many items at the same time as there are folders. */
async function runInFolders<T>(
  folders: readonly string[],
  items: readonly T[],
  work: (folder: string, item: T) => Promise<void>,
): Promise<void> {
  const queue = items.values();
  await Promise.all(
    folders.map(async (folder) => {
      for (const item of queue) await work(folder, item);
    }),
  );
}

/** Returns the tests that do not pass without a mutant: they cannot kill one. */
async function findBrokenTests(folders: readonly string[]): Promise<readonly string[]> {
  const broken: string[] = [];
  const files = [...Map.groupBy(chosen, ({ killedBy: [file] }) => file)];
  await runInFolders(folders, files, async (folder, [file, group]) => {
    const titles = [...new Set(group.map(({ killedBy: [, title] }) => title))];
    const verdicts = await runTests(folder, { file, titles, bail: 0, timeout: "first", reusesDatabases: true });
    for (const [title, verdict] of verdicts) {
      if (verdict !== "passed") broken.push(`${file}, ${title}: without a mutant, the test ${verdict}`);
    }
  });
  return broken;
}

/** Mutants whose tests have timed out, perhaps because the machine was busy. */
const late: Mutant[] = [];
const template = buildTemplate();
const folders = Array.from({ length: Math.min(concurrency, chosen.length) }, copyCheckout);
try {
  const broken = args.includes(passedOption) ? [] : await findBrokenTests(folders);
  for (const line of broken) report(false, `BROKEN   ${line}`);
  if (broken.length === 0) {
    await runInFolders(folders, chosen, (folder, mutant) => reportMutant(folder, mutant, "first"));
    await runInFolders(folders.slice(0, 1), late, (folder, mutant) => reportMutant(folder, mutant, "alone"));
  }
} finally {
  for (const folder of [template, ...folders]) rmSync(folder, { recursive: true, force: true });
}
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 && passed > 0 ? 0 : 1;
