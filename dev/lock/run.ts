import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { completeLock, dropCompleted } from "./complete.ts";
import { findGaps, type LockFile } from "./lock-file.ts";

// `npm run lock`: brings package-lock.json up to package.json, for every platform.
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
  throw new Error("npm could not bring the lock up to package.json: it is as it was");
}
const written = read();
const gaps = findGaps(written);
write(completeLock(written));
console.log(`${Object.keys(written.packages).length} packages from the registry, ${gaps.length} by their names`);
