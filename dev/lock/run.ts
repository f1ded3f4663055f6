import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { completeLock, dropCompleted } from "./complete.ts";
import { findGaps, type LockFile } from "./lock-file.ts";

/*
 * `npm run lock`: updates package-lock.json after a change of package.json, for every platform.
 *
 * npm alone is not enough. When a registry does not serve an optional package, npm (tried with 11.19) drops its entry
 * without a message, with --os and --cpu too: they select what is installed, not what is locked. A registry that serves
 * every package leaves nothing to add here.
 */
const path = "package-lock.json";

function read(): LockFile {
  return JSON.parse(readFileSync(path, "utf8"));
}

function write(lock: LockFile): void {
  writeFileSync(path, `${JSON.stringify(lock, null, 2)}\n`);
}

const before = read();
write(dropCompleted(before));
const flags = ["--package-lock-only", "--ignore-scripts", "--omit-lockfile-registry-resolved"];
const npm = spawnSync("npm", ["install", ...flags], { stdio: "inherit", shell: process.platform === "win32" });
if (npm.status !== 0) {
  write(before);
  throw new Error("npm could not update package-lock.json. The file is unchanged.");
}
const written = read();
const gaps = findGaps(written);
write(completeLock(written));
console.log(
  `${Object.keys(written.packages).length} entries from the registry, ${gaps.length} derived from package names`,
);
