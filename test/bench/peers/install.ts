import { type SpawnSyncOptions, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "../../../dev/build/root.ts";

const installTimeoutMs = 15 * 60_000;

/**
 * Copies `test/bench/NAME` to a folder outside of the repository and installs the packages of its lock file there. Does
 * nothing when they are installed. Returns the folder, or undefined when npm cannot install them.
 */
export function installPeer(name: string, parent: string): string | undefined {
  const source = join(root, "test/bench", name);
  const home = join(parent, name);
  const marker = join(home, "installed");
  mkdirSync(home, { recursive: true });
  for (const file of readdirSync(source)) if (file !== "node_modules") cpSync(join(source, file), join(home, file));
  const lock = createHash("sha256")
    .update(readFileSync(join(home, "package-lock.json")))
    .digest("hex");
  if (existsSync(marker) && readFileSync(marker, "utf8") === lock) return home;
  console.log(`Installing ${name} in ${home} …`);
  rmSync(marker, { force: true });
  // No package needs an install script: their native code is in packages for each platform.
  const args = ["ci", "--ignore-scripts", "--omit=dev", "--no-audit", "--no-fund", "--loglevel=error"];
  const npm = process.env.npm_execpath;
  const options: SpawnSyncOptions = {
    cwd: home,
    stdio: ["ignore", "inherit", "inherit"],
    timeout: installTimeoutMs,
  };
  const { status } =
    npm === undefined ? spawnSync("npm", args, options) : spawnSync(process.execPath, [npm, ...args], options);
  if (status !== 0) return undefined;
  writeFileSync(marker, lock);
  return home;
}

/** Returns the version of an installed package. */
export function readInstalledVersion(home: string, packageName: string): string {
  return (
    JSON.parse(readFileSync(join(home, "node_modules", packageName, "package.json"), "utf8")) as { version: string }
  ).version;
}
