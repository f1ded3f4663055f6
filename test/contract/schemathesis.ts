import { spawn, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { root } from "../../dev/build/root.ts";
import { openShop, type Shop } from "../support/harness.ts";

/**
 * `npm run test:schemathesis`: sends documents and variables that Schemathesis generates from the schema, as an
 * administrator and anonymously. No response may have a status of 500 or above, and no log line may have level error.
 */
const version = "4.32.5";
/** Examples per operation: more than 2,000 in total. A run ends earlier when its time is up. */
const examples = 40;
const maxSeconds = 60;
/** Excluded for the administrator, who would be anonymous for the rest of the run. */
const endingSessions = "^Mutation\\.(logout|logoutEverywhere|revokeSession)$";

const folder = join(root, "node_modules", ".cache", `schemathesis-${version}`);
const program = join(folder, "bin", "schemathesis");

install();
const shop = await openShop();
let cases = 0;
let problems = 0;
try {
  const { token } = await shop.signUp("ADMIN");
  for (const [caller, options] of [
    ["an administrator", ["-H", `Authorization: Bearer ${token}`, "--exclude-name-regex", endingSessions]],
    ["an anonymous caller", []],
  ] as const) {
    const { code, output } = await run(shop, options);
    const generated = Number(/([\d,]+) generated/.exec(output)?.[1]?.replaceAll(",", "") ?? 0);
    cases += generated;
    if (code !== 0) problems++;
    console.log(`${code === 0 ? "ok    " : "FAILED"}  as ${caller}: ${generated} cases`);
    if (code !== 0 || generated === 0) console.log(output.slice(-6_000));
  }
  const errors = shop
    .logs()
    .split("\n")
    .filter((line) => /"level":"error"|"http.response.status_code":5/.test(line));
  problems += errors.length;
  for (const line of errors.slice(0, 20)) console.log(line);
} finally {
  await shop.stop();
}
if (cases < 2_000) problems++;
console.log(`${cases} cases, ${problems} problems`);
console.log(`${problems === 0 ? 1 : 0} passed, ${problems === 0 ? 0 : 1} failed`);
process.exitCode = problems === 0 ? 0 : 1;

/** Installs the Python package into its own virtual environment, once. */
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
    if (status !== 0) throw new Error(`${command} ${args.join(" ")} failed. Python 3.10 with venv is required`);
  }
}

function run({ url }: Shop, options: readonly string[]): Promise<{ code: number | null; output: string }> {
  // Its check for server errors would count every rejected request. Server errors are found in the logs instead.
  const checks = ["--checks", "response_schema_conformance", "--max-response-time", "12", "--phases", "fuzzing"];
  const generation = ["--max-examples", String(examples), "--seed", "1", "--no-shrink", "--continue-on-failure"];
  const limits = ["--max-time", String(maxSeconds), "--no-color"];
  const child = spawn(program, ["run", `${url}/graphql`, ...checks, ...generation, ...limits, ...options], {
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
