import type { Runtime } from "./runtime.ts";

/** Two alarms closer than this are the same alarm. */
const toleranceMs = 10;

/** The alarm of one object. It remembers the time that is set, because each change of the alarm is a write to disk. */
export class Alarm {
  readonly #runtime: Pick<Runtime, "now" | "setAlarm" | "deleteAlarm">;
  #at: number | undefined;

  constructor(runtime: Pick<Runtime, "now" | "setAlarm" | "deleteAlarm">) {
    this.#runtime = runtime;
  }

  /** The time of the alarm, in milliseconds since the epoch. Undefined when none is known to be set. */
  get at(): number | undefined {
    return this.#at;
  }

  set(at: number): void {
    const time = Math.max(at, this.#runtime.now() + toleranceMs);
    if (this.#at !== undefined && Math.abs(this.#at - time) < toleranceMs) return;
    this.#at = time;
    this.#runtime.setAlarm(time);
  }

  delete(): void {
    if (this.#at === undefined) return;
    this.#at = undefined;
    this.#runtime.deleteAlarm();
  }

  /** Must be called when the alarm goes off: from then on none is set. */
  markFired(): void {
    this.#at = undefined;
  }
}
