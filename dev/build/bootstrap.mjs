// `node dev/build/bootstrap.mjs SCRIPT [ARGUMENTS]`: installs missing dependencies, then runs SCRIPT with the Node version
// of package.json. Runs on any Node >= 20 and imports no dependency.
import { spawn, spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { missingDependencies } from "./check-dependencies.mjs";

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const windows = process.platform === "win32";
const ownNode = join(root, "node_modules", "node", "bin", windows ? "node.exe" : "node");

const [script, ...args] = process.argv.slice(2);
if (script === undefined) fail("Usage: node dev/build/bootstrap.mjs SCRIPT [ARGUMENTS]");
if (Number(process.versions.node.split(".")[0]) < 20) fail(`Stoa needs Node 20 or newer. This is ${process.version}.`);

const missing = findMissing();
if (missing.length > 0) install(missing);
await run(resolve(root, script), args);

function findMissing() {
  const lock = readJson("package-lock.json");
  const installed = existsSync(join(root, "node_modules", ".package-lock.json"))
    ? readJson(join("node_modules", ".package-lock.json"))
    : undefined;
  const packages = missingDependencies(lock, installed, { os: process.platform, cpu: process.arch });
  return existsSync(ownNode) ? packages : [...packages, "node_modules/node"];
}

/** @param {string[]} packages */
function install(packages) {
  console.error(`Installing ${packages.length} missing packages. This happens once and takes up to three minutes …`);
  const npm = process.env.npm_execpath;
  const flags = ["ci", "--no-audit", "--no-fund", "--loglevel=error"];
  /** @type {import("node:child_process").SpawnSyncOptions} */
  const options = { cwd: root, stdio: ["ignore", "inherit", "inherit"] };
  const result =
    npm === undefined
      ? spawnSync("npm", flags, { ...options, shell: windows })
      : spawnSync(process.execPath, [npm, ...flags], options);
  if (result.status !== 0) fail("npm could not install the packages. See its message above.");
}

/**
 * Runs the script in this process if its Node version is right, so that there is only one process to stop. Otherwise runs
 * a child process, forwards signals to it and exits with its code.
 *
 * @param {string} path
 * @param {string[]} args
 */
async function run(path, args) {
  if (process.version === `v${readJson("package.json").devDependencies.node}`) {
    process.argv = [process.execPath, path, ...args];
    await import(pathToFileURL(path).href);
    return;
  }
  const bin = join(root, "node_modules", ".bin");
  const env = { ...process.env, PATH: `${bin}${windows ? ";" : ":"}${process.env.PATH ?? ""}`, STOA_BOOTSTRAPPED: "1" };
  const child = spawn(ownNode, [path, ...args], { stdio: "inherit", env });
  for (const signal of /** @type {const} */ (["SIGINT", "SIGTERM", "SIGHUP"])) {
    // The terminal sends Ctrl-C to the child too. A second SIGINT would make it stop without cleaning up.
    process.on(signal, () => (signal === "SIGINT" && process.stdin.isTTY ? undefined : child.kill(signal)));
  }
  // npm does not forward a SIGTERM to its scripts. Its end is visible as another parent process.
  const { ppid } = process;
  if (process.env.npm_lifecycle_event !== undefined) {
    setInterval(() => process.ppid === ppid || child.kill("SIGTERM"), 1_000).unref();
  }
  child.on("exit", (code, signal) => {
    process.exitCode = code ?? (signal === "SIGINT" ? 130 : 1);
  });
}

/** @param {string} path */
function readJson(path) {
  return JSON.parse(readFileSync(join(root, path), "utf8"));
}

/**
 * @param {string} message
 * @returns {never}
 */
function fail(message) {
  console.error(message);
  process.exit(1);
}
