import { DurableObject } from "cloudflare:workers";
import { createRpcClient } from "../kit/connect/client.ts";
import { err, type Result } from "../kit/domain/result.ts";
import { readFastPaths } from "../kit/fast-paths.ts";
import { describeError, log } from "../kit/observability/log.ts";
import { recordMetric } from "../kit/observability/metrics.ts";
import {
  countingUpstream,
  endOperation,
  findOperation,
  type Operation,
  runInOperation,
  startOperation,
} from "../kit/observability/operation.ts";
import { inPlatformSpan } from "../kit/observability/platform-tracing.ts";
import { readTelemetry } from "../kit/observability/telemetry.ts";
import { createSpan, type TraceParent, toTraceparent } from "../kit/observability/trace.ts";
import { connectDatabase } from "../kit/storage/postgres.ts";
import { type OrderConfig, readConfig } from "./config.ts";
import type { Rejection } from "./domain/commands.ts";
import type { IntegrationEvent } from "./domain/integration-events.ts";
import type { UnpaidOrder } from "./domain/model.ts";
import type { OrderState } from "./domain/order.ts";
import type { EffectResult } from "./effects/effect.ts";
import { perform } from "./effects/perform.ts";
import { EventBatch, sendToConsumers } from "./event-queues.ts";
import { createStripePayments } from "./payments/stripe.ts";
import type { DueEffect, LogCause } from "./saga/event-log.ts";
import { EventMetrics } from "./saga/event-metrics.ts";
import { EventStore, type LogChanges } from "./saga/event-store.ts";
import { type NewNote, NoteStore, type OrderNote } from "./saga/note-store.ts";
import { type CommandRequest, type OrderInspection, type OrderView, SagaRunner } from "./saga/saga-runner.ts";
import { deleteCartRow } from "./store/carts.ts";
import { projectOrderIgnoringKey } from "./store/order-rows.ts";
import { createTaxReports } from "./store/tax-reports.ts";
import { createUnpaidOrders } from "./store/unpaid-orders.ts";
import { createSubscribers, type Subscribers } from "./subscriptions/subscribers.ts";
import { createStripeTaxes } from "./taxes/stripe.ts";

/** The timeout of one call to another service. */
const callTimeoutMs = 5_000;
/** An order whose command takes longer than this is listed while it runs. */
const listAfterMs = 1_000;
/** The parent of effects whose cause is not known: entries of earlier releases name no span. */
const unknownSpanId = "0000000000000001";
/** The delay after an alarm that failed. */
const alarmRetryMs = 60_000;

