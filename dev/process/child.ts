import { type ChildProcess, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

const graceMs = 5_000;
const pollMs = 50;

/** The identity of a process. The id alone is not enough: the system may have reused it. */
export interface ProcessIdentity {
  readonly pid: number;
  readonly startedAt: string;
}

function getRecordFile(dir: string): string {
  return join(dir, "processes.json");
}

/** Returns the start time of a process in the system's own format, undefined if there is no such process. */
export function getStartTime(pid: number): string | undefined {
  if (process.platform === "linux") {
    try {
      return parseStartTime(readFileSync(`/proc/${pid}/stat`, "utf8"));
    } catch {
      return undefined;
    }
  }
  const listed = spawnSync("ps", ["-o", "lstart=", "-p", String(pid)], { encoding: "utf8" });
  return listed.status === 0 ? listed.stdout.trim() || undefined : undefined;
}

/**
 * Returns the start time in the content of `/proc/PID/stat`, undefined for a process that has ended. A killed process with
 * several threads is a zombie before its last thread has ended. Until then, its ports and files are open.
 */
export function parseStartTime(stat: string): string | undefined {
  // The name of the program may contain spaces and parentheses.
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  const [state, threads, startedAt] = [fields[0], Number(fields[17]), fields[19]];
  return state === "Z" && threads <= 1 ? undefined : startedAt;
}

function readRecords(dir: string): ProcessIdentity[] {
  if (!existsSync(getRecordFile(dir))) return [];
  try {
    return JSON.parse(readFileSync(getRecordFile(dir), "utf8")) as ProcessIdentity[];
  } catch {
    return []; // A crash truncated the file. Postgres has a pid file of its own; other processes have ended.
  }
}

function writeRecords(dir: string, records: readonly ProcessIdentity[]): void {
  mkdirSync(dirname(getRecordFile(dir)), { recursive: true });
  writeFileSync(`${getRecordFile(dir)}.new`, JSON.stringify(records));
  renameSync(`${getRecordFile(dir)}.new`, getRecordFile(dir));
}

/**
 * Records a process that must not outlive this one. If this process is killed, the next start ends the recorded one. Kills
 * the process and throws when the record cannot be written, for example on a full disk.
 */
export function recordProcess(dir: string, pid: number): void {
  const startedAt = getStartTime(pid);
  if (startedAt === undefined) return;
  try {
    writeRecords(dir, [...readRecords(dir), { pid, startedAt }]);
  } catch (error) {
    process.kill(pid, "SIGKILL");
    throw error;
  }
}

/** Ends the processes that an earlier start recorded and left running. Ends no other process. */
export async function endRecordedProcesses(dir: string): Promise<void> {
  for (const { pid, startedAt } of readRecords(dir)) {
    if (getStartTime(pid) === startedAt) await terminateProcess(pid, startedAt);
  }
  if (existsSync(getRecordFile(dir))) writeRecords(dir, []);
}

/** Sends SIGINT to a process, and SIGKILL after five seconds. */
export async function terminateProcess(pid: number, startedAt: string): Promise<void> {
  for (const signal of ["SIGINT", "SIGKILL"] as const) {
    process.kill(pid, signal);
    for (let waitedMs = 0; waitedMs < graceMs; waitedMs += pollMs) {
      if (getStartTime(pid) !== startedAt) return;
      await sleep(pollMs);
    }
  }
}

/** Sends a signal to a child process, and SIGKILL if it has not ended after `killAfterMs`. */
export async function stopChild(child: ChildProcess, signal: NodeJS.Signals, killAfterMs = 10_000): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  child.kill(signal);
  const timer = setTimeout(() => child.kill("SIGKILL"), killAfterMs);
  await ended;
  clearTimeout(timer);
}
