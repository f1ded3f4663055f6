import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fitExponent, type Point, renderLogLogChart } from "../charts/log-log-chart.ts";
import { formatNumber } from "../charts/svg.ts";
import { formatMarkdown, replaceSection } from "../markdown.ts";
import type { Expectation } from "./subjects.ts";

export interface GrowthSeries {
  readonly dimension: string;
  readonly label: string;
  readonly expectation: Expectation;
  /** x is the size, y the CPU milliseconds of one request over all processes. */
  readonly points: readonly Point[];
  readonly errors: number;
  /** CPU milliseconds of an Argon2id hash in the run that measured this. Undefined if it was not measured. */
  readonly hashMs?: number;
}

export interface GrowthReport {
  readonly machine: string;
  readonly measuredAt: string;
  /** CPU milliseconds of an empty Worker route in the same run. */
  readonly emptyRouteMs: number;
  /** CPU milliseconds of the check of one password against an Argon2id hash in the same run. */
  readonly hashMs: number;
  readonly series: readonly GrowthSeries[];
}

/** The largest exponent of a flat cost. Noise and the depth of index trees are below it. */
const maxFlatExponent = 0.1;
const maxLinearExponent = 1.1;

/** Returns whether a cost grows faster than expected. */
function growsTooFast({ expectation, points }: Pick<GrowthSeries, "expectation" | "points">): boolean {
  return fitExponent(points) > (expectation === "flat" ? maxFlatExponent : maxLinearExponent);
}

/** Two points are the least for an exponent. */
function formatExponent({ points }: Pick<GrowthSeries, "points">): string {
  return points.length < 2 ? "-" : fitExponent(points).toFixed(2);
}

function inHashes({ points, hashMs }: Pick<GrowthSeries, "points" | "hashMs">): string {
  return hashMs === undefined ? "-" : points.map(({ y }) => (y / hashMs).toFixed(2)).join(" / ");
}

export function formatReport({ machine, measuredAt, emptyRouteMs, hashMs, series }: GrowthReport): string {
  const rows = series.map((each) => [
    each.dimension,
    each.label,
    each.points.map(({ x }) => formatNumber(x)).join(" / "),
    each.points.map(({ y }) => formatNumber(y)).join(" / "),
    inHashes(each),
    formatExponent(each),
    each.expectation === "flat" ? "0" : "≤ 1",
    each.points.length < 2 ? "not measured" : growsTooFast(each) ? "**too fast**" : "as expected",
    String(each.errors),
  ]);
  return [
    `Measured on ${measuredAt}: ${machine}. An empty Worker route costs ${formatNumber(emptyRouteMs)} ms of CPU, an Argon2id hash ${formatNumber(hashMs)} ms.`,
    formatMarkdown(
      ["What grows", "Cost", "sizes", "CPU ms", "Argon2id hashes", "exponent", "expected", "result", "errors"],
      rows,
    ),
  ].join("\n\n");
}

/**
 * Writes growth.json and growth.svg, and the table into growth.md between its markers. Dimensions that the run did not
 * measure keep their figures.
 */
export function writeReport(measured: GrowthReport, folder: string): void {
  const before = JSON.parse(readFileSync(join(folder, "growth.json"), "utf8")) as GrowthReport;
  const isMeasured = (dimension: string) => measured.series.some((each) => each.dimension === dimension);
  const seriesOf = (dimension: string) =>
    (isMeasured(dimension) ? measured : before).series.filter((each) => each.dimension === dimension);
  const dimensions = new Set([...before.series, ...measured.series].map(({ dimension }) => dimension));
  const report = { ...measured, series: [...dimensions].flatMap(seriesOf) };
  writeFileSync(join(folder, "growth.json"), `${JSON.stringify(report, null, 2)}\n`);
  const chart = renderLogLogChart({
    title: "How the CPU of a request grows",
    xAxis: "size, logarithmic",
    yAxis: "CPU ms of one request, all processes, logarithmic",
    series: report.series.map((each) => ({ label: `${each.label}: ${formatExponent(each)}`, points: each.points })),
  });
  writeFileSync(join(folder, "growth.svg"), chart);
  replaceSection(join(folder, "growth.md"), formatReport(report));
}