/** One order: a saga runner on the storage, the alarm and the bindings of this object. */
export class OrderObject extends DurableObject<Env> {
  readonly #subscribers: Subscribers;
  readonly #store: EventStore;
  readonly #notes: NoteStore;
  readonly #events = new EventBatch((events) => withTimeout("A queue", sendToConsumers(this.env, events)));
  #opened: SagaRunner | undefined;
  #metrics: EventMetrics | undefined;
  /** True after the storage of a cart was deleted. */
  #hasEnded = false;

  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env);
    this.#store = new EventStore(ctx.storage.sql);
    this.#notes = new NoteStore(ctx.storage.sql);
    this.#subscribers = createSubscribers(ctx, () => this.#runner.orderId);
    try {
      this.#opened = this.#openRunner();
    } catch (error) {
      // The constructor must not throw: the platform drops the alarm of an object that fails to start a few times.
      recordMetric("stoa.order.cannot_open", 1, {});
      log("error", "order cannot be opened", { orderId: this.#name, error: describeError(error) });
    }
  }

  /**
   * Throws when the event log cannot be read or the configuration is invalid. The state on disk is not affected; the next
   * call retries.
   */
  get #runner(): SagaRunner {
    this.#opened ??= this.#openRunner();
    return this.#opened;
  }

  get #config(): OrderConfig {
    return readConfig(this.env);
  }

  /** The order id. It is known even when the event log cannot be read. */
  get #name(): string | undefined {
    return this.ctx.id.name;
  }

  #openRunner(): SagaRunner {
    const { storage } = this.ctx;
    readTelemetry(this.env);
    const entries = this.#store.read();
    // An earlier release that erased the personal data did not know notes.
    this.#notes.erase(entries.map(({ recorded }) => recorded));
    this.#metrics = new EventMetrics(entries);
    return new SagaRunner(entries, {
      now: () => Date.now(),
      wait: (ms) => scheduler.wait(ms),
      random: Math.random,
      perform: (due, state) => this.#perform(due, state),
      list: (state) => this.#list(state),
      write: (changes) => this.#write(changes),
      deleteAll: () => this.#deleteAll(),
      setAlarm: (at) => void storage.setAlarm(at),
      deleteAlarm: () => void storage.deleteAlarm(),
      giveUpMs: this.#config.giveUpMs,
    });
  }

  async execute(request: CommandRequest): Promise<Result<OrderView, Rejection>> {
    const runner = this.#runner;
    // An effect that takes long is not retried before its timeout.
    const timer = setTimeout(() => runner.list(), listAfterMs);
    try {
      return await runner.execute(request);
    } finally {
      clearTimeout(timer);
    }
  }

  async read(): Promise<OrderView | undefined> {
    return this.#runner.read();
  }

  /** Returns the order with its effects and notes, for support staff. */
  async inspect(): Promise<(OrderInspection & { readonly notes: readonly OrderNote[] }) | undefined> {
    const order = this.#runner.inspect();
    return order && { ...order, notes: this.#notes.read() };
  }

  /** Adds a note of support staff. The caller has read the order before. */
  async addNote(note: Omit<NewNote, "at" | "sequence">): Promise<Result<void, Rejection>> {
    const order = this.#runner.read();
    if (order === undefined) return err({ reason: "NOT_FOUND", message: "Order not found", field: ["orderId"] });
    const { sequence } = order.state;
    return this.ctx.storage.transactionSync(() => this.#notes.add({ ...note, at: Date.now(), sequence }));
  }

  /** Attempts all pending effects now. Called by support staff; `cause` is the span of the call. */
  runPending(cause: TraceParent): Promise<OrderView | undefined> {
    return this.#wake("staff", cause, () => this.#runner.runPending());
  }

  /** Asks the payment provider for the payment. Called for a webhook; `cause` is the span of its call. */
  async recheckPayment(cause?: TraceParent): Promise<OrderView | undefined> {
    await this.#wake("webhook", cause, () => this.#runner.recheckPayment());
    return this.#runner.read();
  }

  /** Cancels the order if its payment still waits for the cardholder. Called by a newer order of the account. */
  cancelUnpaid(paymentId: string, traceId: string, spanId?: string): Promise<OrderState> {
    return this.#runner.cancelUnpaid(paymentId, traceId, spanId);
  }

  /** Runs the effects that are due. Called by the cron job and by services that hold resources for the order. */
  resume(cause?: TraceParent, trigger: "cron" | "reservation" = "cron"): Promise<OrderState> {
    return this.#wake(trigger, cause, () => this.#runner.resume());
  }

  /** Opens a WebSocket for a subscriber. Every other request is a method call. */
  override async fetch(): Promise<Response> {
    return this.#subscribers.accept(this.#runner.read()?.events ?? []);
  }

  override webSocketClose(socket: WebSocket): void {
    this.#subscribers.remove(socket);
  }

  override async alarm(): Promise<void> {
    try {
      await this.#wake("alarm", undefined, () => this.#runner.alarm());
      if (this.#hasEnded) await this.#deleteRow();
    } catch (error) {
      log("error", "alarm", { orderId: this.#name, error: describeError(error) });
      const { storage } = this.ctx;
      if ((await storage.getAlarm()) === null) await storage.setAlarm(Date.now() + alarmRetryMs);
    }
  }

  /**
   * Runs work that no command caused, in the trace of the request that the order still works for. The line links to the span that
   * called the object.
   */
  async #wake<T>(trigger: WakeTrigger, caller: TraceParent | undefined, work: () => Promise<T>): Promise<T> {
    const operation = startOperation("wake", createSpan(toParent(this.#runner.cause)));
    Object.assign(operation.fields, { orderId: this.#name, trigger, outcome: "ok" });
    if (caller !== undefined) operation.fields.links = [toTraceparent(caller)];
    try {
      const result = await runInOperation(operation, work);
      endOperation(operation, "info");
      return result;
    } catch (error) {
      Object.assign(operation.fields, { outcome: "failed", error: describeError(error) });
      endOperation(operation, "error");
      throw error;
    }
  }

  async #deleteAll(): Promise<void> {
    this.#hasEnded = true;
    for (const socket of this.ctx.getWebSockets()) socket.close();
    await this.ctx.storage.deleteAll();
  }

  /** Deletes the row of a cart that has ended. If the database does not respond, the cron job deletes it. */
  async #deleteRow(): Promise<void> {
    const id = this.#name;
    if (id === undefined) return;
    try {
      await deleteCartRow(connectDatabase(this.#config.database, AbortSignal.timeout(callTimeoutMs)), id);
    } catch (error) {
      log("warn", "cart row not deleted", { orderId: id, error: describeError(error) });
    }
  }

  #write(changes: LogChanges): void {
    try {
      this.ctx.storage.transactionSync(() => {
        this.#store.write(changes);
        this.#notes.erase(changes.entries.map(({ recorded }) => recorded));
      });
    } catch (error) {
      // Memory and disk differ now. Restart the object, which reads the disk again.
      this.ctx.abort(describeError(error));
      return;
    }
    this.#metrics?.record(changes.entries);
    this.#subscribers.broadcast(changes.entries.map(({ recorded }) => recorded));
  }

  /** Writes the row of an order that waits. If the database does not respond, the next retry of the order lists it. */
  async #list(state: OrderState): Promise<boolean> {
    try {
      const db = connectDatabase(this.#config.database, AbortSignal.timeout(callTimeoutMs));
      await projectOrderIgnoringKey(db, state);
      return true;
    } catch (error) {
      log("warn", "order not listed", { orderId: state.id, error: describeError(error) });
      return false;
    }
  }

  #publish(event: IntegrationEvent): Promise<void> {
    return countingUpstream("queue", () => this.#events.add(event));
  }

  #cancelOther({ orderId, paymentId }: UnpaidOrder, { traceId, spanId }: TraceParent): Promise<OrderState> {
    const other = this.env.ORDERS.get(this.env.ORDERS.idFromName(orderId));
    return withTimeout(`Order ${orderId}`, other.cancelUnpaid(paymentId, traceId, spanId));
  }

  async #perform(due: DueEffect, state: OrderState): Promise<EffectResult> {
    const operation = startOperation("effect", createSpan(getEffectParent(due)));
    return inPlatformSpan(due.effect.type, async (span) => {
      const result = await runInOperation(operation, () => this.#attempt(due, state, operation));
      noteAttempt(due, state.id, result, operation);
      endOperation(operation, result.type === "retry" ? "warn" : "info", span);
      return result;
    });
  }

  async #attempt(due: DueEffect, state: OrderState, operation: Operation<"effect">): Promise<EffectResult> {
    const config = this.#config;
    const { trace, startedAt } = operation;
    const identity = await config.identitySigner.signService(startedAt);
    return perform(due.effect, {
      state,
      trace,
      key: due.key,
      attempt: due.attempts,
      firstDueAt: due.firstDueAt,
      payments: createStripePayments(config.stripe),
      taxes: config.stripeTax && createStripeTaxes(config.stripeTax),
      catalog: createRpcClient(this.env.CATALOG, {
        trace,
        identity,
        timeoutMs: callTimeoutMs,
        fastPath: readFastPaths(this.env).connect,
      }),
      get db() {
        return connectDatabase(config.database, AbortSignal.timeout(callTimeoutMs));
      },
      get taxReports() {
        return createTaxReports(this.db);
      },
      get unpaidOrders() {
        return createUnpaidOrders(this.db, config.limits);
      },
      cancelUnpaidOrder: (order) => this.#cancelOther(order, trace),
      publisher: { publish: (event) => this.#publish(event) },
      now: startedAt,
    });
  }
}

/** Waits for a call of a binding that has no timeout of its own. */
async function withTimeout<T>(receiver: string, call: Promise<T>): Promise<T> {
  const timeout = Promise.withResolvers<never>();
  const fail = () => timeout.reject(new Error(`${receiver} did not respond within ${callTimeoutMs} ms`));
  const timer = setTimeout(fail, callTimeoutMs);
  return Promise.race([call, timeout.promise]).finally(() => clearTimeout(timer));
}

type WakeTrigger = "alarm" | "cron" | "webhook" | "reservation" | "staff";

function toParent(cause: LogCause | undefined): TraceParent | undefined {
  // Entries of earlier releases name no span.
  return cause && { traceId: cause.traceId, spanId: cause.spanId ?? unknownSpanId };
}

/** Returns the span that an attempt is a part of: the alarm or webhook that runs it, or else the request that caused the effect. */
function getEffectParent(due: DueEffect): TraceParent {
  const trace = findOperation()?.trace;
  return trace?.traceId === due.traceId ? trace : { traceId: due.traceId, spanId: due.spanId ?? unknownSpanId };
}

/** Adds an attempt and its result to the line of its operation. */
function noteAttempt(due: DueEffect, orderId: string, result: EffectResult, operation: Operation<"effect">): void {
  const isRetry = result.type === "retry";
  Object.assign(operation.fields, {
    orderId,
    effect: due.effect.type,
    key: due.key,
    attempt: due.attempts,
    outcome: isRetry ? "retry" : result.outcome.type,
    reason: isRetry ? result.reason : undefined,
    lateness: Math.max(operation.startedAt - due.dueAt, 0),
  });
}
