/** What can fail at one call to a dependency, or at one commit to disk. */
export const callFaults = ["lostRequest", "lostReply", "lateDuplicate", "crashBefore", "crashAfter"] as const;
export const commitFaults = ["crashBefore", "crashAfter"] as const;
export const dependencies = ["catalog", "payments", "database", "queue", "orders"] as const;
export type Dependency = (typeof dependencies)[number];
export type CallFault = (typeof callFaults)[number];
export type CommitFault = (typeof commitFaults)[number];

/** When the catalog receives integration events: soon, after everything else and twice, or never. */
export const eventDeliveries = ["prompt", "late", "lost"] as const;
export type EventDelivery = (typeof eventDeliveries)[number];

/** The faults of one run. Calls and commits are counted from 0, over all restarts. */
export interface FaultPlan {
  readonly calls: ReadonlyMap<number, CallFault>;
  readonly commits: ReadonlyMap<number, CommitFault>;
  /** The object is evicted from memory after these requests of the buyer or of staff, by number. */
  readonly evictions: ReadonlySet<number>;
  /** A dependency that is down from this call on, for longer than effects are retried. */
  readonly outage: { readonly dependency: Dependency; readonly fromCall: number } | undefined;
  /** Whether a crash deletes the alarm. */
  readonly crashDeletesAlarm: boolean;
  /** Alarms that never fire, by number. Only the cron resumes the order then. */
  readonly lostAlarms: ReadonlySet<number>;
  /** The delay of each alarm, in milliseconds. */
  readonly alarmDelayMs: number;
  readonly eventDelivery: EventDelivery;
  /** The difference of the clocks before and after each crash, in milliseconds. */
  readonly skewMs: number;
}

export const noFaults: FaultPlan = {
  calls: new Map(),
  commits: new Map(),
  evictions: new Set(),
  outage: undefined,
  crashDeletesAlarm: false,
  lostAlarms: new Set(),
  alarmDelayMs: 0,
  eventDelivery: "prompt",
  skewMs: 0,
};

/** Thrown in the simulated process when it crashes, wherever it is. */
export class Crash extends Error {
  constructor() {
    super("crash");
    this.name = "Crash";
  }
}
