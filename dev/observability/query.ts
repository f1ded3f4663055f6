import { type MetricLabels, type MetricName, metrics } from "../../workers/kit/observability/metric-table.ts";

/** The first labels of each point are the Worker and its release: see `metrics.ts`. */
const firstLabelBlob = 3;

type LabelName<N extends MetricName> = keyof MetricLabels<N> & string;
/** Values of a label; `{ not: … }` excludes values. */
type Condition = readonly string[] | { readonly not: readonly string[] };
export type Conditions<N extends MetricName> = { readonly [L in LabelName<N> | "worker"]?: Condition };

/** The weight of a point: Analytics Engine samples by itself, and Workers write one point for several occurrences. */
const weight = "_sample_interval * double2";

/** A query over one metric. The SQL is that of Analytics Engine. `TIME` is replaced by a condition on the time. */
export interface MetricQuery {
  readonly metric: MetricName;
  readonly select: string;
  readonly where: string;
}

/** Returns the column of a label. Throws for a label that the metric does not have. */
function columnOf(metric: MetricName, label: string): string {
  if (label === "worker") return "blob1";
  if (label === "release") return "blob2";
  const index = (metrics[metric].labels as readonly string[]).indexOf(label);
  if (index < 0) throw new Error(`${metric} has no label ${label}`);
  return `blob${index + firstLabelBlob}`;
}

/** Counts occurrences. */
export function count<N extends MetricName>(metric: N, conditions: Conditions<N> = {}): MetricQuery {
  return { metric, select: `SUM(${weight})`, where: toWhere(metric, conditions) };
}

/** Adds up the values of all occurrences. */
export function sum<N extends MetricName>(metric: N, conditions: Conditions<N> = {}): MetricQuery {
  return { metric, select: `SUM(${weight} * double1)`, where: toWhere(metric, conditions) };
}

/** Returns the largest value, for gauges. */
export function max<N extends MetricName>(metric: N, conditions: Conditions<N> = {}): MetricQuery {
  return { metric, select: "MAX(double1)", where: toWhere(metric, conditions) };
}

export function quantile<N extends MetricName>(level: number, metric: N, conditions: Conditions<N> = {}): MetricQuery {
  const select = `quantileExactWeighted(${level})(double1, _sample_interval)`;
  return { metric, select, where: toWhere(metric, conditions) };
}

/** Returns the share of occurrences with a property, from 0 to 1. With fewer occurrences than `minimum`, it is 0. */
export function share<N extends MetricName>(
  metric: N,
  part: Conditions<N> | { readonly slowerThanMs: number },
  conditions: Conditions<N> = {},
  minimum = 0,
): MetricQuery {
  const isPart =
    "slowerThanMs" in part ? `double1 > ${part.slowerThanMs}` : toConditions(metric, part as Conditions<N>);
  const partSum = `SUM(IF(${isPart}, ${weight}, 0))`;
  const enough = minimum === 0 ? "" : `IF(SUM(${weight}) >= ${minimum}, `;
  const select = `${enough}${partSum} / SUM(${weight})${minimum === 0 ? "" : ", 0)"}`;
  return { metric, select, where: toWhere(metric, conditions) };
}

function toWhere<N extends MetricName>(metric: N, conditions: Conditions<N>): string {
  const text = toConditions(metric, conditions);
  return `index1 = '${metric}'${text === "" ? "" : ` AND ${text}`}`;
}

function toConditions<N extends MetricName>(metric: N, conditions: Conditions<N>): string {
  return Object.entries(conditions as Readonly<Record<string, Condition>>)
    .map(([label, condition]) => {
      const values = "not" in condition ? condition.not : condition;
      const list = values.map((value) => `'${value}'`).join(", ");
      return `${columnOf(metric, label)} ${"not" in condition ? "NOT IN" : "IN"} (${list})`;
    })
    .join(" AND ");
}

/** The dataset. Staging has `stoa_staging`. */
const dataset = "stoa";

/** Returns the SQL of one number over the last minutes. */
export function toInstantSql({ select, where }: MetricQuery, minutes: number): string {
  return `SELECT ${select} AS value FROM ${dataset} WHERE ${where} AND timestamp > NOW() - INTERVAL '${minutes}' MINUTE`;
}

/** Returns the SQL of a time series for a panel of Grafana, with one line for each value of a label. */
export function toSeriesSql({ metric, select, where }: MetricQuery, by?: string): string {
  const label = by === undefined ? "" : `, ${columnOf(metric, by)} AS label`;
  const group = by === undefined ? "" : ", label";
  return [
    `SELECT intDiv(toUInt32(timestamp), $interval) * $interval AS t${label}, ${select} AS value`,
    `FROM ${dataset} WHERE ${where} AND timestamp >= toDateTime($from) AND timestamp <= toDateTime($to)`,
    `GROUP BY t${group} ORDER BY t`,
  ].join(" ");
}
