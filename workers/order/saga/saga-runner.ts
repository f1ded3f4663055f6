import { err, ok, type Result } from "../../kit/domain/result.ts";
import { describeError } from "../../kit/observability/log.ts";
import type { Outcome, Rejection, UserCommand } from "../domain/commands.ts";
import { blocksCaller, needsDurableLog } from "../domain/effects.ts";
import type { RecordedEvent } from "../domain/events.ts";
import { evolve } from "../domain/evolve.ts";
import { cartEndsAt, isSettled, newOrder, type OrderState } from "../domain/order.ts";
import { Alarm } from "./alarm.ts";
import { toAttemptError } from "./attempt-error.ts";
import { isExhausted, nextAttemptAt } from "./backoff.ts";
import { type EffectView, listEffects } from "./effect-list.ts";
import { type CommandEnvelope, type DueEffect, EventLog, type LogCause } from "./event-log.ts";
import type { EffectAttempt, LogEntry } from "./event-store.ts";
import type { Runtime } from "./runtime.ts";

/** An order as callers receive it: its state and the events that led to it. */
export interface OrderView {
  readonly state: OrderState;
  readonly events: readonly RecordedEvent[];
}

/** An order with what support staff see of its object. */
export interface OrderInspection extends OrderView {
  /** Oldest first. */
  readonly effects: readonly EffectView[];
  /** The trace of the request that placed the order last. Undefined in a cart. */
  readonly traceId?: string;
}

/** A command from outside, as an RPC sends it to the object. */
export interface CommandRequest extends Omit<CommandEnvelope, "command" | "now"> {
  readonly command: UserCommand;
}

/** How long a caller waits for effects that are retried. After that the alarm continues. */
const maxWaitMs = 4_000;
/** The alarm checks this long after an effect was due whether the request that ran it is still alive. */
const watchdogMs = 5_000;
/** The alarm for the end of a cart follows its changes at most this often, because each move is a write to disk. */
const cartAlarmToleranceMs = 24 * 3_600_000;

/**
 * Runs the saga of one order. A command causes events, and events cause effects. The request that caused the effects runs
 * them to the end; the alarm finishes what a crash interrupted. A Durable Object is no mutex: other requests run while an
 * effect awaits its receiver. Therefore the event log makes every decision synchronously, on what is recorded at that
 * moment.
 */
export class SagaRunner {
  #log: EventLog;
  readonly #runtime: Runtime;
  readonly #alarm: Alarm;
  /** The time of the last alarm that was set for the end of a cart. */
  #cartAlarmAt: number | undefined;
  /** The keys of the integration events that are being published. */
  readonly #publishing = new Set<string>();
  /** The keys of the effects that are being attempted. */
  readonly #attempting = new Set<string>();
  /** The latest state that `list` has written. 0 after a restart: then the order is listed once more. */
  #listedSequence = 0;
  /** Settles when the row of an order that waits is written. Undefined when none is being written. */
  #listing: Promise<void> | undefined;
  /** Settles when no effect that callers wait for is due. Undefined when no request runs effects. */
  #running: Promise<void> | undefined;

  constructor(entries: readonly LogEntry[], runtime: Runtime) {
    this.#log = new EventLog(entries);
    this.#runtime = runtime;
    this.#alarm = new Alarm(runtime);
    // The request that ran the pending effects is gone, and its alarm may be lost: an effect that is due runs now.
    const dueAt = this.#nextAlarmAt();
    if (dueAt !== undefined) this.#alarm.set(dueAt);
  }

  get orderId(): string {
    return this.#log.state.id;
  }

  /** The request that caused what the order does next. Undefined before its first event. */
  get cause(): LogCause | undefined {
    return this.#log.cause;
  }

