import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { getStartTime } from "../process/child.ts";

/** Somebody else uses the data folder. The message is for people. */
class FolderTaken extends Error {
  constructor(folder: string, pid: number) {
    super(`Stoa already runs on ${folder} (process ${pid}). Stop it, or choose another folder with --data.`);
    this.name = "FolderTaken";
  }
}

/** Takes a data folder for this process; the answer gives it back. One that a killed process left is taken over. */
export function lockDataDir(folder: string): () => void {
  const file = join(folder, "owner.json");
  mkdirSync(folder, { recursive: true });
  const owner = readOwner(file);
  if (owner !== undefined && owner.pid !== process.pid && getStartTime(owner.pid) === owner.startedAt) {
    throw new FolderTaken(folder, owner.pid);
  }
  writeFileSync(file, JSON.stringify({ pid: process.pid, startedAt: getStartTime(process.pid) }));
  return () => rmSync(file, { force: true });
}

function readOwner(file: string): { pid: number; startedAt: string } | undefined {
  if (!existsSync(file)) return undefined;
  try {
    return JSON.parse(readFileSync(file, "utf8")) as { pid: number; startedAt: string };
  } catch {
    return undefined; // Cut short by a crash: whoever wrote it is gone.
  }
}
