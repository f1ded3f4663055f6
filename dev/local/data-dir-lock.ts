import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { getStartTime } from "../process/child.ts";

/** Another process uses the data folder. */
class DataDirLockedError extends Error {
  constructor(folder: string, pid: number) {
    super(`Stoa already runs on ${folder} (process ${pid}). Stop it, or choose another folder with --data.`);
    this.name = "DataDirLockedError";
  }
}

interface Owner {
  readonly pid: number;
  readonly startedAt: string;
}

/**
 * Locks a data folder for this process and returns a function that releases it. Takes over the lock of a process that
 * has ended. Throws when a running process holds the lock.
 */
export function lockDataDir(folder: string): () => void {
  const file = join(folder, "owner.json");
  mkdirSync(folder, { recursive: true });
  const owner = readOwner(file);
  if (owner !== undefined && owner.pid !== process.pid && getStartTime(owner.pid) === owner.startedAt) {
    throw new DataDirLockedError(folder, owner.pid);
  }
  writeFileSync(file, JSON.stringify({ pid: process.pid, startedAt: getStartTime(process.pid) }));
  return () => rmSync(file, { force: true });
}

function readOwner(file: string): Owner | undefined {
  if (!existsSync(file)) return undefined;
  try {
    return JSON.parse(readFileSync(file, "utf8")) as Owner;
  } catch {
    return undefined; // A crash truncated the file, so its owner has ended.
  }
}
