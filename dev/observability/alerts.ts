import { count, type MetricQuery, max, quantile, share } from "./query.ts";

/** Codes of errors that are not the client's. */
const serverFaults = ["INTERNAL", "UNAVAILABLE"] as const;
/** The refusal of an overloaded isolate has the code UNAVAILABLE too. */
const bad = { code: serverFaults };

/** A page of docs/operating. It names the alerts that lead to it under "How it is noticed". */
export type Runbook =
  | "checkout-is-closed"
  | "dead-letters"
  | "orders-do-not-progress"
  | "orders-need-attention"
  | "release-and-rollback"
  | "search-down"
  | "stripe-incident";

/** A service level objective over 30 days. `bad` is the share of events that are not as promised. */
export interface Slo {
  readonly name: string;
  readonly objective: number;
  readonly meaning: string;
  readonly runbook: Runbook;
  readonly bad: (minimum: number) => MetricQuery;
}

const request = "http.server.request.duration";

export const slos: readonly Slo[] = [
  {
    name: "checkout availability",
    objective: 0.999,
    meaning:
      "`placeOrder` without INTERNAL or UNAVAILABLE. An error of the buyer, such as a declined card, does not count against it",
    runbook: "checkout-is-closed",
    bad: (minimum) => share(request, bad, { operation: ["placeOrder"] }, minimum),
  },
  {
    name: "browse availability",
    objective: 0.999,
    meaning: "lists, products and searches, with the same codes",
    runbook: "checkout-is-closed",
    bad: (minimum) => share(request, bad, { class: ["browse", "search"] }, minimum),
  },
  {
    name: "checkout latency",
    objective: 0.95,
    meaning: "`placeOrder` within 2 s, as measured at the gateway",
    runbook: "checkout-is-closed",
    bad: (minimum) => share(request, { slowerThanMs: 2_000 }, { operation: ["placeOrder"] }, minimum),
  },
  {
    name: "list latency",
    objective: 0.95,
    meaning: "lists of products within 300 ms",
    runbook: "checkout-is-closed",
    bad: (minimum) => share(request, { slowerThanMs: 300 }, { operation: ["products"] }, minimum),
  },
  {
    name: "freshness",
    objective: 0.99,
    meaning: "orders confirmed or rejected within 60 s. Orders that wait for the buyer do not count",
    runbook: "orders-do-not-progress",
    bad: (minimum) => share("stoa.order.time_to_outcome", { slowerThanMs: 60_000 }, {}, minimum),
  },
];

/** An alert needs both windows: the long one shows that much is lost, the short one that it still is. */
export const burnRates = [
  { rate: 14.4, longMinutes: 60, shortMinutes: 5, severity: "page" },
  { rate: 6, longMinutes: 360, shortMinutes: 30, severity: "page" },
  { rate: 3, longMinutes: 1_440, shortMinutes: 120, severity: "ticket" },
  { rate: 1, longMinutes: 4_320, shortMinutes: 360, severity: "ticket" },
] as const;

/** A burn rate of few events says nothing. */
export const minBurnEvents = 20;

export interface CauseAlert {
  /** The heading of its row in docs/observability.md. */
  readonly name: string;
  readonly severity: "page" | "ticket";
  readonly runbook: Runbook;
  readonly query: MetricQuery;
  /** The window of the query. */
  readonly minutes: number;
  readonly condition: "above" | "below";
  readonly threshold: number;
  /** How long the condition must hold. */
  readonly forMinutes: number;
}

const once = { condition: "above", threshold: 0, minutes: 5, forMinutes: 0 } as const;

