interface Metric {
  readonly meaning: string;
  readonly unit: "ms" | "1" | "s" | "minor units";
  /** `count`: each point is an occurrence. `gauge`: the latest point is the state. `duration`: the value is a time. */
  readonly type: "count" | "gauge" | "duration";
  /** Text with few values. Never ids of orders, accounts or SKUs. The first is `blob3`: see `metrics.ts`. */
  readonly labels: readonly string[];
  /** Points of successful operations may be sampled: `METRICS_SAMPLE_RATE`. Points of failures never are. */
  readonly isSampled?: true;
}

/** All metrics of Stoa. Alerts and dashboards use no other names: a test compares them with this table. */
export const metrics = {
  "http.server.request.duration": {
    meaning: "a request, as measured at the gateway. `code` is the first error code, or `ok`",
    unit: "ms",
    type: "duration",
    labels: ["operation", "class", "cache", "caller", "code"],
    isSampled: true,
  },
  "rpc.server.duration": {
    meaning: "a call of a service",
    unit: "ms",
    type: "duration",
    labels: ["service", "method", "code"],
    isSampled: true,
  },
  "stoa.upstream.duration": {
    meaning: "a call to a dependency: sql, redis, stripe, search, http",
    unit: "ms",
    type: "duration",
    labels: ["kind", "code"],
    isSampled: true,
  },
  "stoa.breaker.change": {
    meaning: "a circuit breaker of an isolate changed its state",
    unit: "1",
    type: "count",
    labels: ["dependency", "state"],
  },
  "stoa.admission.shed": {
    meaning: "a request was refused because the isolate is overloaded",
    unit: "1",
    type: "count",
    labels: ["class"],
  },
  "stoa.quota.refused": {
    meaning: "a request was refused by a limit of its caller: `address` or a quota",
    unit: "1",
    type: "count",
    labels: ["kind"],
  },
  "stoa.effect.duration": {
    meaning: "an attempt of an effect of an order",
    unit: "ms",
    type: "duration",
    labels: ["effect", "outcome"],
  },
  "stoa.effect.attempts": {
    meaning: "the attempts of an effect that needed more than one, at its end",
    unit: "1",
    type: "count",
    labels: ["effect", "outcome"],
  },
  "stoa.effect.lateness": {
    meaning: "how long after its due time a repeated attempt of an effect began",
    unit: "ms",
    type: "duration",
    labels: ["effect"],
  },
  "stoa.wake": {
    meaning: "an order's object ran without a command",
    unit: "ms",
    type: "duration",
    labels: ["trigger", "outcome"],
  },
  "stoa.order.placed": { meaning: "an order was placed", unit: "1", type: "count", labels: ["currency"] },
  "stoa.order.outcome": {
    meaning: "an order was confirmed, rejected, cancelled or refunded. `reason` is the code of a rejection",
    unit: "1",
    type: "count",
    labels: ["outcome", "reason"],
  },
  "stoa.order.time_to_outcome": {
    meaning:
      "from the placement of an order to its confirmation or rejection, without orders that waited for the buyer",
    unit: "ms",
    type: "duration",
    labels: ["outcome"],
  },
  "stoa.order.needs_attention": {
    meaning: "an effect was given up. Staff must decide",
    unit: "1",
    type: "count",
    labels: ["effect"],
  },
  "stoa.order.cannot_open": {
    meaning: "the log of an order cannot be read, or the configuration is invalid",
    unit: "1",
    type: "count",
    labels: [],
  },
  "stoa.payment.result": {
    meaning:
      "the payment provider's result: authorized, captured, declined, voided, refunded. `code` is the code of a decline",
    unit: "1",
    type: "count",
    labels: ["result", "code"],
  },
  "stoa.revenue": {
    meaning: "the captured amount of an order",
    unit: "minor units",
    type: "count",
    labels: ["currency"],
  },
  "stoa.order.overdue.count": {
    meaning: "orders that should have been settled by now",
    unit: "1",
    type: "gauge",
    labels: [],
  },
  "stoa.order.overdue.age": {
    meaning: "the age of the oldest of them",
    unit: "s",
    type: "gauge",
    labels: [],
  },
  "stoa.order.attention.count": {
    meaning: "orders that wait for a decision of staff, at most 1000",
    unit: "1",
    type: "gauge",
    labels: [],
  },
  "stoa.dead_letter.open.count": {
    meaning: "stored dead letters that were not sent again, at most 1000",
    unit: "1",
    type: "gauge",
    labels: [],
  },
  "stoa.outbox.depth": {
    meaning: "rows of the outbox of `service`, at most 10000. `state` is `pending` or `rejected`",
    unit: "1",
    type: "gauge",
    labels: ["state"],
  },
  "stoa.outbox.age": {
    meaning: "the age of the oldest pending row of the outbox of `service`",
    unit: "s",
    type: "gauge",
    labels: [],
  },
  "stoa.task.duration": {
    meaning: "a task of the account service's outbox, such as a mail",
    unit: "ms",
    type: "duration",
    labels: ["task", "outcome"],
  },
  "stoa.queue.batch.size": {
    meaning: "the messages of a batch. `outcome` is `ok` or `retry`",
    unit: "1",
    type: "count",
    labels: ["queue", "outcome"],
  },
  "stoa.queue.message.age": {
    meaning: "the age of the oldest message of a batch",
    unit: "ms",
    type: "duration",
    labels: ["queue"],
  },
  "stoa.cron.duration": {
    meaning: "a run of the scheduled handler of `service`, also without work",
    unit: "ms",
    type: "duration",
    labels: ["outcome"],
  },
} as const satisfies Readonly<Record<string, Metric>>;

export type MetricName = keyof typeof metrics;

export type MetricLabels<N extends MetricName> = Readonly<Record<(typeof metrics)[N]["labels"][number], string>>;
