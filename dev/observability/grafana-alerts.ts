import { burnRates, causeAlerts, minBurnEvents, type Runbook, slos } from "./alerts.ts";
import { type MetricQuery, toInstantSql } from "./query.ts";

/** The id of the data source of Analytics Engine in Grafana. */
const datasourceUid = "stoa-analytics-engine";

interface Rule {
  readonly name: string;
  readonly severity: "page" | "ticket";
  /** All must be true. */
  readonly conditions: readonly {
    readonly query: MetricQuery;
    readonly minutes: number;
    readonly type: "gt" | "lt";
    readonly value: number;
  }[];
  readonly forMinutes: number;
  readonly runbook: Runbook;
}

/** Returns the alert rules in the format of Grafana's provisioning. */
export function createAlertRules(): object {
  const rules = [...listBurnRules(), ...listCauseRules()];
  return {
    apiVersion: 1,
    groups: [{ orgId: 1, name: "stoa", folder: "Stoa", interval: "1m", rules: rules.map(toGrafanaRule) }],
  };
}

function listBurnRules(): readonly Rule[] {
  return slos.flatMap(({ name, objective, runbook, bad }) =>
    burnRates.map(({ rate, longMinutes, shortMinutes, severity }): Rule => {
      const value = Number((rate * (1 - objective)).toPrecision(3));
      return {
        name: `${name}: budget burns ${rate} times too fast`,
        severity,
        conditions: [longMinutes, shortMinutes].map((minutes) => ({
          query: bad(minBurnEvents),
          minutes,
          type: "gt" as const,
          // A share above 1 does not exist. A fast burn of a loose objective means that almost all events are bad.
          value: Math.min(value, 0.9),
        })),
        forMinutes: 2,
        runbook,
      };
    }),
  );
}

function listCauseRules(): readonly Rule[] {
  return causeAlerts.map(({ name, severity, runbook, query, minutes, condition, threshold, forMinutes }) => ({
    name,
    severity,
    conditions: [{ query, minutes, type: condition === "above" ? ("gt" as const) : ("lt" as const), value: threshold }],
    forMinutes,
    runbook,
  }));
}

function toGrafanaRule({ name, severity, conditions, forMinutes, runbook }: Rule): object {
  const queries = conditions.map(({ query, minutes }, index) => ({
    refId: String.fromCharCode(65 + index),
    relativeTimeRange: { from: minutes * 60, to: 0 },
    datasourceUid,
    model: { query: toInstantSql(query, minutes), format: "table" },
  }));
  const expression = conditions
    .map(({ type, value }, index) => `$${String.fromCharCode(65 + index)} ${type === "gt" ? ">" : "<"} ${value}`)
    .join(" && ");
  return {
    uid: toUid(name),
    title: name,
    condition: "Z",
    data: [...queries, { refId: "Z", datasourceUid: "__expr__", model: { type: "math", expression } }],
    // "No data" of a heartbeat is a failure; of a count it means zero.
    noDataState: conditions.some(({ type }) => type === "lt") ? "Alerting" : "OK",
    execErrState: "Error",
    for: `${forMinutes}m`,
    labels: { severity, owner: "shop" },
    annotations: { summary: name, runbook_url: `docs/operating/${runbook}.md` },
  };
}

/** Grafana accepts 40 characters. */
function toUid(name: string): string {
  return name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .slice(0, 40);
}
