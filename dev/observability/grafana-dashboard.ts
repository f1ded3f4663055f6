import type { MetricName } from "../../workers/kit/observability/metric-table.ts";
import { slos } from "./alerts.ts";
import { count, type MetricQuery, max, quantile, share, sum, toSeriesSql } from "./query.ts";

interface Panel {
  readonly title: string;
  readonly unit: "reqps" | "ms" | "percentunit" | "short" | "s";
  readonly query: MetricQuery;
  /** One line for each value of this label. */
  readonly by?: string;
}

const request = "http.server.request.duration" satisfies MetricName;

const rows: Readonly<Record<string, readonly Panel[]>> = {
  "Service levels": slos.map(({ name, bad }) => ({ title: `Bad events: ${name}`, unit: "percentunit", query: bad(0) })),
  "Golden signals": [
    { title: "Requests by operation", unit: "short", query: count(request), by: "operation" },
    { title: "Requests by error code", unit: "short", query: count(request, { code: { not: ["ok"] } }), by: "code" },
    { title: "p95 by operation", unit: "ms", query: quantile(0.95, request, { code: ["ok"] }), by: "operation" },
    { title: "Requests by caller", unit: "short", query: count(request), by: "caller" },
    {
      title: "Cache hit rate",
      unit: "percentunit",
      query: share(request, { cache: ["HIT_MEMORY", "HIT_COLO", "HIT_REDIS"] }, { cache: { not: ["BYPASS"] } }),
    },
    { title: "Releases", unit: "short", query: count(request), by: "release" },
    { title: "Calls by method: p95", unit: "ms", query: quantile(0.95, "rpc.server.duration"), by: "method" },
    {
      title: "Failed calls by method",
      unit: "short",
      query: count("rpc.server.duration", { code: ["internal", "unknown", "unavailable", "deadline_exceeded"] }),
      by: "method",
    },
  ],
  Orders: [
    { title: "Placed", unit: "short", query: count("stoa.order.placed"), by: "currency" },
    { title: "By outcome", unit: "short", query: count("stoa.order.outcome"), by: "outcome" },
    {
      title: "Rejections by reason",
      unit: "short",
      query: count("stoa.order.outcome", { outcome: ["rejected"] }),
      by: "reason",
    },
    {
      title: "Time to the outcome: p95",
      unit: "ms",
      query: quantile(0.95, "stoa.order.time_to_outcome"),
      by: "outcome",
    },
    { title: "Payments by result", unit: "short", query: count("stoa.payment.result"), by: "result" },
    { title: "Revenue in minor units", unit: "short", query: sum("stoa.revenue"), by: "currency" },
  ],
  Saga: [
    { title: "Effects: p95", unit: "ms", query: quantile(0.95, "stoa.effect.duration"), by: "effect" },
    {
      title: "Failed attempts",
      unit: "short",
      query: count("stoa.effect.duration", { outcome: ["retry"] }),
      by: "effect",
    },
    {
      title: "Attempts of repeated effects: p95",
      unit: "short",
      query: quantile(0.95, "stoa.effect.attempts"),
      by: "effect",
    },
    {
      title: "Lateness of repeated attempts: p95",
      unit: "ms",
      query: quantile(0.95, "stoa.effect.lateness"),
      by: "effect",
    },
    { title: "Objects woken", unit: "short", query: count("stoa.wake"), by: "trigger" },
    { title: "Effects given up", unit: "short", query: count("stoa.order.needs_attention"), by: "effect" },
    { title: "Orders that cannot be opened", unit: "short", query: count("stoa.order.cannot_open") },
  ],
  Backlog: [
    { title: "Orders that need attention", unit: "short", query: max("stoa.order.attention.count") },
    { title: "Overdue orders", unit: "short", query: max("stoa.order.overdue.count") },
    { title: "Oldest overdue order", unit: "s", query: max("stoa.order.overdue.age") },
    { title: "Outbox: rows", unit: "short", query: max("stoa.outbox.depth"), by: "worker" },
    { title: "Outbox: oldest row", unit: "s", query: max("stoa.outbox.age"), by: "worker" },
    { title: "Queues: messages", unit: "short", query: sum("stoa.queue.batch.size"), by: "queue" },
    { title: "Queues: age of messages", unit: "ms", query: max("stoa.queue.message.age"), by: "queue" },
    { title: "Dead letters", unit: "short", query: max("stoa.dead_letter.open.count") },
    { title: "Tasks and mails by outcome", unit: "short", query: count("stoa.task.duration"), by: "outcome" },
    { title: "Cron runs", unit: "short", query: count("stoa.cron.duration", { outcome: ["ok"] }), by: "worker" },
  ],
  Dependencies: [
    { title: "Calls: p95", unit: "ms", query: quantile(0.95, "stoa.upstream.duration"), by: "kind" },
    {
      title: "Failed calls",
      unit: "short",
      query: count("stoa.upstream.duration", { code: { not: ["ok"] } }),
      by: "kind",
    },
    {
      title: "Circuit breakers that opened",
      unit: "short",
      query: count("stoa.breaker.change", { state: ["open"] }),
      by: "dependency",
    },
    { title: "Requests shed", unit: "short", query: count("stoa.admission.shed"), by: "class" },
    { title: "Requests refused by a limit", unit: "short", query: count("stoa.quota.refused"), by: "kind" },
  ],
};

const columns = 3;
const [width, height] = [8, 8];

/** Returns the dashboard in Grafana's format. */
export function createDashboard(): object {
  let y = 0;
  let id = 0;
  const panels = Object.entries(rows).flatMap(([title, charts]) => {
    const head = {
      id: ++id,
      type: "row",
      title,
      collapsed: false,
      gridPos: { x: 0, y, w: columns * width, h: 1 },
      panels: [],
    };
    const placed = charts.map((panel, index) => {
      const gridPos = {
        x: (index % columns) * width,
        y: y + 1 + Math.floor(index / columns) * height,
        w: width,
        h: height,
      };
      return toGrafanaPanel(panel, ++id, gridPos);
    });
    y += 1 + Math.ceil(charts.length / columns) * height;
    return [head, ...placed];
  });
  return {
    uid: "stoa",
    title: "Stoa",
    schemaVersion: 41,
    refresh: "1m",
    time: { from: "now-6h", to: "now" },
    timezone: "browser",
    templating: {
      list: [
        {
          name: "datasource",
          type: "datasource",
          query: "vertamedia-clickhouse-datasource",
          label: "Analytics Engine",
        },
        {
          name: "interval",
          type: "custom",
          query: "60,300,3600",
          label: "Seconds of a point",
          current: { text: "60", value: "60" },
        },
      ],
    },
    panels,
  };
}

function toGrafanaPanel({ title, unit, query, by }: Panel, id: number, gridPos: object): object {
  const datasource = { type: "vertamedia-clickhouse-datasource", uid: "$datasource" };
  return {
    id,
    type: "timeseries",
    title,
    datasource,
    gridPos,
    fieldConfig: { defaults: { unit, min: 0 }, overrides: [] },
    targets: [{ refId: "A", datasource, rawQuery: true, format: "time_series", query: toSeriesSql(query, by) }],
  };
}
