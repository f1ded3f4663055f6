/** A W3C trace context: one trace id from the edge to the last effect, one span id for each piece of work. */
export interface Trace {
  readonly traceId: string;
  readonly spanId: string;
}

const none = "0".repeat(32);

/** The trace that a header names; undefined when there is none or it is malformed. */
export function findTraceId(traceparent: string | null | undefined): string | undefined {
  const traceId = /^00-([0-9a-f]{32})-[0-9a-f]{16}-[0-9a-f]{2}$/.exec(traceparent ?? "")?.[1];
  return traceId === none ? undefined : traceId;
}

/** Continues the caller's trace with a span of its own, or begins one where there is none or it is malformed. */
export function continueTrace(traceparent: string | null | undefined): Trace {
  const random = crypto.randomUUID().replaceAll("-", "");
  return { traceId: findTraceId(traceparent) ?? random, spanId: random.slice(-16) };
}

/** The header to send on. */
export function traceparentOf(trace: Trace): string {
  return `00-${trace.traceId}-${trace.spanId}-01`;
}
