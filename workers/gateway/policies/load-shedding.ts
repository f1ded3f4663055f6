import { Code } from "@connectrpc/connect";
import { Failure } from "../../kit/errors/failure.ts";
import { type PriorityClass, priorityClasses } from "./limits.ts";

/** The right of one request to run in this isolate. */
export interface Permit {
  /** Moves the permit to the class of the parsed operation. Throws as `acquire` does. */
  reclassify(actual: PriorityClass): void;
  /** Call it once, when the response is ready. */
  release(): void;
}

export interface LoadShedder {
  /** Throws UNAVAILABLE when the isolate is too full for requests of this class. */
  acquire(claimed: PriorityClass): Permit;
}

/** Creates a semaphore for the requests of one isolate. The lower the class, the fewer requests it admits. */
export function createLoadShedder(maxInFlight: number): LoadShedder {
  let inFlight = 0;
  const requireCapacity = (name: PriorityClass, running: number): void => {
    if (running < priorityClasses[name].share * maxInFlight) return;
    throw new Failure(Code.Unavailable, "OVERLOADED", "The service is overloaded. Retry later.", {
      metadata: { retryAfterSeconds: "1" },
    });
  };
  return {
    acquire: (claimed) => {
      requireCapacity(claimed, inFlight);
      inFlight++;
      return {
        reclassify: (actual) => {
          if (priorityClasses[actual].share < priorityClasses[claimed].share) requireCapacity(actual, inFlight - 1);
        },
        release: () => {
          inFlight--;
        },
      };
    },
  };
}
