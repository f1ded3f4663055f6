import type { Phase } from "./scenario.ts";

/** Returns the number of arrivals from the start until `seconds`, at `perUnit` requests per second and unit of rate. */
export function arrivalsUntil(phases: readonly Phase[], seconds: number, perUnit: number): number {
  let [count, start] = [0, 0];
  for (const { seconds: length, from, to } of phases) {
    const inside = Math.min(Math.max(seconds - start, 0), length);
    const rateAtEnd = length === 0 ? from : from + ((to - from) * inside) / length;
    count += ((from + rateAtEnd) / 2) * inside * perUnit;
    start += length;
  }
  return count;
}

/** Returns the index of the phase that runs at `seconds`; -1 after the last one. */
export function phaseAt(phases: readonly Phase[], seconds: number): number {
  let end = 0;
  return phases.findIndex(({ seconds: length }) => {
    end += length;
    return seconds < end;
  });
}