  /** Executes a command and the effects that follow from it. Returns the order as it is then. */
  async execute(request: CommandRequest): Promise<Result<OrderView, Rejection>> {
    const submitted = this.#log.submit({ ...request, now: this.#runtime.now() });
    if (!submitted.ok) return err(submitted.error);
    return ok(await this.#runUntil(this.#runtime.now() + maxWaitMs));
  }

  /** Returns the order, or undefined before its first event. */
  read(): OrderView | undefined {
    this.#save();
    const view = this.#view();
    return view.events.length === 0 ? undefined : view;
  }

  /** Returns the order with its effects, or undefined before its first event. */
  inspect(): OrderInspection | undefined {
    const view = this.read();
    if (view === undefined) return undefined;
    const { entries } = this.#log;
    const placed = entries.findLast(({ recorded }) => recorded.event.type === "OrderPlaced");
    const effects = listEffects(entries, ({ key }) => this.#attempting.has(key));
    return { ...view, effects, ...(placed && { traceId: placed.traceId }) };
  }

  /** Asks the payment provider for the state of a payment that waits for a customer action. */
  async recheckPayment(): Promise<void> {
    this.#log.retryNow(this.#runtime.now(), "customer actions");
    await this.#runUntil(this.#runtime.now() + maxWaitMs);
  }

  /** Attempts all pending effects now. Returns the order as it is then. Does nothing when there are none. */
  async runPending(): Promise<OrderView | undefined> {
    if (this.#log.pending.length > 0) {
      this.#log.retryNow(this.#runtime.now(), "all");
      await this.#runUntil(this.#runtime.now() + maxWaitMs);
    }
    return this.read();
  }

  /**
   * Cancels the order if its payment still waits for the cardholder. The provider is asked first: a payment that was
   * authorized meanwhile stays. Returns the order as it is then.
   */
  async cancelUnpaid(paymentId: string, traceId: string, spanId?: string): Promise<OrderState> {
    await this.recheckPayment();
    await this.execute({ command: { type: "cancelUnpaid", paymentId }, actor: "system", traceId, spanId });
    return this.#view().state;
  }

  /** Runs the effects that are due. Ends a cart whose time is over. Returns a state without events then. */
  async resume(): Promise<OrderState> {
    await this.#endCart();
    const { state } = await this.#runUntil(this.#runtime.now());
    return state;
  }

  /** Must be called by the alarm. It may throw; the next alarm is set before that and retries. */
  async alarm(): Promise<void> {
    // The platform drops an alarm after its seventh failure, so the next alarm is set first.
    this.#alarm.markFired();
    this.#alarm.set(this.#runtime.now() + watchdogMs);
    await this.#endCart();
    await this.#runUntil(this.#runtime.now());
  }

  /**
   * Ends a cart whose time is over: deletes it, with everything on disk. A cart that was placed before and rejected is
   * cancelled instead, because the record of its payments stays.
   */
  async #endCart(): Promise<void> {
    const endsAt = cartEndsAt(this.#log.state);
    const now = this.#runtime.now();
    if (endsAt === undefined || endsAt > now || this.#log.pending.length > 0) return;
    if (this.#log.state.attempt > 0) {
      const traceId = crypto.randomUUID().replaceAll("-", "");
      this.#log.submit({ command: { type: "cancelOrder" }, actor: "system", traceId, now });
      return;
    }
    // A command that arrives during the deletion finds no cart.
    this.#log = new EventLog([]);
    await this.#runtime.deleteAll();
  }

  /**
   * Runs the effects that callers wait for, and the retries that are due by `deadline`. Returns the order as it was saved:
   * another request can change the order before the caller continues, and that change is not on disk.
   */
  async #runUntil(deadline: number): Promise<OrderView> {
    for (;;) {
      // `#running` is set before the first effect starts. So the first save sets the watchdog alarm, not an immediate one.
      this.#running ??= Promise.resolve()
        .then(() => this.#runDue())
        .finally(() => {
          this.#running = undefined;
        });
      await this.#running;
      const next = this.#nextDueAt();
      if (next === undefined || next > deadline) break;
      await this.#runtime.wait(Math.max(next - this.#runtime.now(), 0));
    }
    if (this.#nextDueAt() !== undefined) this.list();
    await this.#listing;
    this.#saveEnds();
    return this.#view();
  }

  #view(): OrderView {
    return { state: this.#log.state, events: this.#log.events };
  }

  async #runDue(): Promise<void> {
    for (let due = this.#findDue(true); due.length > 0; due = this.#findDue(true)) {
      await Promise.all(due.map((effect) => this.#attempt(effect)));
    }
  }

  /** Attempts an effect once, and records its outcome or the time of the next attempt. */
  async #attempt(due: DueEffect): Promise<void> {
    if (needsDurableLog(due.effect)) this.#save();
    const state = blocksCaller(due.effect) ? this.#log.state : this.#log.stateAt(due.sequence);
    const at = this.#runtime.now();
    this.#attempting.add(due.key);
    const result = await this.#runtime.perform(due, state).finally(() => this.#attempting.delete(due.key));
    const attempt = { at, durationMs: Math.max(this.#runtime.now() - at, 0) };
    const reason = result.type === "retry" ? result.reason : this.#settle(due, result.outcome, attempt);
    if (result.type === "retry" && result.refusedForMs !== undefined) {
      this.#postpone(due, result.refusedForMs, toFailed(attempt, result.reason));
    } else if (reason !== undefined) this.#retryOrGiveUp(due, reason, toFailed(attempt, reason));
    else return;
    if (blocksCaller(due.effect)) this.list();
  }

  /**
   * Starts to write the row of a placed order that waits, for example for its cardholder or for a dependency that is down. An
   * order that ends within its request is not listed before. While the order waits, each retry lists it until that has
   * succeeded: also after a crash, because the alarm or the cron job retries.
   */
  list(): void {
    const { state } = this.#log;
    const isWaiting = state.placedAt !== undefined && !isSettled(state);
    if (!isWaiting || state.sequence <= this.#listedSequence || this.#listing !== undefined) return;
    // Lists show no state that a crash undoes.
    this.#save();
    this.#listing = this.#runtime
      .list(state)
      .then((isListed) => {
        if (isListed) this.#listedSequence = state.sequence;
      })
      // This happens only in an object that has ended.
      .catch(() => {})
      .finally(() => {
        this.#listing = undefined;
      });
  }

  /**
   * Records the outcome of an effect. Returns a reason for a retry when the outcome cannot be decided on. That is a bug,
   * and the order must not stop silently because of it: the effect is retried, and in the end staff decide.
   */
  #settle(due: DueEffect, outcome: Outcome, attempt: EffectAttempt): string | undefined {
    try {
      const ended = outcome.type === "exhausted" ? toFailed(attempt, outcome.reason) : attempt;
      this.#log.settle(due, outcome, this.#runtime.now(), ended);
      return undefined;
    } catch (error) {
      return `${outcome.type}: ${describeError(error)}`;
    }
  }

  /** Retries an effect that the receiver's rate limit refused. The wait does not count towards giving up. */
  #postpone(due: DueEffect, refusedForMs: number, attempt: EffectAttempt): void {
    const { now, random } = this.#runtime;
    const at = nextAttemptAt(due.effect, now() + refusedForMs, due.attempts, random());
    this.#log.reschedule(due, at, attempt, at - now());
  }

  #retryOrGiveUp(due: DueEffect, reason: string, attempt: EffectAttempt): void {
    const { now, random, giveUpMs } = this.#runtime;
    if (isExhausted(due, now(), giveUpMs)) {
      this.#log.settle(due, { type: "exhausted", effect: due.effect, key: due.key, reason }, now(), attempt);
    } else {
      this.#log.reschedule(due, nextAttemptAt(due.effect, now(), due.attempts, random()), attempt);
    }
  }

  /**
   * Saves, but leaves the ends of effects to the last integration event that is being published: then they are one commit, and the
   * response does not wait for it. An effect whose end is lost runs again, which changes nothing.
   */
  #saveEnds(): void {
    if (this.#publishing.size === 0 || this.#log.hasUnsavedDecisions) this.#save();
  }

  /** Writes the unsaved entries to disk, starts the publishing of their events, and sets the alarm for pending effects. */
  #save(): void {
    const changes = this.#log.takeUnsaved();
    if (changes.entries.length > 0) this.#runtime.write(changes);
    // The events of a saga leave together, when it has ended or waits.
    if (this.#running === undefined || isSettled(this.#log.state)) this.#publish();
    const next = this.#nextAlarmAt();
    if (next === undefined) this.#setCartAlarm(changes.entries.length > 0);
    else if (this.#running === undefined) this.#alarm.set(next);
    else if (this.#alarm.at === undefined || this.#alarm.at > this.#runtime.now() + cartAlarmToleranceMs) {
      this.#alarm.set(this.#runtime.now() + watchdogMs);
    }
  }

  /** Sets the alarm for the end of a cart. Deletes the alarm of an order that is no cart. A read sets no alarm. */
  #setCartAlarm(isChanged: boolean): void {
    const endsAt = cartEndsAt(this.#log.state);
    if (endsAt === undefined) {
      this.#alarm.delete();
      return;
    }
    const { at } = this.#alarm;
    // An alarm at another time is the watchdog of a request or of an alarm that has ended.
    const isCartAlarm = at !== undefined && at === this.#cartAlarmAt;
    const isRightTime = isCartAlarm && at <= endsAt && at >= endsAt - cartAlarmToleranceMs;
    if (at === undefined ? !isChanged : isRightTime) return;
    this.#alarm.set(endsAt);
    this.#cartAlarmAt = this.#alarm.at;
  }

  /** Starts to publish the integration events that are on disk. No caller waits; the next save writes the outcomes. */
  #publish(): void {
    for (const event of this.#findDue(false)) {
      this.#publishing.add(event.key);
      void this.#attempt(event)
        .then(() => {
          this.#publishing.delete(event.key);
          if (this.#running === undefined) this.#saveEnds();
        })
        // This happens only in an object that has ended. The next object publishes the event again.
        .catch(() => {});
    }
  }

  /** Returns the due effects that callers wait for, or the due effects that no caller waits for. */
  #findDue(isAwaited: boolean): readonly DueEffect[] {
    return this.#log.pending.filter(
      ({ effect, dueAt, key }) =>
        blocksCaller(effect) === isAwaited && dueAt <= this.#runtime.now() && !this.#publishing.has(key),
    );
  }

  /** Returns when the next effect is due that callers wait for. */
  #nextDueAt(): number | undefined {
    return earliest(this.#log.pending.flatMap(({ effect, dueAt }) => (blocksCaller(effect) ? [dueAt] : [])));
  }

  /** Returns when the alarm is needed. Events that are being published need no earlier alarm than the one that is set. */
  #nextAlarmAt(): number | undefined {
    const publishingAt = this.#alarm.at ?? this.#runtime.now() + watchdogMs;
    return earliest(this.#log.pending.map(({ dueAt, key }) => (this.#publishing.has(key) ? publishingAt : dueAt)));
  }
}

/**
 * Returns the order as it was at a time, in milliseconds since the epoch. Undefined before its first event. The caller must
 * be allowed to see the present order: another account may have owned it then.
 */
export function viewAt({ events }: OrderView, time: number): OrderView | undefined {
  // Up to the last event of that time: the clock may have been set back between two events.
  const past = events.slice(0, events.findLastIndex(({ at }) => at <= time) + 1);
  return past.length === 0 ? undefined : { state: past.reduce(evolve, newOrder), events: past };
}

/** Returns the order as it was after its event with this sequence. Undefined when there is no such event. */
export function viewAfter({ events }: OrderView, sequence: number): OrderView | undefined {
  const past = events.slice(0, events.findLastIndex((event) => event.sequence === sequence) + 1);
  return past.length === 0 ? undefined : { state: past.reduce(evolve, newOrder), events: past };
}

function toFailed(attempt: EffectAttempt, reason: string): EffectAttempt {
  return { ...attempt, error: toAttemptError(reason) };
}

function earliest(times: readonly number[]): number | undefined {
  return times.length === 0 ? undefined : Math.min(...times);
}
