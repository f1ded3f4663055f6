import { Code } from "@connectrpc/connect";
import { type Clock, systemClock } from "../../kit/clock.ts";
import { Failure } from "../../kit/errors/failure.ts";
import { recordMetric } from "../../kit/observability/metrics.ts";
import { createConcurrencyLimit } from "./concurrency-limit.ts";
import { type PriorityClass, priorityClasses } from "./limits.ts";

/** The right of one request to run in this isolate. */
export interface Permit {
  /** Moves the permit to the class of the parsed operation. Throws as `acquire` does. */
  reclassify(actual: PriorityClass): void;
  /** Call it once, when the response is ready. */
  release(): void;
}

/** Continues work after the response of the request. */
export type Defer = (work: Promise<unknown>) => void;

export interface LoadShedder {
  /** Throws UNAVAILABLE when the isolate is too full for requests of this class. */
  acquire(claimed: PriorityClass, defer: Defer): Permit;
}

export interface LoadShedderOptions {
  /** The maximum number of requests. Infinity rejects none. */
  readonly maxInFlight: number;
  readonly now?: Clock;
  /** Calls `run` as soon as the event loop has run what is ready. */
  readonly schedule?: (run: () => void) => void;
}

/** The delay of the event loop is measured this often, while there are requests. */
const measureEveryMs = 5;
/** A measurement that has not ended after this time never will: its request was cancelled. */
const measurementLostMs = 5_000;

/**
 * Creates a semaphore for the requests of one isolate. The lower the class, the fewer requests it admits. The number of
 * requests does not show that CPU is short, for example because the services need it, so the delay of the event loop
 * limits it: see `createConcurrencyLimit`.
 */
export function createLoadShedder({
  maxInFlight,
  now = systemClock,
  schedule = (run) => setTimeout(run, 0),
}: LoadShedderOptions): LoadShedder {
  const limit = createConcurrencyLimit(maxInFlight);
  let inFlight = 0;
  let measuringSince: number | undefined;
  let measuredAt = 0;

  const measureDelay = (at: number, defer: Defer): void => {
    const isRunning = measuringSince !== undefined && at - measuringSince < measurementLostMs;
    if (maxInFlight === Number.POSITIVE_INFINITY || isRunning || at - measuredAt < measureEveryMs) return;
    measuringSince = at;
    const measured = new Promise<void>((resolve) => {
      schedule(() => {
        measuredAt = now();
        measuringSince = undefined;
        limit.record({ now: measuredAt, delayMs: measuredAt - at, inFlight });
        resolve();
      });
    });
    // Without it, the runtime drops the timer with the response.
    defer(measured);
  };

  const requireCapacity = (name: PriorityClass, running: number, at: number): void => {
    if (running < priorityClasses[name].share * limit.at(at)) return;
    recordMetric("stoa.admission.shed", 1, { class: name });
    throw new Failure(Code.Unavailable, "OVERLOADED", "The service is overloaded. Retry later.", {
      metadata: { retryAfterSeconds: "1" },
    });
  };

  return {
    acquire: (claimed, defer) => {
      const startedAt = now();
      measureDelay(startedAt, defer);
      requireCapacity(claimed, inFlight, startedAt);
      inFlight++;
      return {
        reclassify: (actual) => {
          if (priorityClasses[actual].share >= priorityClasses[claimed].share) return;
          requireCapacity(actual, inFlight - 1, now());
        },
        release: () => {
          inFlight--;
        },
      };
    },
  };
}
