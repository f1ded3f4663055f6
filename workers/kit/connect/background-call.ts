import { systemClock } from "../clock.ts";
import { continueTrace } from "../observability/trace.ts";
import type { CallContext } from "./call-context.ts";

/** Shorter than the interval of the cron triggers. */
const timeoutMs = 25_000;

/** Creates the context for work without a request, such as cron triggers and queue batches. */
export function createBackgroundCall(service: string, execution: ExecutionContext): CallContext {
  return {
    identity: { roles: [], service },
    trace: continueTrace(undefined),
    signal: AbortSignal.timeout(timeoutMs),
    now: systemClock,
    defer: (work) => execution.waitUntil(work),
  };
}
