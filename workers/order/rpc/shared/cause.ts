import type { CallContext } from "../../../kit/connect/call-context.ts";
import type { TraceParent } from "../../../kit/observability/trace.ts";

/** Returns the span of a call, which the events and effects that it causes are a part of. */
export function causeOf({ trace: { traceId, spanId } }: Pick<CallContext, "trace">): TraceParent {
  return { traceId, spanId };
}
