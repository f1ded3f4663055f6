import { readdirSync, readFileSync } from "node:fs";

/** CPU time is told in these by the kernel: hundredths of a second. */
const ticksPerMs = 100 / 1000;

interface Times {
  readonly pid: number;
  readonly parent: number;
  readonly ms: number;
}

function timesOf(pid: number): Times | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    // Its own, and that of children that have ended: Postgres's servers come and go.
    const ticks = [11, 12, 13, 14].reduce((sum, index) => sum + Number(fields[index]), 0);
    return { pid, parent: Number(fields[1]), ms: ticks / ticksPerMs };
  } catch {
    return undefined;
  }
}

/** CPU milliseconds that a process and its children have used so far. Linux only; 0 elsewhere. */
export function cpuOf(pid: number): number {
  if (process.platform !== "linux") return 0;
  const all = readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => timesOf(Number(name)) ?? []);
  return all.filter((times) => times.pid === pid || times.parent === pid).reduce((sum, { ms }) => sum + ms, 0);
}

/** Memory that a process has in use, in MB. Linux only; 0 elsewhere. */
export function residentMb(pid: number): number {
  if (process.platform !== "linux") return 0;
  try {
    return Math.round(Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1]) / 1024);
  } catch {
    return 0; // It has ended.
  }
}
