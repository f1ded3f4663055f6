import { Code } from "@connectrpc/connect";
import { Failure } from "../../workers/kit/errors/failure.ts";
import { decodeEvent, encodeEvent } from "../../workers/order/domain/event-codec.ts";
import { evolve } from "../../workers/order/domain/evolve.ts";
import type { IntegrationEvent } from "../../workers/order/domain/integration-events.ts";
import { isSettled, needsReservation, newOrder, type OrderState } from "../../workers/order/domain/order.ts";
import { perform } from "../../workers/order/effects/perform.ts";
import type { LogEntry } from "../../workers/order/saga/event-store.ts";
import { createSagaRunner, type SagaRunner } from "../../workers/order/saga/saga-runner.ts";
import { deadlineMs } from "../../workers/order/store/projection.ts";
import { SimulatedCatalog } from "./catalog.ts";
import { days } from "./clock.ts";
import { Crash, type Dependency, type FaultPlan } from "./faults.ts";
import { type Card, SimulatedPayments } from "./payments.ts";
import { createSimulatedDependencies, type Row } from "./simulated-dependencies.ts";

const giveUpMs = 15 * 60_000;
/** No life of an order takes so many calls. */
const mostCalls = 20_000;

interface Process {
  over: boolean;
}

export interface SimulationOptions {
  readonly card: Card;
  readonly stock: Readonly<Record<string, number>>;
  /** Of every unit, in cents: 1000 when absent. */
  readonly price?: bigint;
  readonly plan: FaultPlan;
  /** A number from 0 to 1 for each time that chance decides. */
  readonly random: () => number;
  /** Called at the start of every call to the outside, with its number. */
  readonly onCall?: (call: number) => void;
}

/** One order, with everything around it simulated: what is real is what decides, drives and performs. */
export class OrderSimulation {
  readonly catalog: SimulatedCatalog;
  readonly payments: SimulatedPayments;
  readonly rows = new Map<string, Row>();
  /** What the queue was given, in that order, with how many events of the order were on disk then. */
  readonly integrationEvents: { readonly fact: IntegrationEvent; readonly onDisk: number }[] = [];
  /** How far ahead each alarm was set, in milliseconds: each is one more write to the disk. */
  readonly alarmDelays: number[] = [];
  readonly #options: SimulationOptions;
  #disk: readonly LogEntry[] = [];
  #now = 1_800_000_000_000;
  #alarmAt: number | undefined;
  #alarms = 0;
  #calls = 0;
  #awayUntil: number | undefined;
  #crashedAt: number | undefined;
  #commits = 0;
  /** The process that runs now. What an earlier one still had under way reaches nobody. */
  #process: Process = { over: false };
  #late: (() => void)[] = [];
  #driver: SagaRunner | undefined;

  constructor(options: SimulationOptions) {
    this.#options = options;
    this.catalog = new SimulatedCatalog(options.stock, options.price ?? 1_000n);
    this.payments = new SimulatedPayments(options.card);
  }

  get calls(): number {
    return this.#calls;
  }

  get commits(): number {
    return this.#commits;
  }

  /** When the last crash was; undefined where there was none. */
  get crashedAt(): number | undefined {
    return this.#crashedAt;
  }

  /** What is on disk: what would be read back after a crash now. */
  get log(): readonly LogEntry[] {
    return this.#disk;
  }

  /** The order as it is on disk, or as it was at some sequence. */
  state(sequence: number = this.#disk.length): OrderState {
    return this.#disk
      .slice(0, sequence)
      .map(({ recorded }) => recorded)
      .reduce(evolve, newOrder);
  }

  now(): number {
    return this.#now;
  }

  /** The driver of the process that runs; a new one, from the disk, where the last has crashed. */
  sagaRunner(): SagaRunner {
    const process = this.#process;
    this.#driver ??= createSagaRunner(this.#disk, {
      now: () => this.#now,
      wait: async (ms) => {
        goesOn(process);
        this.#now += ms;
      },
      random: this.#options.random,
      perform: (due, state) =>
        perform(due.effect, {
          state,
          key: due.key,
          attempt: due.attempts,
          firstDueAt: due.firstDueAt,
          ...createSimulatedDependencies(this, (receiver, work) => this.#call(process, receiver, work)),
          now: this.#now,
        }).then((result) => {
          goesOn(process);
          return result;
        }),
      write: (entries) => this.#write(process, entries),
      setAlarm: (at) => {
        goesOn(process);
        this.alarmDelays.push(at - this.#now);
        this.#alarmAt = at;
      },
      deleteAlarm: () => {
        goesOn(process);
        this.#alarmAt = undefined;
      },
      giveUpMs,
    });
    return this.#driver;
  }

