import { readdirSync, readFileSync } from "node:fs";

/** The kernel reports CPU time in ticks of 10 ms. */
const ticksPerMs = 100 / 1000;

interface Times {
  readonly pid: number;
  readonly parent: number;
  readonly ms: number;
}

function readTimes(pid: number): Times | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    // Includes children that have ended: Postgres starts and ends server processes.
    const ticks = [11, 12, 13, 14].reduce((sum, index) => sum + Number(fields[index]), 0);
    return { pid, parent: Number(fields[1]), ms: ticks / ticksPerMs };
  } catch {
    return undefined;
  }
}

/** Returns the CPU milliseconds of a process and its children. Returns 0 on other platforms than Linux. */
export function cpuOf(pid: number): number {
  if (process.platform !== "linux") return 0;
  const all = readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => readTimes(Number(name)) ?? []);
  return all.filter((times) => times.pid === pid || times.parent === pid).reduce((sum, { ms }) => sum + ms, 0);
}

/** Returns the resident memory of a process, in MB. Returns 0 on other platforms than Linux. */
export function residentMb(pid: number): number {
  if (process.platform !== "linux") return 0;
  try {
    return Math.round(Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1]) / 1024);
  } catch {
    return 0; // The process has ended.
  }
}
