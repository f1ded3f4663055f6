/** The number of requests that an isolate may run at a time. It follows the delay of the event loop. */
export interface ConcurrencyLimit {
  /** Returns the limit at a time in milliseconds. */
  at(now: number): number;
  /** Records how late an event ran, and how many requests were running then. */
  record(measured: MeasuredDelay): void;
}

export interface MeasuredDelay {
  readonly now: number;
  readonly delayMs: number;
  readonly inFlight: number;
}

/** Work that is ready waits at most about this long. A longer wait is a queue that does not help throughput. */
const targetDelayMs = 8;
/** The limit changes once in this time. */
const windowMs = 200;
/** The limit of an overloaded isolate is at least this. Most of these requests wait for a service at any time. */
const minLimit = 40;
/**
 * If the delay is longer than this, too few of them wait for a service: the CPU is slow, or other processes use it. Then the
 * limit decreases further, because a rejection waits behind the work of all requests that run.
 */
const longDelayMs = 16;
const lowestLimit = 10;
/** The limit does not decrease further because of fewer requests than this share of it: they are not the cause. */
const causeShare = 0.4;
const [maxDecrease, minDecrease, increase] = [0.7, 0.9, 1.05] as const;

/**
 * Creates a limit of at most `max`. It decreases while events wait longer than the target, and increases otherwise. The
 * mean of a window counts, so that a single long task does not look like a queue.
 */
export function createConcurrencyLimit(max: number): ConcurrencyLimit {
  const [min, lowest] = [Math.min(minLimit, max), Math.min(lowestLimit, max)];
  let limit = max;
  let windowStart = 0;
  let [totalMs, count] = [0, 0];
  let mostInFlight = 0;

  const endWindow = (now: number): void => {
    const windows = Math.floor((now - windowStart) / windowMs);
    if (windows < 1) return;
    const meanMs = count === 0 ? 0 : totalMs / count;
    if (meanMs > targetDelayMs) {
      const factor = Math.min(Math.max(targetDelayMs / meanMs, maxDecrease), minDecrease);
      if (limit > min) limit = Math.max(Math.min(limit, mostInFlight) * factor, min);
      else if (meanMs > longDelayMs && mostInFlight >= causeShare * limit) limit = Math.max(limit * factor, lowest);
    } else {
      limit = Math.min(limit * increase ** windows + 1, max);
    }
    windowStart = now;
    [totalMs, count, mostInFlight] = [0, 0, 0];
  };

  return {
    at: (now) => {
      endWindow(now);
      return limit;
    },
    record: ({ now, delayMs, inFlight }) => {
      totalMs += delayMs;
      count++;
      mostInFlight = Math.max(mostInFlight, inFlight);
      endWindow(now);
    },
  };
}
