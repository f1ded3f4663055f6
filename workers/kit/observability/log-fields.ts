/**
 * The fields of log lines: the name in the code, and the name in the line. Names follow the semantic conventions of
 * OpenTelemetry where they have one. Names of this project begin with `stoa.`.
 */
export const logFields = {
  about: "stoa.about",
  account: "user.id",
  address: "stoa.client.address_hash",
  attempt: "stoa.attempt",
  attempts: "stoa.attempts",
  cacheStatus: "stoa.cache.status",
  caller: "stoa.caller",
  cancelled: "stoa.orders.cancelled",
  change: "stoa.change",
  changes: "stoa.changes",
  code: "stoa.code",
  confirmed: "stoa.orders.confirmed",
  consumer: "stoa.consumer",
  cost: "stoa.cost",
  cron: "faas.cron",
  dependency: "stoa.dependency",
  effect: "stoa.effect",
  error: "exception.message",
  errorCodes: "stoa.error.codes",
  errorType: "error.type",
  events: "stoa.events",
  failedTasks: "stoa.failed_tasks",
  httpMethod: "http.request.method",
  id: "stoa.id",
  incident: "stoa.incident",
  key: "stoa.effect.key",
  labels: "stoa.metric.labels",
  lateness: "stoa.lateness_ms",
  links: "stoa.links",
  memberState: "stoa.member_state",
  messageId: "messaging.message.id",
  messages: "messaging.batch.message_count",
  method: "rpc.method",
  metric: "stoa.metric",
  ms: "duration_ms",
  operation: "stoa.operation",
  operationName: "graphql.operation.name",
  operationType: "graphql.operation.type",
  orderId: "stoa.order_id",
  orderStatus: "stoa.order.status",
  outcome: "stoa.outcome",
  parentSpanId: "stoa.parent_span_id",
  priorityClass: "stoa.class",
  queue: "messaging.destination.name",
  reason: "stoa.reason",
  reference: "stoa.reference",
  released: "stoa.released",
  reservationId: "stoa.reservation_id",
  route: "http.route",
  rpcCode: "rpc.connect_rpc.error_code",
  rpcService: "rpc.service",
  session: "stoa.session",
  sold: "stoa.sold",
  spanId: "stoa.span_id",
  status: "http.response.status_code",
  subscribers: "stoa.subscribers",
  task: "stoa.task",
  template: "stoa.template",
  tokenId: "stoa.token_id",
  traceId: "stoa.trace_id",
  trigger: "stoa.trigger",
  type: "stoa.type",
  upstream: "stoa.upstream",
  userErrorCodes: "stoa.user_error.codes",
  userId: "stoa.user_id",
  value: "stoa.metric.value",
  weight: "stoa.metric.weight",
} as const;

export type LogFieldName = keyof typeof logFields;

/** What an operation spent on the calls of one kind. */
export interface UpstreamCalls {
  /** The number of calls. */
  n: number;
  /** The sum of their durations. Concurrent calls are counted each. */
  ms: number;
}

export type LogValue = string | number | boolean | readonly string[] | Readonly<Record<string, UpstreamCalls>>;

export type LogFields = { readonly [K in LogFieldName]?: LogValue | undefined };

interface OperationLine {
  /** The Worker that writes the line; `kit` for all Workers. */
  readonly source: "gateway" | "account" | "catalog" | "order" | "kit";
  readonly levels: readonly ("info" | "warn" | "error")[];
  /** The fields that every such line has. */
  readonly always: readonly LogFieldName[];
  readonly sometimes: readonly LogFieldName[];
}

/**
 * The lines of operations: one for each request, call, attempt of an effect, task, run of a cron job and batch of a queue. Each is
 * a span of a trace: it has an id, a parent, a start and a duration.
 */
export const operationLines = {
  request: {
    source: "gateway",
    levels: ["info", "warn"],
    always: ["httpMethod", "route", "status", "caller", "cacheStatus"],
    sometimes: [
      "account",
      "address",
      "tokenId",
      "operationName",
      "operationType",
      "priorityClass",
      "cost",
      "errorType",
      "errorCodes",
      "userErrorCodes",
    ],
  },
  rpc: {
    source: "kit",
    levels: ["info", "error"],
    always: ["rpcService", "method", "rpcCode"],
    sometimes: ["messages", "error", "orderId", "links"],
  },
  effect: {
    source: "order",
    levels: ["info", "warn"],
    always: ["orderId", "effect", "key", "attempt", "outcome"],
    sometimes: ["reason", "lateness"],
  },
  wake: {
    source: "order",
    levels: ["info", "error"],
    always: ["orderId", "trigger", "outcome"],
    sometimes: ["links", "error"],
  },
  task: {
    source: "account",
    levels: ["info", "warn"],
    always: ["task", "id", "attempts", "outcome"],
    sometimes: ["error", "orderId"],
  },
  cron: {
    source: "kit",
    levels: ["info", "error"],
    always: ["cron", "outcome"],
    sometimes: ["failedTasks"],
  },
  batch: {
    source: "kit",
    levels: ["info", "warn"],
    always: ["queue", "messages", "attempts", "outcome", "lateness"],
    sometimes: ["links", "confirmed", "cancelled", "error"],
  },
} as const satisfies Readonly<Record<string, OperationLine>>;

export type OperationName = keyof typeof operationLines;

/** The fields that `endOperation` adds to the line of each operation. */
export const spanFields = [
  "ms",
  "traceId",
  "spanId",
  "parentSpanId",
  "upstream",
] as const satisfies readonly LogFieldName[];
