import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { renderBarChart } from "../charts/bar-chart.ts";
import { formatNumber } from "../charts/svg.ts";
import { formatMarkdown, replaceSection } from "../markdown.ts";
import { type Measured, totalOf } from "../measure.ts";
import { works } from "./shop.ts";

/** One work of one shop: medians over the rounds. */
export interface PeerRow {
  readonly shop: string;
  readonly work: string;
  readonly requests: number;
  readonly errors: number;
  readonly perSecond: number;
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
  /** CPU milliseconds of one unit of work, over all processes. */
  readonly cpuMs: { readonly median: number; readonly min: number; readonly max: number };
  readonly cpuMsByProcess: Readonly<Record<string, number>>;
}

export interface PeerReport {
  readonly machine: string;
  readonly measuredAt: string;
  readonly clients: number;
  readonly rounds: number;
  readonly shops: readonly {
    readonly name: string;
    readonly version: string;
    /** After all rounds, by process. */
    readonly memoryMb: Readonly<Record<string, number>>;
  }[];
  readonly rows: readonly PeerRow[];
}

/** The emulators of the cloud's services. A deployment does not have their CPU time. */
const emulators = ["Neon proxy", "payments", "Redis"];

export function summarize(shop: string, work: string, measured: readonly Measured[]): PeerRow {
  const medianOf = (figure: (each: Measured) => number) => round(median(measured.map(figure)));
  const sumOf = (figure: (each: Measured) => number) => measured.reduce((sum, each) => sum + figure(each), 0);
  const cpu = measured.map(totalOf);
  return {
    shop,
    work,
    requests: sumOf(({ count }) => count),
    errors: sumOf(({ errors }) => errors),
    perSecond: medianOf(({ perSecond }) => perSecond),
    p50: medianOf(({ p50 }) => p50),
    p95: medianOf(({ p95 }) => p95),
    p99: medianOf(({ p99 }) => p99),
    cpuMs: { median: round(median(cpu)), min: round(Math.min(...cpu)), max: round(Math.max(...cpu)) },
    cpuMsByProcess: Object.fromEntries(
      Object.keys(measured[0]?.cpu ?? {}).map((process) => [process, medianOf((each) => each.cpu[process] ?? 0)]),
    ),
  };
}

/** Returns the report as Markdown tables. */
export function formatReport(report: PeerReport): string {
  const { rows, shops, machine, measuredAt, clients, rounds } = report;
  const peers = rows.filter(({ shop }) => shop !== "yardstick");
  const yardsticks = rows.filter(({ shop }) => shop === "yardstick");
  const [empty] = yardsticks;
  return [
    `Measured on ${measuredAt}: ${machine}; ${clients} clients; medians of ${rounds} rounds.`,
    formatMarkdown(
      [
        "Work",
        "Shop",
        "requests",
        "errors",
        "per s",
        "p50 ms",
        "p95 ms",
        "p99 ms",
        "CPU ms",
        "range",
        "empty routes",
        "Stoa",
      ],
      peers.map((row) => [
        row.work,
        row.shop,
        String(row.requests),
        String(row.errors),
        ...[row.perSecond, row.p50, row.p95, row.p99, row.cpuMs.median].map(formatNumber),
        `${formatNumber(row.cpuMs.min)}-${formatNumber(row.cpuMs.max)}`,
        empty === undefined ? "" : `${formatNumber(row.cpuMs.median / empty.cpuMs.median)} x`,
        `${formatNumber(row.cpuMs.median / stoaCpu(report, row.work))} x`,
      ]),
    ),
    '"empty routes" and "Stoa" are the CPU over that of an empty Worker route, and over that of the same work in Stoa.',
    formatMarkdown(
      ["Stoa", "workerd and Postgres, CPU ms", ...emulators],
      peers
        .filter(({ shop }) => shop === "Stoa")
        .map(({ work, cpuMsByProcess }) => [
          work,
          formatNumber(round((cpuMsByProcess.workerd ?? 0) + (cpuMsByProcess.Postgres ?? 0))),
          ...emulators.map((process) => formatNumber(cpuMsByProcess[process] ?? 0)),
        ]),
    ),
    formatMarkdown(
      ["Yardstick", "CPU ms", "range"],
      yardsticks.map(({ work, cpuMs }) => [
        work,
        formatNumber(cpuMs.median),
        `${formatNumber(cpuMs.min)}-${formatNumber(cpuMs.max)}`,
      ]),
    ),
    formatMarkdown(
      ["Shop", "version", "memory MB", "by process"],
      shops.map(({ name, version, memoryMb }) => [
        name,
        version,
        String(Object.values(memoryMb).reduce((sum, mb) => sum + mb, 0)),
        Object.entries(memoryMb)
          .map(([process, mb]) => `${process} ${mb}`)
          .join(", "),
      ]),
    ),
  ].join("\n\n");
}

/** Returns the CPU of a work in Stoa, which does an order in one request. */
function stoaCpu({ rows }: PeerReport, work: string): number {
  const own = rows.find((row) => row.shop === "Stoa" && (row.work === work || work.startsWith(`${row.work},`)));
  return own?.cpuMs.median ?? Number.NaN;
}

/** Writes peers.json and peers.svg, and the tables into peers.md between its markers. */
export function writeReport(report: PeerReport, folder: string): void {
  writeFileSync(join(folder, "peers.json"), `${JSON.stringify(report, null, 2)}\n`);
  const groups = works.map((work) => ({
    label: work,
    bars: report.rows.filter((row) => row.work === work).map((row) => ({ series: row.shop, value: row.cpuMs.median })),
  }));
  const title = "CPU of one unit of work, all processes";
  writeFileSync(join(folder, "peers.svg"), renderBarChart({ title, axis: "CPU ms, logarithmic", groups }));
  replaceSection(join(folder, "peers.md"), formatReport(report));
}

function median(numbers: readonly number[]): number {
  const sorted = numbers.toSorted((a, b) => a - b);
  const [low, high] = [sorted[Math.floor((sorted.length - 1) / 2)], sorted[Math.floor(sorted.length / 2)]];
  return ((low ?? 0) + (high ?? 0)) / 2;
}

function round(value: number): number {
  return Number(value.toPrecision(4));
}
