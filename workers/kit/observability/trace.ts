/** A W3C trace context: one trace id from the client's request to the last effect, one span id per call. */
export interface Trace {
  readonly traceId: string;
  readonly spanId: string;
}

const invalidTraceId = "0".repeat(32);

/** Returns the trace id of a `traceparent` header, or undefined when it is absent or malformed. */
export function findTraceId(traceparent: string | null | undefined): string | undefined {
  const traceId = /^00-([0-9a-f]{32})-[0-9a-f]{16}-[0-9a-f]{2}$/.exec(traceparent ?? "")?.[1];
  return traceId === invalidTraceId ? undefined : traceId;
}

/** Creates a span in the caller's trace, or in a new trace when the header is absent or malformed. */
export function continueTrace(traceparent: string | null | undefined): Trace {
  const random = crypto.randomUUID().replaceAll("-", "");
  return { traceId: findTraceId(traceparent) ?? random, spanId: random.slice(-16) };
}

/** Returns the `traceparent` header for an outgoing call. */
export function toTraceparent(trace: Trace): string {
  return `00-${trace.traceId}-${trace.spanId}-01`;
}
