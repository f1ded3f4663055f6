import { Code } from "@connectrpc/connect";
import { Failure } from "../../workers/kit/errors/failure.ts";
import type { Clock } from "./clock.ts";
import type { Dependency, FaultPlan } from "./faults.ts";

/** No order needs as many calls. Ends a simulation that loops. */
const maxCalls = 20_000;
const callDurationMs = 3;

export interface FaultInjectorOptions {
  readonly plan: FaultPlan;
  readonly clock: Clock;
  /** For how long effects are retried, in milliseconds. An outage lasts longer. */
  readonly giveUpMs: number;
  /** Ends the process. */
  readonly crash: () => never;
  /** Runs at the start of every call to a dependency, with the number of the call. */
  readonly onCall?: (call: number) => void;
}

/** Injects the faults of a plan into commits to disk and calls to dependencies. */
export class FaultInjector {
  readonly #options: FaultInjectorOptions;
  #calls = 0;
  #commits = 0;
  #outageEndsAt: number | undefined;
  #duplicates: (() => void)[] = [];

  constructor(options: FaultInjectorOptions) {
    this.#options = options;
  }

  get calls(): number {
    return this.#calls;
  }

  get commits(): number {
    return this.#commits;
  }

  /** Undefined until the first call during the outage. */
  get outageEndsAt(): number | undefined {
    return this.#outageEndsAt;
  }

  commit(write: () => void): void {
    const { plan, crash } = this.#options;
    const fault = plan.commits.get(this.#commits++);
    if (fault === "crashBefore") crash();
    write();
    if (fault === "crashAfter") crash();
  }

  call<T>(dependency: Dependency, work: () => T): T {
    const { plan, clock, crash, onCall } = this.#options;
    const call = this.#calls++;
    if (call > maxCalls) throw new Error("The order loops");
    onCall?.(call);
    clock.now += callDurationMs;
    if (this.#isDown(dependency, call)) {
      throw new Failure(Code.Unavailable, "UNAVAILABLE", `The ${dependency} is unavailable`);
    }
    switch (plan.calls.get(call)) {
      case "crashBefore":
        return crash();
      case "lostRequest":
        throw new Failure(Code.Unavailable, "UNAVAILABLE", "The request was lost");
      case "crashAfter":
        work();
        return crash();
      case "lostReply":
        work();
        throw new Failure(Code.DeadlineExceeded, "DEADLINE_EXCEEDED", "The response was lost");
      case "lateDuplicate": {
        const response = work();
        this.#duplicates.push(work);
        return response;
      }
      default:
        return work();
    }
  }

  /** Delivers the second copies of duplicated requests. */
  deliverDuplicates(): void {
    for (const call of this.#duplicates.splice(0)) {
      try {
        call();
      } catch {
        // A dependency may reject a late duplicate, but it must not change.
      }
    }
  }

  /** Whether a dependency is down. An outage ends some minutes after effects have stopped retrying. */
  #isDown(dependency: Dependency, call: number): boolean {
    const { plan, clock, giveUpMs } = this.#options;
    const { outage } = plan;
    if (outage === undefined || outage.dependency !== dependency || call < outage.fromCall) return false;
    this.#outageEndsAt ??= clock.now + giveUpMs + 5 * 60_000;
    return clock.now < this.#outageEndsAt;
  }
}
