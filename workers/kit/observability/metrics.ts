import { log } from "./log.ts";
import { type MetricLabels, type MetricName, metrics } from "./metric-table.ts";
import { getResource } from "./resource.ts";

/** A data point of Analytics Engine. */
export interface MetricPoint {
  /** The name of the metric. Analytics Engine samples each index by itself. */
  readonly indexes: readonly [string];
  /** The Worker, its release, and the labels of the metric in the order of the table. */
  readonly blobs: readonly string[];
  /** The value, and the number of occurrences that the point stands for. */
  readonly doubles: readonly [number, number];
}

/** Analytics Engine's binding. It returns nothing and does not wait for the network. */
export interface MetricSink {
  writeDataPoint(point: MetricPoint): unknown;
}

export interface MetricSettings {
  readonly sink: MetricSink | undefined;
  /** The share of successful operations that are recorded, from 0 to 1: for metrics with `isSampled`. */
  readonly sampleRate: number;
}

let settings: MetricSettings = { sink: undefined, sampleRate: 1 };

/** Sets where points are written. Without a sink, nothing is recorded. */
export function setMetricSink(changed: MetricSettings): void {
  settings = changed;
}

/** Returns the sink of the bindings of a Worker. In local development, `METRICS_LOG = "on"` writes points to the log. */
export function readMetricSettings(env: object): MetricSettings {
  const { METRICS, METRICS_LOG, METRICS_SAMPLE_RATE } = env as {
    METRICS?: MetricSink;
    METRICS_LOG?: string;
    METRICS_SAMPLE_RATE?: string;
  };
  const rate = Number(METRICS_SAMPLE_RATE ?? 1);
  const sink = METRICS ?? (METRICS_LOG === "on" ? logSink : undefined);
  return { sink, sampleRate: rate > 0 && rate <= 1 ? rate : 1 };
}

const logSink: MetricSink = {
  writeDataPoint: ({ indexes: [metric], blobs, doubles: [value, weight] }) => {
    log("info", "metric", { metric, labels: blobs.slice(2), value, weight });
  },
};

/**
 * Records a point. Never throws and never waits: a sink that fails or hangs costs the request nothing, and the point is lost.
 * `isFailure` points are never sampled out.
 */
export function recordMetric<N extends MetricName>(
  name: N,
  value: number,
  labels: MetricLabels<N>,
  isFailure = false,
): void {
  const { sink, sampleRate } = settings;
  if (sink === undefined) return;
  const definition: { readonly labels: readonly string[]; readonly isSampled?: true } = metrics[name];
  const isSampled = definition.isSampled === true && !isFailure && sampleRate < 1;
  if (isSampled && Math.random() >= sampleRate) return;
  const { service, version = "" } = getResource();
  const blobs = [service, version];
  for (const label of definition.labels) blobs.push((labels as Readonly<Record<string, string>>)[label] ?? "");
  try {
    const result = sink.writeDataPoint({ indexes: [name], blobs, doubles: [value, isSampled ? 1 / sampleRate : 1] });
    // A sink in another Worker returns a promise. No one waits for it, and its failure is ignored.
    if (result !== undefined) Promise.resolve(result).catch(() => {});
  } catch {
    // The point is lost. Its log line remains.
  }
}
