import { type LogFieldName, type LogFields, logFields } from "./log-fields.ts";

/** The part of the platform's `tracing` that Workers use. */
interface PlatformTracing {
  getActiveSpan(): PlatformSpan | undefined;
  enterSpan<T>(name: string, callback: (span: PlatformSpan) => T): T;
}

/** A span of the platform. */
export interface PlatformSpan {
  readonly isTraced: boolean;
  setAttributes(attributes: Record<string, string | number | boolean | undefined>): unknown;
}

let tracing: PlatformTracing | undefined;

/** Sets the tracing of the platform, which only the entry of a Worker imports. Without it, spans have no attributes. */
export function setPlatformTracing(platform: PlatformTracing): void {
  tracing = platform;
}

/**
 * Copies the fields of a log line to a span of the platform, by default the active one. The platform starts a new trace for an
 * alarm, a queue, a cron job and a webhook. `stoa.trace_id` and `stoa.order_id` join them.
 */
export function setPlatformAttributes(fields: LogFields, span = tracing?.getActiveSpan()): void {
  if (span?.isTraced !== true) return;
  const attributes: Record<string, string | number | boolean> = {};
  for (const key in fields) {
    const value = fields[key as LogFieldName];
    if (value !== undefined)
      attributes[logFields[key as LogFieldName]] = isScalar(value) ? value : JSON.stringify(value);
  }
  span.setAttributes(attributes);
}

/** Runs work in a span of the platform. The span is undefined without `setPlatformTracing`. */
export function inPlatformSpan<T>(name: string, work: (span: PlatformSpan | undefined) => T): T {
  return tracing === undefined ? work(undefined) : tracing.enterSpan(name, work);
}

function isScalar(value: unknown): value is string | number | boolean {
  return typeof value !== "object";
}
