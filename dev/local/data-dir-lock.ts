import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { getStartTime, type ProcessIdentity } from "../process/child.ts";
import { findLauncher, hasEnded } from "../process/launcher.ts";

/** Another process uses the data folder. */
class DataDirLockedError extends Error {
  constructor(folder: string, pid: number) {
    super(`Stoa already runs on ${folder} (process ${pid}). Stop it, or choose another folder with --data.`);
    this.name = "DataDirLockedError";
  }
}

interface Owner extends ProcessIdentity {
  /** The process that waits for the owner: npm. The owner stops when it ends. */
  readonly launcher?: ProcessIdentity;
}

const orphanTimeoutMs = 15_000;
const pollMs = 100;

/**
 * Locks a data folder as `lockDataDir` does. Waits for an owner whose npm has ended: it notices that within a second and
 * stops.
 */
export async function lockWhenOrphanEnds(folder: string): Promise<() => void> {
  for (let waitedMs = 0; ; waitedMs += pollMs) {
    try {
      return lockDataDir(folder);
    } catch (error) {
      const launcher = readOwner(getLockFile(folder))?.launcher;
      const isOrphan = launcher !== undefined && hasEnded(launcher);
      if (!(error instanceof DataDirLockedError) || !isOrphan || waitedMs >= orphanTimeoutMs) throw error;
      await sleep(pollMs);
    }
  }
}

const getLockFile = (folder: string) => join(folder, "owner.json");

/**
 * Locks a data folder for this process and returns a function that releases it. Takes over the lock of a process that
 * has ended. Throws when a running process holds the lock.
 */
export function lockDataDir(folder: string): () => void {
  const file = getLockFile(folder);
  mkdirSync(folder, { recursive: true });
  const owner = readOwner(file);
  if (owner !== undefined && owner.pid !== process.pid && getStartTime(owner.pid) === owner.startedAt) {
    throw new DataDirLockedError(folder, owner.pid);
  }
  const launcher = findLauncher();
  writeFileSync(file, JSON.stringify({ pid: process.pid, startedAt: getStartTime(process.pid), launcher }));
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
