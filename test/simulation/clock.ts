/** A simulated clock, in milliseconds. */
export interface Clock {
  now: number;
}

/** Returns this number of days in milliseconds. */
export const days = (count: number): number => count * 24 * 3_600_000;
