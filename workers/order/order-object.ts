import { DurableObject } from "cloudflare:workers";
import { rpcTo } from "../kit/connect-client.ts";
import { describeError, log } from "../kit/log.ts";
import { openDatabase } from "../kit/postgres.ts";
import { err, ok, type Result } from "../kit/result.ts";
import { serviceIdentity } from "../kit/service-identity.ts";
import { continueTrace } from "../kit/trace.ts";
import { isExhausted, nextAttemptAt } from "./backoff.ts";
import { type OrderConfig, readConfig } from "./config.ts";
import type { Rejection, UserCommand } from "./domain/commands.ts";
import { needsDurableLog } from "./domain/effects.ts";
import type { RecordedEvent } from "./domain/events.ts";
import { evolve } from "./domain/evolve.ts";
import { newOrder, type OrderState } from "./domain/order.ts";
import { perform } from "./effects/perform.ts";
import { type DueEffect, type Journal, openJournal } from "./journal.ts";
import { readLog, writeLog } from "./order-log.ts";
import { stripePayments } from "./payments/stripe.ts";

/** An order as callers get it: its state and the events that led there. */
export interface OrderView {
  readonly state: OrderState;
  readonly events: readonly RecordedEvent[];
}

export interface ObjectRequest {
  readonly command: UserCommand;
  readonly actor: string;
  readonly traceId: string;
  readonly commandId?: string;
  readonly requestHash?: string;
}

/** How long a caller is kept waiting for effects that have to be repeated; the alarm goes on after that. */
const patienceMs = 4_000;
/** How long after an effect was due the alarm looks whether whoever drove it is still there. */
const deadManMs = 20_000;
/** One call to a sibling. */
const callTimeoutMs = 5_000;

/**
 * One order. Commands become events, events become effects, and the request that caused them drives them to their end;
 * the alarm finishes what a crash left. An object is no mutex: any effect lets other requests in, so that all decisions
 * are made by the journal, at once, on what is recorded by then.
 */
export class OrderObject extends DurableObject<Env> {
  readonly #journal: Journal;
  readonly #config: OrderConfig;
  #driving: Promise<void> | undefined;
  #alarmAt: number | undefined;

  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env);
    this.#config = readConfig(env);
    this.#journal = openJournal(readLog(ctx.storage.sql));
    // Whoever drove what is pending here is gone, and the alarm may be too: whatever is due goes on at once.
    const next = this.#journal.nextDueAt();
    if (next !== undefined) this.#arm(next);
  }

  /** Does what was asked and all that follows from it; answers with the order as it is then. */
  async execute(request: ObjectRequest): Promise<Result<OrderView, Rejection>> {
    const submitted = this.#journal.submit({ ...request, now: Date.now() });
    if (!submitted.ok) return err(submitted.error);
    await this.#settle(Date.now() + patienceMs);
    return ok(this.#view());
  }

  /** The order as it is, or as it was at a time in milliseconds since the epoch; undefined before its first event. */
  async read(asOf?: number): Promise<OrderView | undefined> {
    this.#save();
    const view = this.#view();
    const events = asOf === undefined ? view.events : view.events.filter(({ at }) => at <= asOf);
    if (events.length === 0) return undefined;
    return { events, state: asOf === undefined ? view.state : events.reduce(evolve, newOrder) };
  }

  /** Goes on with whatever is due. For the watchdog, and for whoever holds something of the order's. */
  async wake(): Promise<OrderState> {
    await this.#settle(Date.now());
    return this.#journal.state();
  }

  override async alarm(): Promise<void> {
    // An alarm that throws seven times is never called again: arm the next one first, and let nothing out.
    this.#alarmAt = undefined;
    this.#arm(Date.now() + deadManMs);
    try {
      await this.#settle(Date.now());
    } catch (error) {
      log("error", "alarm", { orderId: this.#journal.state().id, error: describeError(error) });
    }
  }

  #view(): OrderView {
    return { state: this.#journal.state(), events: this.#journal.events() };
  }

  async #settle(until: number): Promise<void> {
    for (;;) {
      this.#driving ??= this.#drive().finally(() => {
        this.#driving = undefined;
      });
      await this.#driving;
      const next = this.#journal.nextDueAt();
      if (next === undefined || next > until) break;
      await scheduler.wait(Math.max(next - Date.now(), 0));
    }
    this.#save();
  }

  async #drive(): Promise<void> {
    for (;;) {
      const due = this.#journal.due(Date.now());
      if (due.length === 0) return;
      await Promise.all(due.map((effect) => this.#attempt(effect)));
    }
  }

  async #attempt(due: DueEffect): Promise<void> {
    if (needsDurableLog(due.effect)) this.#save();
    const startedAt = Date.now();
    const { id } = this.#journal.state();
    const key = `${id}:${due.sequence}:${due.index}`;
    const trace = continueTrace(`00-${due.traceId}-0000000000000001-01`);
    const config = this.#config;
    const identity = await serviceIdentity("order", config.identityKey, startedAt);
    const result = await perform(due.effect, {
      state: this.#journal.state(),
      key,
      attempt: due.attempts,
      payments: stripePayments(config.stripe.secretKey, config.stripe.host),
      catalog: rpcTo(this.env.CATALOG, { trace, identity, timeoutMs: callTimeoutMs }),
      get db() {
        return openDatabase(config.database, AbortSignal.timeout(callTimeoutMs));
      },
      now: startedAt,
    });
    const now = Date.now();
    log(result.type === "retry" ? "warn" : "info", "effect", {
      service: "order",
      orderId: id,
      effect: due.effect.type,
      key,
      attempt: due.attempts,
      outcome: result.type === "retry" ? "retry" : result.outcome.type,
      reason: result.type === "retry" ? result.reason : undefined,
      ms: now - startedAt,
      traceId: due.traceId,
    });
    if (result.type === "outcome") this.#journal.settle(due, result.outcome, now);
    else if (due.effect.type !== "projectOrder" && isExhausted(due.since, now)) {
      this.#journal.settle(due, { type: "exhausted", effect: due.effect, reason: result.reason }, now);
    } else this.#journal.postpone(due, nextAttemptAt(now, due.attempts, Math.random()));
  }

  /** Puts on disk, in one commit, what has been recorded, with the alarm that watches over what is still to do. */
  #save(): void {
    const next = this.#journal.nextDueAt();
    const entries = this.#journal.takeUnsaved();
    try {
      if (entries.length > 0) this.ctx.storage.transactionSync(() => writeLog(this.ctx.storage.sql, entries));
    } catch (error) {
      // What is in memory is no longer what is on disk: begin again from the disk.
      this.ctx.abort(describeError(error));
    }
    if (next === undefined) this.#disarm();
    else if (this.#driving === undefined) this.#arm(next);
    else if (this.#alarmAt === undefined) this.#arm(Date.now() + deadManMs);
  }

  #arm(at: number): void {
    const time = Math.max(at, Date.now() + 10);
    if (this.#alarmAt !== undefined && Math.abs(this.#alarmAt - time) < 10) return;
    this.#alarmAt = time;
    this.ctx.storage.setAlarm(time);
  }

  #disarm(): void {
    if (this.#alarmAt === undefined) return;
    this.#alarmAt = undefined;
    this.ctx.storage.deleteAlarm();
  }
}
