import { cpuOf } from "./cpu.ts";

/** The pids of the processes whose CPU is measured, by name. */
export type Processes = Readonly<Record<string, number>>;

export interface Measured {
  readonly name: string;
  readonly count: number;
  readonly errors: number;
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
  readonly perSecond: number;
  /** CPU milliseconds per request, by process. */
  readonly cpu: Readonly<Record<string, number>>;
}

export interface Load {
  readonly name: string;
  readonly count: number;
  readonly clients: number;
  /** Sends one request. A result of false and an exception count as errors. */
  readonly request: (index: number) => Promise<boolean>;
}

/** Sends `count` requests from concurrent clients, after a warm-up with a tenth of them. */
export async function measure({ name, count, clients, request }: Load, processes: Processes): Promise<Measured> {
  const warmUp = Math.ceil(count / 10);
  await run(0, warmUp, clients, request);
  const before = cpuBy(processes);
  const startedAt = performance.now();
  const { times, errors } = await run(warmUp, count, clients, request);
  const seconds = (performance.now() - startedAt) / 1000;
  const after = cpuBy(processes);
  times.sort((a, b) => a - b);
  const cpu = Object.keys(processes).map((process) => [
    process,
    ((after[process] ?? 0) - (before[process] ?? 0)) / count,
  ]);
  return {
    name,
    count,
    errors,
    p50: times[Math.floor(count * 0.5)] ?? 0,
    p95: times[Math.floor(count * 0.95)] ?? 0,
    p99: times[Math.floor(count * 0.99)] ?? 0,
    perSecond: count / seconds,
    cpu: Object.fromEntries(cpu),
  };
}

async function run(first: number, count: number, clients: number, request: Load["request"]) {
  const times: number[] = [];
  let errors = 0;
  let next = first;
  const client = async (): Promise<void> => {
    while (next < first + count) {
      const index = next++;
      const startedAt = performance.now();
      const isOk = await request(index).catch(() => false);
      times.push(performance.now() - startedAt);
      if (!isOk) errors++;
    }
  };
  await Promise.all(Array.from({ length: clients }, client));
  return { times, errors };
}

function cpuBy(processes: Processes): Record<string, number> {
  return Object.fromEntries(Object.entries(processes).map(([name, pid]) => [name, cpuOf(pid)]));
}

/** Returns the CPU milliseconds per request, summed over all processes. */
export function totalOf({ cpu }: Pick<Measured, "cpu">): number {
  return Object.values(cpu).reduce((sum, ms) => sum + ms, 0);
}

/** Formats a table with one row per load: CPU per process and in total. */
export function formatTable(rows: readonly Measured[]): string {
  const processes = Object.keys(rows[0]?.cpu ?? {});
  const header = ["", "requests", "errors", "p50 ms", "p95 ms", "per s", "CPU ms", ...processes];
  const body = rows.map(({ name, count, errors, p50, p95, perSecond, cpu }) => [
    name,
    String(count),
    String(errors),
    p50.toFixed(1),
    p95.toFixed(1),
    perSecond.toFixed(0),
    totalOf({ cpu }).toFixed(2),
    ...processes.map((process) => (cpu[process] ?? 0).toFixed(2)),
  ]);
  const widths = header.map((title, column) => Math.max(title.length, ...body.map((row) => row[column]?.length ?? 0)));
  const line = (cells: readonly string[]) =>
    cells
      .map((cell, column) => (column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0)))
      .join("  ");
  return [line(header), ...body.map(line)].join("\n");
}
