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

/** Returns all processes by the pid of their parent. */
function readChildren(): ReadonlyMap<number, readonly Times[]> {
  const names = readdirSync("/proc").filter((name) => /^\d+$/.test(name));
  return Map.groupBy(
    names.flatMap((name) => readTimes(Number(name)) ?? []),
    ({ parent }) => parent,
  );
}

/** Returns a process and its descendants. */
function readTree(pid: number, children = readChildren()): readonly Times[] {
  const descendants = (parent: number): readonly Times[] =>
    (children.get(parent) ?? []).flatMap((times) => [times, ...descendants(times.pid)]);
  return [...[readTimes(pid) ?? []].flat(), ...descendants(pid)];
}

/** Returns the CPU milliseconds of a process and its descendants. Returns 0 on other platforms than Linux. */
export function cpuOf(pid: number): number {
  return cpuOfEach({ pid }).pid ?? 0;
}

/** Returns the CPU milliseconds of processes and their descendants, by name, as `cpuOf` does. */
export function cpuOfEach(pids: Readonly<Record<string, number>>): Readonly<Record<string, number>> {
  const children = process.platform === "linux" ? readChildren() : new Map<number, readonly Times[]>();
  const entries = Object.entries(pids).map(([name, pid]) => {
    const tree = process.platform === "linux" ? readTree(pid, children) : [];
    return [name, tree.reduce((sum, { ms }) => sum + ms, 0)];
  });
  return Object.fromEntries(entries);
}

/** Returns the memory of a process and its descendants, in MB. Shared pages count once. Returns 0 on other platforms than Linux. */
export function memoryOf(pid: number): number {
  if (process.platform !== "linux") return 0;
  return Math.round(
    readTree(pid).reduce((sum, each) => sum + readFieldKb(`/proc/${each.pid}/smaps_rollup`, "Pss"), 0) / 1024,
  );
}

/** Returns the resident memory of a process, in MB. Returns 0 on other platforms than Linux. */
export function residentMb(pid: number): number {
  return process.platform === "linux" ? Math.round(readFieldKb(`/proc/${pid}/status`, "VmRSS") / 1024) : 0;
}

function readFieldKb(file: string, field: string): number {
  try {
    return Number(new RegExp(`^${field}:\\s+(\\d+)`, "m").exec(readFileSync(file, "utf8"))?.[1] ?? 0);
  } catch {
    return 0; // The process has ended.
  }
}
