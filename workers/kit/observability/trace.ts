/** A span of a W3C trace: one trace id from the client's request to the last effect, one span id per operation. */
export interface Trace {
  readonly traceId: string;
  readonly spanId: string;
  /** The span that caused this one. Absent for the first span of a trace. */
  readonly parentSpanId?: string;
}

/** The span that caused an operation, as a request, an event or a message names it. */
export type TraceParent = Pick<Trace, "traceId" | "spanId">;

const invalidTraceId = "0".repeat(32);
const pattern = /^00-([0-9a-f]{32})-([0-9a-f]{16})-[0-9a-f]{2}$/;

/** Returns the span that a `traceparent` names, or undefined when it is absent or malformed. */
export function parseTraceparent(traceparent: unknown): TraceParent | undefined {
  const [, traceId, spanId] = typeof traceparent === "string" ? (pattern.exec(traceparent) ?? []) : [];
  return traceId === undefined || spanId === undefined || traceId === invalidTraceId ? undefined : { traceId, spanId };
}

/** Creates a span in the caller's trace, or in a new trace when the header is absent or malformed. */
export function continueTrace(traceparent: string | null | undefined): Trace {
  return createSpan(parseTraceparent(traceparent));
}

/** Creates a span that another span caused, or the first span of a new trace. */
export function createSpan(parent?: TraceParent): Trace {
  const random = crypto.randomUUID().replaceAll("-", "");
  const spanId = random.slice(-16);
  if (parent === undefined) return { traceId: random, spanId };
  return { traceId: parent.traceId, spanId, parentSpanId: parent.spanId };
}

/** Returns the `traceparent` header for an outgoing call. */
export function toTraceparent({ traceId, spanId }: TraceParent): string {
  return `00-${traceId}-${spanId}-01`;
}
