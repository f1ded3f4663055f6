import { type Clock, systemClock } from "../../kit/clock.ts";

/**
 * Spreads work that becomes due at the same time. Each call returns how many milliseconds the caller must wait, so that
 * callers start at least `gapMs` after each other. A caller that is alone does not wait.
 */
export function createPacer(gapMs: number, now: Clock = systemClock): () => number {
  let nextAt = 0;
  return () => {
    const time = now();
    const at = Math.max(time, nextAt);
    nextAt = at + gapMs;
    return at - time;
  };
}
