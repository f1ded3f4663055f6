import type { Clock } from "../../kit/clock.ts";

/** Keeps calls from something that is away. */
export interface Breaker {
  /** Whether a call may be made. After a rest one may, to see; the others when that one has succeeded. */
  allows(): boolean;
  succeeded(): void;
  failed(): void;
}

const failuresToOpen = 3;
const restMs = 2_000;

export function createBreaker(now: Clock): Breaker {
  let failures = 0;
  let closedUntil = 0;
  return {
    allows: () => {
      if (failures < failuresToOpen) return true;
      if (now() < closedUntil) return false;
      closedUntil = now() + restMs;
      return true;
    },
    succeeded: () => {
      failures = 0;
    },
    failed: () => {
      failures++;
      closedUntil = now() + restMs;
    },
  };
}
