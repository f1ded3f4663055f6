import { systemClock } from "../clock.ts";
import { createSpan, type Trace } from "../observability/trace.ts";
import type { CallContext } from "./call-context.ts";

/** Shorter than the interval of the cron triggers. */
const timeoutMs = 25_000;

/**
 * Returns the context of a call for work that continues after the response. Its signal is independent of the caller's,
 * which aborts when the caller disconnects and, in Connect's own handlers, when the response is sent.
 */
export function detachCall(call: CallContext): CallContext {
  return { ...call, signal: AbortSignal.timeout(timeoutMs) };
}

/** Creates the context for work without a request, such as cron triggers and queue batches. */
export function createBackgroundCall(
  service: string,
  execution: ExecutionContext,
  trace: Trace = createSpan(),
): CallContext {
  return {
    identity: { roles: [], service },
    trace,
    signal: AbortSignal.timeout(timeoutMs),
    now: systemClock,
    defer: (work) => execution.waitUntil(work),
  };
}
