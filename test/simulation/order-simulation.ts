import { createEventDecoder, encodeEvent } from "../../workers/order/domain/event-codec.ts";
import { evolve } from "../../workers/order/domain/evolve.ts";
import type { IntegrationEvent } from "../../workers/order/domain/integration-events.ts";
import type { UnpaidOrder } from "../../workers/order/domain/model.ts";
import {
  cartEndsAt,
  isSettled,
  needsReservation,
  newOrder,
  type OrderState,
  reservationIdOf,
} from "../../workers/order/domain/order.ts";
import { toRedemptions } from "../../workers/order/domain/redemptions.ts";
import { perform } from "../../workers/order/effects/perform.ts";
import type { LogChanges, LogEntry } from "../../workers/order/saga/event-store.ts";
import type { Runtime } from "../../workers/order/saga/runtime.ts";
import { SagaRunner } from "../../workers/order/saga/saga-runner.ts";
import { deadlineMs } from "../../workers/order/store/deadlines.ts";
import { projectOrderIgnoringKey } from "../../workers/order/store/order-rows.ts";
import { SimulatedCatalog } from "./catalog.ts";
import { type Clock, days } from "./clock.ts";
import { FaultInjector } from "./fault-injector.ts";
import { Crash, type FaultPlan } from "./faults.ts";
import { type Card, SimulatedPayments } from "./payments.ts";
import { createSimulatedDependencies, type PublishedEvent, type Row } from "./simulated-dependencies.ts";
import { SimulatedTaxes } from "./taxes.ts";
import { SimulatedUnpaidOrders } from "./unpaid-orders.ts";

const giveUpMs = 15 * 60_000;

interface Process {
  ended: boolean;
}

export interface SimulationOptions {
  readonly card: Card;
  readonly stock: Readonly<Record<string, number>>;
  /** The price of each unit, in cents. The default is 1000. */
  readonly price?: bigint;
  /** Uses of a promotion with a limit. The default is 10. */
  readonly usageLimit?: number;
  /** Whether the provider completes refunds later. */
  readonly refundsArePending?: boolean;
  /** Units that an unpaid order may hold. The default is 20. */
  readonly maxUnpaidUnits?: number;
  readonly plan: FaultPlan;
  /** Returns a number from 0 to 1 for each random decision. */
  readonly random: () => number;
  /** Runs at the start of every call to a dependency, with the number of the call. */
  readonly onCall?: (call: number) => void;
}

/** An order that shares the clock and the dependencies of another one, with its own object and its own faults. */
export interface OtherOrder {
  readonly id: string;
  readonly card: Card;
  readonly plan: FaultPlan;
}

/**
 * Simulates one order. The domain, the saga runner and the effects are the real ones. The clock, the disk, the alarm and
 * the dependencies are simulated, and fail as the plan says.
 */
export class OrderSimulation {
  readonly catalog: SimulatedCatalog;
  readonly payments: SimulatedPayments;
  readonly taxes: SimulatedTaxes;
  readonly rows: Map<string, Row>;
  readonly unpaidOrders: SimulatedUnpaidOrders;
  /** In the order in which the queue accepted them. */
  readonly integrationEvents: PublishedEvent[] = [];
  /** How often the row of an order that waits was written, or should have been. */
  readonly listings = { started: 0, failed: 0 };
  /** How far ahead each alarm was set, in milliseconds. Each is one write to the disk. */
  readonly alarmDelays: number[] = [];
  readonly #options: SimulationOptions;
  readonly #clock: Clock;
  readonly #faults: FaultInjector;
  /** The other orders that share the dependencies. */
  readonly #others: Map<string, OrderSimulation>;
  /** The cancellations of other orders that have started. */
  readonly #cancellations: Promise<unknown>[] = [];
  #disk: readonly LogEntry[] = [];
  /** The state after each entry of a log. `disk` is never changed in place, so the states are valid while it is the same. */
  #folded: { readonly disk: readonly LogEntry[]; readonly states: readonly OrderState[] } = { disk: [], states: [] };
  #alarmAt: number | undefined;
  #alarms = 0;
  #crashedAt: number | undefined;
  /** The running process. Code of an earlier process throws `Crash` at its next step. */
  #process: Process = { ended: false };
  #runner: SagaRunner | undefined;

