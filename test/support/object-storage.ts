import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** Writes of Durable Objects to disk: the commits in each write-ahead log, by path. */
export interface ObjectWrites {
  /** Of the objects' own databases. */
  readonly commits: Readonly<Record<string, number>>;
  /** Changes of alarms, which the runtime stores in a database of its own: an alarm that is set, moved or deleted. */
  readonly alarms: Readonly<Record<string, number>>;
}

const headerBytes = 32;
const frameHeaderBytes = 24;

/**
 * Counts the commits in the write-ahead logs of the Durable Objects under a folder. A checkpoint starts a log again, and the
 * runtime deletes the log of an object that it evicts.
 */
export function countObjectWrites(stateDir: string): ObjectWrites {
  const writes = { commits: {} as Record<string, number>, alarms: {} as Record<string, number> };
  for (const path of readdirSync(stateDir, { recursive: true, encoding: "utf8" })) {
    if (!path.endsWith(".sqlite-wal") || !path.includes("OrderObject")) continue;
    const log = readLog(join(stateDir, path));
    if (log === undefined) continue;
    writes[path.endsWith("metadata.sqlite-wal") ? "alarms" : "commits"][path] = countCommits(log);
  }
  return writes;
}

/** Returns undefined for a log that was deleted after it was listed. */
function readLog(path: string): Buffer | undefined {
  try {
    return readFileSync(path);
  } catch {
    return undefined;
  }
}

/** Counts the commits in a write-ahead log: see https://www.sqlite.org/fileformat2.html#walformat */
function countCommits(log: Buffer): number {
  if (log.length < headerBytes) return 0;
  const frameBytes = frameHeaderBytes + log.readUInt32BE(8);
  let commits = 0;
  for (let at = headerBytes; at + frameBytes <= log.length; at += frameBytes) {
    // Frames with another salt remain from before a checkpoint.
    const isCurrent = log.compare(log, 16, 24, at + 8, at + 16) === 0;
    const databasePages = log.readUInt32BE(at + 4);
    if (isCurrent && databasePages > 0) commits++;
  }
  return commits;
}