  /** What an RPC does before it gives an order a command: the row says that it is about to move. */
  extendDeadline(id: string): void {
    const row = this.rows.get(id);
    if (row !== undefined) this.rows.set(id, { ...row, deadlineAt: new Date(this.#now + deadlineMs) });
  }

  /** Runs something in the process. True when it came to its end, false when the process crashed on the way. */
  async run(work: (driver: SagaRunner) => Promise<unknown>): Promise<boolean> {
    const process = this.#process;
    try {
      await work(this.sagaRunner());
      goesOn(process);
      return true;
    } catch (error) {
      if (!process.over) throw error;
      return false;
    }
  }

  /** Puts the object out of memory, as happens to one that nobody asks anything. */
  evict(): void {
    this.#process.over = true;
    this.#process = { over: false };
    this.#driver = undefined;
  }

  /** Lets time pass: any outage is over, what was late has come, and after a day the provider forgets its keys. */
  advanceTime(ms: number): void {
    this.deliverDuplicates();
    this.#now = Math.max(this.#now, this.#awayUntil ?? 0) + ms;
    if (ms >= days(1)) this.payments.expireIdempotencyKeys();
  }

  /** What came twice comes now, long after its time. */
  deliverDuplicates(): void {
    for (const call of this.#late.splice(0)) {
      try {
        call();
      } catch {
        // A receiver may refuse what comes late; it must not be moved by it.
      }
    }
  }

  /** Lets time pass until the order has come to rest: alarms first, the watchdog and the sweeper where those are lost. */
  async settle(): Promise<void> {
    for (let rounds = 0; rounds < 3_000; rounds++) {
      const { plan } = this.#options;
      if (this.#alarmAt !== undefined) {
        const lost = plan.lostAlarms.has(this.#alarms++);
        this.#now = Math.max(this.#now, this.#alarmAt + plan.alarmDelayMs);
        this.#alarmAt = undefined;
        if (!lost) {
          await this.run((driver) => driver.alarm());
          continue;
        }
      }
      // The cron, whatever became of the alarm: it finds the orders whose rows say so, and touches no other.
      const state = this.state();
      if (isSettled(state) && this.#pending() === 0) return;
      const row = this.rows.get(state.id);
      // Where the row shows the end, all that can be left is to remember that it does: whoever reads the order does that.
      if (row?.deadlineAt === null && row.sequence < state.sequence) {
        throw new Error(`nobody looks after an order that is ${state.status}`);
      }
      this.#now = Math.max(this.#now, row?.deadlineAt?.getTime() ?? 0) + 60_000;
      await this.run((driver) => driver.resume());
    }
    throw new Error("the order did not come to rest");
  }

  /** The catalog asks about what is held: what nobody needs is let go. */
  expireReservation(orderId: string): void {
    if (needsReservation(this.state())) return;
    try {
      this.catalog.release(orderId);
    } catch {
      // It was sold: the order has it.
    }
  }

  #pending(): number {
    return this.#disk.reduce((sum, { pending }) => sum + pending.length, 0);
  }

  /** Ends the process. The next one has a clock of its own, and only what is on disk. */
  #crash(): never {
    const { plan } = this.#options;
    this.evict();
    this.#crashedAt = this.#now;
    this.#now += plan.skewMs;
    if (plan.crashDeletesAlarm) this.#alarmAt = undefined;
    throw new Crash();
  }

  #write(process: Process, entries: readonly LogEntry[]): void {
    goesOn(process);
    const fault = this.#options.plan.commits.get(this.#commits++);
    if (fault === "crashBefore") this.#crash();
    const bySequence = new Map(this.#disk.map((entry) => [entry.recorded.sequence, entry]));
    for (const entry of entries) {
      // Through the codec, as it would come back.
      const event = decodeEvent(encodeEvent(entry.recorded.event));
      bySequence.set(entry.recorded.sequence, { ...entry, recorded: { ...entry.recorded, event } });
    }
    this.#disk = [...bySequence.values()].sort((a, b) => a.recorded.sequence - b.recorded.sequence);
    if (fault === "crashAfter") this.#crash();
  }

  /** Whether a receiver is away. It comes back some minutes after everybody has stopped trying. */
  #isAway(receiver: Dependency, call: number): boolean {
    const { outage } = this.#options.plan;
    if (outage === undefined || outage.receiver !== receiver || call < outage.fromCall) return false;
    this.#awayUntil ??= this.#now + giveUpMs + 5 * 60_000;
    return this.#now < this.#awayUntil;
  }

  /** One call to the outside, with whatever the plan has in store for it. */
  async #call<T>(process: Process, receiver: Dependency, work: () => T): Promise<T> {
    await Promise.resolve();
    goesOn(process);
    const call = this.#calls++;
    if (call > mostCalls) throw new Error("the order goes round in circles");
    this.#options.onCall?.(call);
    this.#now += 3;
    if (this.#isAway(receiver, call)) throw new Failure(Code.Unavailable, "UNAVAILABLE", `the ${receiver} is away`);
    switch (this.#options.plan.calls.get(call)) {
      case "crashBefore":
        return this.#crash();
      case "lostRequest":
        throw new Failure(Code.Unavailable, "UNAVAILABLE", "the request was lost");
      case "crashAfter":
        work();
        return this.#crash();
      case "lostReply":
        work();
        throw new Failure(Code.DeadlineExceeded, "DEADLINE_EXCEEDED", "the reply was lost");
      case "lateDuplicate": {
        const answer = work();
        this.#late.push(work);
        return answer;
      }
      default:
        return work();
    }
  }
}

/** Every step of a process that has ended ends here. */
function goesOn(process: Process): void {
  if (process.over) throw new Crash();
}