  constructor(options: SimulationOptions, shared?: OrderSimulation) {
    this.#options = options;
    this.#clock = shared === undefined ? { now: 1_800_000_000_000 } : shared.#clock;
    this.#others = shared === undefined ? new Map() : shared.#others;
    this.catalog =
      shared?.catalog ?? new SimulatedCatalog(options.stock, options.price ?? 1_000n, options.usageLimit ?? 10);
    this.payments = shared?.payments ?? new SimulatedPayments(options.card, options.refundsArePending);
    this.taxes = shared?.taxes ?? new SimulatedTaxes();
    this.rows = shared?.rows ?? new Map();
    this.unpaidOrders = shared?.unpaidOrders ?? new SimulatedUnpaidOrders(this.rows, options.maxUnpaidUnits ?? 20);
    const { plan, onCall } = options;
    this.#faults = new FaultInjector({
      plan,
      clock: this.#clock,
      giveUpMs,
      crash: () => this.#crash(),
      ...(onCall === undefined ? {} : { onCall }),
    });
  }

  /** Creates another order in the same shop. */
  addOrder({ id, card, plan }: OtherOrder): OrderSimulation {
    this.payments.useCardFor(id, card);
    const { stock, random } = this.#options;
    const other = new OrderSimulation({ card, stock, random, plan }, this);
    this.#others.set(id, other);
    return other;
  }

  get calls(): number {
    return this.#faults.calls;
  }

  get commits(): number {
    return this.#faults.commits;
  }

  /** The time of the last crash; undefined without a crash. */
  get crashedAt(): number | undefined {
    return this.#crashedAt;
  }

  /** The log on disk, which the next process reads after a crash. */
  get log(): readonly LogEntry[] {
    return this.#disk;
  }

  /** Returns the state that is on disk, or the state at this sequence. */
  state(sequence: number = Number.POSITIVE_INFINITY): OrderState {
    if (this.#folded.disk !== this.#disk) this.#folded = { disk: this.#disk, states: foldEach(this.#disk) };
    return this.#folded.states.findLast((state) => state.sequence <= sequence) ?? newOrder;
  }

  now(): number {
    return this.#clock.now;
  }

  /** Returns the saga runner of the running process. After a crash it is created again from the disk. */
  sagaRunner(): SagaRunner {
    this.#runner ??= new SagaRunner(this.#disk, this.#createRuntime(this.#process));
    return this.#runner;
  }

  /** Moves the deadline of the row, as an RPC does before it sends a command to the order. */
  extendDeadline(id: string): void {
    const row = this.rows.get(id);
    if (row !== undefined) this.rows.set(id, { ...row, deadlineAt: new Date(this.#clock.now + deadlineMs) });
  }

  /** Replaces what is on disk, as a deployment of this release finds it. */
  load(entries: readonly LogEntry[]): void {
    this.#disk = entries;
  }

  /** Reserves the key of a placement in the row of the order, as an RPC does before it sends the command. */
  reserveKey(id: string): void {
    const deadlineAt = new Date(this.#clock.now + deadlineMs);
    const row = this.rows.get(id);
    const claimed = {
      status: "CLAIMED",
      sequence: 0,
      paymentStatus: "",
      fulfillmentStatus: "",
      updatedAt: new Date(0),
    };
    if (row === undefined || row.sequence === 0) this.rows.set(id, { ...claimed, deadlineAt });
    else if (["CART", "REJECTED", "PLACED", "RESERVED"].includes(row.status)) this.rows.set(id, { ...row, deadlineAt });
  }

  /** Runs work in the process. Returns false when the process crashed before the end. */
  async run(work: (runner: SagaRunner) => Promise<unknown>): Promise<boolean> {
    const process = this.#process;
    try {
      await work(this.sagaRunner());
      requireRunning(process);
      return true;
    } catch (error) {
      if (!process.ended) throw error;
      return false;
    }
  }

  /** Evicts the object from memory, as the platform does with an idle object. */
  evict(): void {
    this.#process.ended = true;
    this.#process = { ended: false };
    this.#runner = undefined;
  }

  /** Ends any outage, delivers late duplicates and advances the clock. Idempotency keys expire after a day. */
  advanceTime(ms: number): void {
    this.deliverDuplicates();
    this.#clock.now = Math.max(this.#clock.now, this.#faults.outageEndsAt ?? 0) + ms;
    if (ms < days(1)) return;
    this.payments.expireIdempotencyKeys();
    this.taxes.expireIdempotencyKeys();
  }

  /** Delivers the second copies of duplicated requests. */
  deliverDuplicates(): void {
    this.#faults.deliverDuplicates();
  }

  /** Advances the clock until the order has settled. Alarms run first, and the cron where an alarm is lost. */
  async settle(): Promise<void> {
    await Promise.all(this.#cancellations);
    for (let rounds = 0; rounds < 3_000; rounds++) {
      // The end of a cart is days ahead.
      const isCart = this.#pending() === 0 && cartEndsAt(this.state()) !== undefined;
      if (!isCart && (await this.#fireAlarm())) continue;
      const state = this.state();
      if (isSettled(state) && this.#pending() === 0) return;
      await this.#runCron(state);
    }
    throw new Error("The order did not settle");
  }

  /**
   * Commits the reservation that the order has sold, and releases those that it does not need, as the expiry job of the catalog
   * does.
   */
  expireReservations(): void {
    const state = this.state();
    const isConfirmed = this.log.some(({ recorded }) => recorded.event.type === "OrderConfirmed");
    for (const id of this.catalog.heldIds(state.id)) {
      const isLatest = id === reservationIdOf(state);
      if (isLatest && isConfirmed) this.catalog.commit(id, toRedemptions(state));
      else if (!isLatest || !needsReservation(state)) this.catalog.release(id, state.id);
    }
  }

  /** Delivers an event to the catalog, unless the plan delays or loses it. */
  deliver(event: IntegrationEvent): void {
    if (this.#options.plan.eventDelivery === "prompt") this.catalog.receive(event);
  }

  /** Delivers all events that are late, twice and the latest first. */
  deliverLateEvents(): void {
    if (this.#options.plan.eventDelivery !== "late") return;
    const events = this.integrationEvents.toReversed();
    for (const { event } of [...events, ...events]) this.catalog.receive(event);
  }

  /** Cancels another order, as a call of its object does. Throws when its process crashes. */
  cancelOther({ orderId, paymentId }: UnpaidOrder): Promise<OrderState> {
    const other = this.#others.get(orderId);
    if (other === undefined) throw new Error(`Order ${orderId} is not simulated`);
    const cancelling = other.#cancelUnpaid(paymentId);
    this.#cancellations.push(cancelling.catch(() => {}));
    return cancelling;
  }

  async #cancelUnpaid(paymentId: string): Promise<OrderState> {
    let state: OrderState | undefined;
    await this.run(async (runner) => {
      state = await runner.cancelUnpaid(paymentId, "0af7651916cd43dd8448eb211c80319c");
    });
    if (state === undefined) throw new Error("The order did not respond");
    return state;
  }

  /** Writes the row of an order that waits. */
  async #list(process: Process, state: OrderState): Promise<boolean> {
    this.listings.started++;
    await Promise.resolve();
    requireRunning(process);
    const { db } = createSimulatedDependencies(this, async (dependency, work) => this.#faults.call(dependency, work));
    try {
      await projectOrderIgnoringKey(db, state);
      requireRunning(process);
      return true;
    } catch (error) {
      requireRunning(process);
      if (error instanceof Crash) throw error;
      this.listings.failed++;
      return false;
    }
  }

  #createRuntime(process: Process): Runtime {
    return {
      now: () => this.#clock.now,
      wait: async (ms) => {
        requireRunning(process);
        this.#clock.now += ms;
      },
      random: this.#options.random,
      perform: async (due, state) => {
        const result = await perform(due.effect, {
          state,
          key: due.key,
          attempt: due.attempts,
          firstDueAt: due.firstDueAt,
          trace: { traceId: due.traceId, spanId: "0".repeat(15) + "1" },
          ...createSimulatedDependencies(this, async (dependency, work) => {
            await Promise.resolve();
            requireRunning(process);
            return this.#faults.call(dependency, work);
          }),
          now: this.#clock.now,
        });
        requireRunning(process);
        return result;
      },
      list: (state) => this.#list(process, state),
      write: (changes) => this.#write(process, changes),
      deleteAll: async () => {
        requireRunning(process);
        this.#faults.commit(() => {
          this.#disk = [];
        });
      },
      setAlarm: (at) => {
        requireRunning(process);
        this.alarmDelays.push(at - this.#clock.now);
        this.#alarmAt = at;
      },
      deleteAlarm: () => {
        requireRunning(process);
        this.#alarmAt = undefined;
      },
      giveUpMs,
    };
  }

  /** Advances the clock to the alarm and runs it. Returns false when no alarm is set, or when it is lost. */
  async #fireAlarm(): Promise<boolean> {
    if (this.#alarmAt === undefined) return false;
    const { plan } = this.#options;
    const isLost = plan.lostAlarms.has(this.#alarms++);
    this.#clock.now = Math.max(this.#clock.now, this.#alarmAt + plan.alarmDelayMs);
    this.#alarmAt = undefined;
    if (isLost) return false;
    await this.run((runner) => runner.alarm());
    return true;
  }

  /** Resumes the order after the deadline of its row. Throws when the cron would not find an order that has not settled. */
  async #runCron(state: OrderState): Promise<void> {
    const row = this.rows.get(state.id);
    // A row with the final status may be ahead of the log, which does not have its acknowledgement yet. The next read of
    // the order records it.
    if (row?.deadlineAt === null && row.sequence < state.sequence) {
      throw new Error(`No deadline for an order that is ${state.status}`);
    }
    this.#clock.now = Math.max(this.#clock.now, row?.deadlineAt?.getTime() ?? 0) + 60_000;
    await this.run((runner) => runner.resume());
  }

  #pending(): number {
    return this.#disk.reduce((sum, { pending }) => sum + pending.length, 0);
  }

  /** Ends the process. The next process has the clock of another machine, and only what is on disk. */
  #crash(): never {
    const { plan } = this.#options;
    this.evict();
    this.#crashedAt = this.#clock.now;
    this.#clock.now += plan.skewMs;
    if (plan.crashDeletesAlarm) this.#alarmAt = undefined;
    throw new Crash();
  }

  #write(process: Process, { entries, replaced }: LogChanges): void {
    requireRunning(process);
    this.#faults.commit(() => {
      const bySequence = new Map(this.#disk.map((entry) => [entry.recorded.sequence, entry]));
      for (const entry of entries) {
        // Events pass through the codec, as they do when they are read from disk.
        const event = createEventDecoder()(encodeEvent(entry.recorded.event));
        bySequence.set(entry.recorded.sequence, { ...entry, recorded: { ...entry.recorded, event } });
      }
      for (const sequence of replaced) bySequence.delete(sequence);
      this.#disk = [...bySequence.values()].sort((a, b) => a.recorded.sequence - b.recorded.sequence);
    });
  }
}

/** Returns the state after each entry. */
function foldEach(log: readonly LogEntry[]): readonly OrderState[] {
  let state = newOrder;
  return log.map(({ recorded }) => {
    state = evolve(state, recorded);
    return state;
  });
}

/** Throws `Crash` when the process has ended. */
function requireRunning(process: Process): void {
  if (process.ended) throw new Crash();
}
