import type { JourneyCosts, Run, Sample } from "./driver.ts";
import type { Outcome } from "./journeys.ts";
import type { Phase } from "./scenario.ts";

export interface PhaseSummary {
  readonly name: string;
  readonly seconds: number;
  /** Requests per second. */
  readonly offered: number;
  /** Served requests per second, within the time that counts as timely. */
  readonly goodput: number;
  /** The cost of those requests per second. Priorities change the mix of what is served, so their number says less. */
  readonly timelyCost: number;
  readonly counts: Readonly<Partial<Record<Outcome, number>>>;
  readonly servedMs: Percentiles;
  readonly rejectedMs: Percentiles;
  /** How late the driver may have sent requests: a part of all times, because it shares the machine with the shop. */
  readonly driverLateMs: Percentiles;
  /** The codes of all other outcomes than "served", with their numbers. */
  readonly reasons: Readonly<Record<string, number>>;
  readonly admittedOrders: number;
  readonly confirmedOrders: number;
}

export interface Percentiles {
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
}

export function percentilesOf(values: readonly number[]): Percentiles {
  const sorted = values.toSorted((a, b) => a - b);
  const at = (share: number) => Math.round(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0);
  return { p50: at(0.5), p95: at(0.95), p99: at(0.99) };
}

export const msOf = (samples: readonly Sample[], outcome: Outcome): readonly number[] =>
  samples.filter((sample) => sample.outcome === outcome).map(({ ms }) => ms);

export interface SummaryOptions {
  readonly phases: readonly Phase[];
  readonly timelyWithinMs: number;
  readonly costs: JourneyCosts;
}

export function summarize(
  { samples }: Run,
  { phases, timelyWithinMs, costs }: SummaryOptions,
): readonly PhaseSummary[] {
  return phases.flatMap(({ name, seconds }, index) => {
    const own = samples.filter(({ phase }) => phase === index);
    if (seconds === 0) return [];
    const timely = own.filter(({ outcome, ms }) => outcome === "served" && ms <= timelyWithinMs);
    const orders = own.filter(({ journey, outcome }) => journey === "order" && outcome !== "rejected");
    return [
      {
        name,
        seconds,
        offered: own.length / seconds,
        goodput: timely.length / seconds,
        timelyCost: timely.reduce((sum, { journey }) => sum + costs[journey], 0) / seconds,
        counts: countBy(own, ({ outcome }) => outcome),
        servedMs: percentilesOf(msOf(own, "served")),
        rejectedMs: percentilesOf(msOf(own, "rejected")),
        driverLateMs: percentilesOf(own.map(({ lateMs }) => lateMs)),
        reasons: countBy(
          own.filter(({ reason }) => reason !== undefined),
          ({ journey, reason }) => `${journey} ${reason}`,
        ),
        admittedOrders: orders.length,
        confirmedOrders: orders.filter(({ outcome }) => outcome === "served").length,
      },
    ];
  });
}

function countBy<T>(items: readonly T[], keyOf: (item: T) => string): Readonly<Record<string, number>> {
  return Object.fromEntries([...Map.groupBy(items, keyOf)].map(([key, all]) => [key, all.length]));
}

/** Of the requests of a window, this share may fail or be rejected after the recovery. */
const maxOtherShare = 0.02;
/** Latencies up to this much above the normal one are noise of the machine. */
const noiseMs = 200;

/**
 * Returns the seconds from the end of a disturbance, at `from`, until the 95th percentile of each following window is at
 * most twice that of `normalMs`, or 200 ms above it, and nearly all requests are served. Returns Infinity when it never is.
 */
export function recoverySeconds(samples: readonly Sample[], from: number, to: number, normalMs: number): number {
  const windowSeconds = 2;
  let recoveredAt = from;
  for (let start = from; start + windowSeconds <= to; start += 1) {
    const window = samples.filter(({ at }) => at >= start && at < start + windowSeconds);
    const others = window.filter(({ outcome }) => outcome === "rejected" || outcome === "failed");
    const { p95 } = percentilesOf(msOf(window, "served"));
    const isNormal =
      others.length <= maxOtherShare * window.length && p95 <= Math.max(2 * normalMs, normalMs + noiseMs);
    if (!isNormal) recoveredAt = start + windowSeconds;
  }
  return recoveredAt + windowSeconds > to ? Number.POSITIVE_INFINITY : recoveredAt - from;
}

/** Returns, by process, the ratio of the mean memory of the last third of a run to that of the middle third. */
export function memoryGrowth({ processSamples }: Run): Readonly<Record<string, number>> {
  const third = Math.floor(processSamples.length / 3);
  const [middle, last] = [processSamples.slice(third, 2 * third), processSamples.slice(2 * third)];
  const mean = (samples: typeof middle, name: string) =>
    samples.reduce((sum, { memoryMb }) => sum + (memoryMb[name] ?? 0), 0) / samples.length;
  return Object.fromEntries(
    Object.keys(processSamples[0]?.memoryMb ?? {}).map((name) => [name, mean(last, name) / mean(middle, name) - 1]),
  );
}

/** Returns at most `max` of the values, at equal distances. */
export function thinOut<T>(values: readonly T[], max: number): readonly T[] {
  const step = Math.ceil(values.length / max);
  return values.filter((_, index) => index % step === 0);
}
