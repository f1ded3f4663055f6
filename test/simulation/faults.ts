/** What may go wrong at one call to the world outside, or at one commit. */
export const callFaults = ["lostRequest", "lostReply", "lateDuplicate", "crashBefore", "crashAfter"] as const;
export const commitFaults = ["crashBefore", "crashAfter"] as const;
export const dependencies = ["catalog", "payments", "database", "queue"] as const;
export type Dependency = (typeof dependencies)[number];
export type CallFault = (typeof callFaults)[number];
export type CommitFault = (typeof commitFaults)[number];

/** What goes wrong in one run. Calls and commits are counted from 0, over all restarts. */
export interface FaultPlan {
  readonly calls: ReadonlyMap<number, CallFault>;
  readonly commits: ReadonlyMap<number, CommitFault>;
  /** Requests of buyers and staff after which the object is put out of memory, by their number. */
  readonly evictions: ReadonlySet<number>;
  /** One receiver that is away from some call on, for longer than effects are tried. */
  readonly outage: { readonly receiver: Dependency; readonly fromCall: number } | undefined;
  /** Whether an alarm that was set is gone after a crash. */
  readonly crashDeletesAlarm: boolean;
  /** Alarms that never come, by their number. The watchdog is what is left then. */
  readonly lostAlarms: ReadonlySet<number>;
  /** How much later than set alarms come, in milliseconds. */
  readonly alarmDelayMs: number;
  /** How far the clock of the next machine is off after each crash, in milliseconds. */
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
  skewMs: 0,
};

/** The process is gone, in the middle of whatever it did. */
export class Crash extends Error {
  constructor() {
    super("crash");
    this.name = "Crash";
  }
}