export const causeAlerts: readonly CauseAlert[] = [
  {
    name: "order needs attention",
    severity: "page",
    runbook: "orders-need-attention",
    query: count("stoa.order.needs_attention"),
    ...once,
  },
  {
    name: "order cannot be opened",
    severity: "page",
    runbook: "release-and-rollback",
    query: count("stoa.order.cannot_open"),
    ...once,
  },
  {
    name: "orders are stuck",
    severity: "page",
    runbook: "orders-do-not-progress",
    query: max("stoa.order.overdue.age"),
    condition: "above",
    threshold: 120,
    minutes: 3,
    forMinutes: 2,
  },
  {
    name: "outbox is late",
    severity: "page",
    runbook: "search-down",
    query: max("stoa.outbox.age"),
    condition: "above",
    threshold: 30,
    minutes: 3,
    forMinutes: 3,
  },
  {
    name: "changes are rejected",
    severity: "ticket",
    runbook: "search-down",
    query: max("stoa.outbox.depth", { state: ["rejected"] }),
    ...once,
  },
  {
    name: "dead letters",
    severity: "ticket",
    runbook: "dead-letters",
    query: max("stoa.dead_letter.open.count"),
    ...once,
  },
  {
    name: "queue is late",
    severity: "ticket",
    runbook: "dead-letters",
    query: max("stoa.queue.message.age"),
    condition: "above",
    threshold: 60_000,
    minutes: 10,
    forMinutes: 5,
  },
  ...["account", "catalog", "order"].map(
    (worker): CauseAlert => ({
      name: `cron of ${worker} is missing`,
      severity: "page",
      runbook: "orders-do-not-progress",
      query: count("stoa.cron.duration", { worker: [worker], outcome: ["ok"] }),
      condition: "below",
      threshold: 1,
      minutes: 4,
      forMinutes: 0,
    }),
  ),
  {
    name: "no order is confirmed",
    severity: "page",
    runbook: "checkout-is-closed",
    query: count("stoa.order.outcome", { outcome: ["confirmed"] }),
    condition: "below",
    threshold: 1,
    minutes: 30,
    forMinutes: 5,
  },
  {
    name: "orders are slow",
    severity: "page",
    runbook: "checkout-is-closed",
    query: quantile(0.95, request, { operation: ["placeOrder"], code: ["ok"] }),
    condition: "above",
    threshold: 3_000,
    minutes: 10,
    forMinutes: 5,
  },
  {
    name: "payments are declined",
    severity: "page",
    runbook: "stripe-incident",
    query: share("stoa.payment.result", { result: ["declined"] }, { result: ["authorized", "declined"] }, 20),
    condition: "above",
    threshold: 0.5,
    minutes: 15,
    forMinutes: 5,
  },
  {
    name: "Stripe limits the rate",
    severity: "ticket",
    runbook: "stripe-incident",
    query: count("stoa.upstream.duration", { kind: ["stripe"], code: ["429"] }),
    condition: "above",
    threshold: 20,
    minutes: 5,
    forMinutes: 0,
  },
  {
    name: "effects fail",
    severity: "ticket",
    runbook: "orders-do-not-progress",
    query: share("stoa.effect.duration", { outcome: ["retry"] }, { effect: { not: ["awaitPayment"] } }, 50),
    condition: "above",
    threshold: 0.2,
    minutes: 10,
    forMinutes: 5,
  },
  {
    name: "a dependency is down",
    severity: "page",
    runbook: "checkout-is-closed",
    query: share("stoa.upstream.duration", { code: { not: ["ok"] } }, { kind: ["sql", "redis", "stripe"] }, 20),
    condition: "above",
    threshold: 0.1,
    minutes: 5,
    forMinutes: 2,
  },
  {
    name: "requests are shed",
    severity: "page",
    runbook: "checkout-is-closed",
    query: count("stoa.admission.shed", { class: ["checkout", "cart"] }),
    condition: "above",
    threshold: 10,
    minutes: 5,
    forMinutes: 2,
  },
  {
    name: "mails fail",
    severity: "ticket",
    runbook: "dead-letters",
    query: share("stoa.task.duration", { outcome: ["retry", "dropped"] }, { task: ["sendMail", "sendOrderEmail"] }, 20),
    condition: "above",
    threshold: 0.2,
    minutes: 15,
    forMinutes: 5,
  },
];
