import { AsyncLocalStorage } from "node:async_hooks";
import { type LogLevel, log } from "./log.ts";
import type { LogFields, OperationName, operationLines, UpstreamCalls } from "./log-fields.ts";
import { recordMetric } from "./metrics.ts";
import { recordOperation } from "./operation-metrics.ts";
import { type PlatformSpan, setPlatformAttributes } from "./platform-tracing.ts";
import type { Trace } from "./trace.ts";

/** The kinds of calls to others that an operation counts. */
export type UpstreamKind = "sql" | "redis" | "rpc" | "stripe" | "search" | "http" | "queue";

type FieldsOf<N extends OperationName> = {
  -readonly [K in (typeof operationLines)[N]["always" | "sometimes"][number]]?: LogFields[K];
};

/** A unit of work that writes one log line and is one span of a trace. */
export interface Operation<N extends OperationName = OperationName> {
  readonly name: N;
  readonly trace: Trace;
  readonly startedAt: number;
  /** Filled while the operation runs. */
  readonly fields: FieldsOf<N>;
  upstream?: Partial<Record<UpstreamKind, UpstreamCalls>>;
}

const current = new AsyncLocalStorage<Operation>();

/** Starts an operation. It ends with `endOperation`. */
export function startOperation<N extends OperationName>(name: N, trace: Trace, startedAt = Date.now()): Operation<N> {
  return { name, trace, startedAt, fields: {} };
}

/** Runs work as a part of an operation: its calls to others are counted, and `annotate` adds fields to its line. */
export function runInOperation<T>(operation: Operation, work: () => T): T {
  return current.run(operation, work);
}

/** Returns the operation that the caller is a part of. */
export function findOperation(): Operation | undefined {
  return current.getStore();
}

/** Adds fields to the line of the current operation, if it has this name. */
export function annotate<N extends OperationName>(name: N, fields: FieldsOf<N>): void {
  const operation = current.getStore();
  if (operation?.name === name) Object.assign(operation.fields, fields);
}

/** Adds the code of an error to the line of the current request. The first one is its `error.type`. */
export function noteErrorCode(code: string, field: "errorCodes" | "userErrorCodes" = "errorCodes"): void {
  const operation = current.getStore();
  if (operation?.name !== "request") return;
  const { fields } = operation as Operation<"request">;
  const codes = (fields[field] ?? []) as readonly string[];
  if (field === "errorCodes") fields.errorType ??= code;
  if (!codes.includes(code)) fields[field] = [...codes, code];
}

/** Counts a call to another service in the current operation. `code` is `ok`, or says how the call failed. */
export function countUpstream(kind: UpstreamKind, startedAt: number, code = "ok"): void {
  const ms = Date.now() - startedAt;
  // The called Worker records its own calls.
  if (kind !== "rpc") recordMetric("stoa.upstream.duration", ms, { kind, code }, code !== "ok");
  const operation = current.getStore();
  if (operation === undefined) return;
  operation.upstream ??= {};
  const calls = operation.upstream[kind];
  if (calls === undefined) operation.upstream[kind] = { n: 1, ms };
  else {
    calls.n++;
    calls.ms += ms;
  }
}

/** Runs a call to another service and counts it in the current operation. */
export async function countingUpstream<T>(kind: UpstreamKind, call: () => Promise<T>): Promise<T> {
  const startedAt = Date.now();
  try {
    const result = await call();
    countUpstream(kind, startedAt);
    return result;
  } catch (error) {
    countUpstream(kind, startedAt, "error");
    throw error;
  }
}

/** Writes the line of an operation, and copies its fields to a span of the platform, by default the active one. */
export function endOperation<N extends OperationName>(
  { name, trace, startedAt, fields, upstream }: Operation<N>,
  level: LogLevel,
  span?: PlatformSpan,
): void {
  const { traceId, spanId, parentSpanId } = trace;
  const ms = Date.now() - startedAt;
  const line: LogFields = { ...fields, ms, traceId, spanId, parentSpanId, upstream };
  log(level, name, line);
  setPlatformAttributes(line, span);
  recordOperation(name, fields, ms);
}
