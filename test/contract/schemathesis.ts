import { spawn, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { root } from "../../dev/build/root.ts";
import { openShop, type Shop } from "../support/harness.ts";

/**
 * `npm run proof:schemathesis`: documents and variables made from the schema by Schemathesis, as an administrator and as
 * nobody. Whatever is asked, nothing may go wrong on our side: no status of 500 and above, and no error in a log.
 */
const version = "4.32.5";
/** As many an operation: with those there are, more than 2,000 in all. A run ends before that when its time is up. */
const examples = 40;
const mostSeconds = 60;
/** An administrator who ends their own session would be nobody for the rest of the run. */
const endingSessions = "^Mutation\\.(logout|logoutEverywhere|revokeSession)$";

const folder = join(root, "node_modules", ".cache", `schemathesis-${version}`);
const program = join(folder, "bin", "schemathesis");

install();
const shop = await openShop();
let cases = 0;
let wrong = 0;
try {
  const { token } = await shop.signUp("ADMIN");
  for (const [who, options] of [
    ["an administrator", ["-H", `Authorization: Bearer ${token}`, "--exclude-name-regex", endingSessions]],
    ["nobody", []],
  ] as const) {
    const { code, output } = await run(shop, options);
    const made = Number(/([\d,]+) generated/.exec(output)?.[1]?.replaceAll(",", "") ?? 0);
    cases += made;
    if (code !== 0) wrong++;
    console.log(`${code === 0 ? "ok    " : "FAILED"}  as ${who}: ${made} cases`);
    if (code !== 0 || made === 0) console.log(output.slice(-6_000));
  }
  const bugs = shop
    .logs()
    .split("\n")
    .filter((line) => /"level":"error"|"status":5/.test(line));
  wrong += bugs.length;
  for (const bug of bugs.slice(0, 20)) console.log(bug);
} finally {
  await shop.stop();
}
if (cases < 2_000) wrong++;
console.log(`${cases} cases, ${wrong} things that went wrong`);
console.log(`${wrong === 0 ? 1 : 0} passed, ${wrong === 0 ? 0 : 1} failed`);
process.exitCode = wrong === 0 ? 0 : 1;

/** Into a folder of its own, once: it is a program of Python. */
function install(): void {
  if (existsSync(program)) return;
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const steps = [
    ["python3", "-m", "venv", folder],
    [join(folder, "bin", "pip"), "install", "--quiet", "--disable-pip-version-check", `schemathesis==${version}`],
  ];
  for (const [command = "", ...args] of steps) {
    const { status } = spawnSync(command, args, { stdio: "inherit", timeout: 180_000 });
    if (status !== 0) throw new Error(`${command} ${args.join(" ")} failed: it takes Python 3.10 with venv`);
  }
}

function run({ url }: Shop, options: readonly string[]): Promise<{ code: number | null; output: string }> {
  // Its own check of server errors takes every refusal for one: what went wrong is read from the logs instead.
  const fixed = ["--checks", "response_schema_conformance", "--max-response-time", "12", "--phases", "fuzzing"];
  const made = ["--max-examples", String(examples), "--seed", "1", "--no-shrink", "--continue-on-failure"];
  const bounded = ["--max-time", String(mostSeconds), "--no-color"];
  const child = spawn(program, ["run", `${url}/graphql`, ...fixed, ...made, ...bounded, ...options], {
    cwd: folder,
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk) => (output += String(chunk)));
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code) => resolve({ code, output }));
  });
}
