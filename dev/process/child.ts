import { type ChildProcess, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

/** A process as the system knows it: an id alone may by now be somebody else's. */
interface Recorded {
  readonly pid: number;
  readonly startedAt: string;
}

function recordFile(dir: string): string {
  return join(dir, "processes.json");
}

/** When a process began, in the system's own words; undefined when there is none with this id. */
export function getStartTime(pid: number): string | undefined {
  if (process.platform === "linux") {
    try {
      const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
      const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
      return fields[0] === "Z" ? undefined : fields[19];
    } catch {
      return undefined;
    }
  }
  const listed = spawnSync("ps", ["-o", "lstart=", "-p", String(pid)], { encoding: "utf8" });
  return listed.status === 0 ? listed.stdout.trim() || undefined : undefined;
}

function readRecorded(dir: string): Recorded[] {
  if (!existsSync(recordFile(dir))) return [];
  try {
    return JSON.parse(readFileSync(recordFile(dir), "utf8")) as Recorded[];
  } catch {
    return []; // Cut short by a crash: what it named is found by its own pid file, or gone.
  }
}

function writeRecorded(dir: string, recorded: readonly Recorded[]): void {
  mkdirSync(dirname(recordFile(dir)), { recursive: true });
  writeFileSync(`${recordFile(dir)}.new`, JSON.stringify(recorded));
  renameSync(`${recordFile(dir)}.new`, recordFile(dir));
}

/** Remembers a process that must not outlive this one, so that the next start finds it if this one is killed. */
export function recordProcess(dir: string, pid: number): void {
  const startedAt = getStartTime(pid);
  if (startedAt !== undefined) writeRecorded(dir, [...readRecorded(dir), { pid, startedAt }]);
}

/** Ends what an earlier start left running, and nothing else: only the very processes that it recorded. */
export async function endRecordedProcesses(dir: string): Promise<void> {
  for (const { pid, startedAt } of readRecorded(dir)) {
    if (getStartTime(pid) === startedAt) await terminateProcess(pid, startedAt);
  }
  if (existsSync(recordFile(dir))) writeRecorded(dir, []);
}

/** Asks a process to stop, and ends it when it has not after five seconds. */
export async function terminateProcess(pid: number, startedAt: string): Promise<void> {
  for (const signal of ["SIGINT", "SIGKILL"] as const) {
    process.kill(pid, signal);
    for (let waited = 0; waited < 5_000; waited += 50) {
      if (getStartTime(pid) !== startedAt) return;
      await sleep(50);
    }
  }
}

/** Asks a child to stop, and ends it when it has not within the time. */
export async function stopChild(child: ChildProcess, signal: NodeJS.Signals, graceMs = 10_000): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  child.kill(signal);
  const timer = setTimeout(() => child.kill("SIGKILL"), graceMs);
  await ended;
  clearTimeout(timer);
}
