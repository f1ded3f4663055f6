import { setTimeout as sleep } from "node:timers/promises";
import { cpuOfEach, residentMb } from "../bench/cpu.ts";
import { arrivalsUntil, phaseAt } from "./arrivals.ts";
import type { Result, Visitors } from "./journeys.ts";
import { type JourneyName, journeyNames, type Phase } from "./scenario.ts";

/** One request. */
export interface Sample extends Result {
  readonly phase: number;
  /** Seconds from the start of the run until the request was sent. */
  readonly at: number;
  readonly ms: number;
  /** How late the driver may have sent it, in milliseconds: the time since it last sent any. */
  readonly lateMs: number;
}

/** The resident memory and the CPU time of the processes, read every two seconds. */
export interface ProcessSample {
  readonly at: number;
  readonly memoryMb: Readonly<Record<string, number>>;
  readonly cpuMs: Readonly<Record<string, number>>;
}

export interface Run {
  readonly samples: readonly Sample[];
  readonly processSamples: readonly ProcessSample[];
}

export interface RunOptions {
  readonly phases: readonly Phase[];
  /** Requests per second and unit of rate. */
  readonly perUnit: number;
  readonly visitors: Visitors;
  readonly processes: () => Readonly<Record<string, number>>;
  readonly onPhase: (phase: Phase, previous: Phase | undefined) => Promise<void>;
}

const tickMs = 2;
/** The driver drops arrivals beyond this number of open requests, so that it measures the shop and not itself. */
const maxOpen = 4_000;

/**
 * Sends requests at the rate of the phases, however long the responses take: an open model. A shop that is slow does not
 * slow down its visitors.
 */
export async function runPhases({ phases, perUnit, visitors, processes, onPhase }: RunOptions): Promise<Run> {
  const samples: Sample[] = [];
  const processSamples: ProcessSample[] = [];
  const open = new Set<Promise<void>>();
  const startedAt = performance.now();
  const elapsed = () => (performance.now() - startedAt) / 1000;
  let [sent, phase, lastTick] = [0, -1, 0];
  const visit = async (index: number, at: number, lateMs: number, inPhase: number): Promise<void> => {
    const sentAt = performance.now();
    const result = open.size < maxOpen ? await visitors.visit(index) : tooManyOpen;
    samples.push({ ...result, phase: inPhase, at, lateMs, ms: performance.now() - sentAt });
  };
  const watch = setInterval(() => processSamples.push(readProcesses(processes(), elapsed())), 2_000);
  try {
    for (let now = elapsed(); phaseAt(phases, now) !== -1; now = elapsed()) {
      const current = phaseAt(phases, now);
      if (current !== phase) {
        const [next, previous] = [phases[current], phases[phase]];
        phase = current;
        if (next !== undefined) void onPhase(next, previous);
      }
      const due = Math.floor(arrivalsUntil(phases, now, perUnit));
      for (; sent < due; sent++) {
        const request = visit(sent, now, (now - lastTick) * 1000, current);
        open.add(request);
        void request.finally(() => open.delete(request));
      }
      lastTick = now;
      await sleep(tickMs);
    }
    await Promise.all(open);
  } finally {
    clearInterval(watch);
  }
  return { samples, processSamples };
}

const tooManyOpen: Result = { journey: "browse", outcome: "failed", reason: "too many open requests" };

/** A client waits this long after a rejection while the capacity is measured. */
const rejectedWaitMs = 100;

/** Sends requests from `clients` that each wait for their response. Returns the requests that were served per second. */
export async function measureCapacity(visitors: Visitors, clients: number, seconds: number): Promise<number> {
  const endsAt = performance.now() + seconds * 1000;
  let [next, served] = [0, 0];
  const client = async (): Promise<void> => {
    while (performance.now() < endsAt) {
      const { outcome } = await visitors.visit(next++);
      if (outcome === "served" && performance.now() < endsAt) served++;
      if (outcome === "rejected") await sleep(rejectedWaitMs);
    }
  };
  await Promise.all(Array.from({ length: clients }, client));
  return served / seconds;
}

/** The cost of a request of each journey, relative to each other. */
export type JourneyCosts = Readonly<Record<JourneyName, number>>;

/** Measures how long a request of each journey takes without other load, in milliseconds: the median. */
export async function measureCosts(visitors: Visitors, countEach: number): Promise<JourneyCosts> {
  const costs = new Map<JourneyName, number>();
  for (const journey of journeyNames) {
    const times: number[] = [];
    for (let index = 0; index < countEach; index++) {
      const startedAt = performance.now();
      await visitors.visit(-1 - index, journey);
      times.push(performance.now() - startedAt);
    }
    costs.set(journey, times.toSorted((a, b) => a - b)[Math.floor(countEach / 2)] ?? 1);
  }
  return Object.fromEntries(costs) as JourneyCosts;
}

function readProcesses(pids: Readonly<Record<string, number>>, at: number): ProcessSample {
  const entries = Object.entries(pids);
  const { user, system } = process.cpuUsage();
  return {
    at,
    memoryMb: Object.fromEntries(entries.map(([name, pid]) => [name, residentMb(pid)])),
    // Most of the processes are children of this one.
    cpuMs: { ...cpuOfEach(pids), driver: (user + system) / 1000 },
  };
}
