import { DurableObject } from "cloudflare:workers";
import { createRpcClient } from "../kit/connect/client.ts";
import type { Result } from "../kit/domain/result.ts";
import { readFastPaths } from "../kit/fast-paths.ts";
import { describeError, log } from "../kit/observability/log.ts";
import { continueTrace } from "../kit/observability/trace.ts";
import { connectDatabase } from "../kit/storage/postgres.ts";
import { type OrderConfig, readConfig } from "./config.ts";
import type { Rejection } from "./domain/commands.ts";
import type { IntegrationEvent } from "./domain/integration-events.ts";
import type { UnpaidOrder } from "./domain/model.ts";
import type { OrderState } from "./domain/order.ts";
import type { EffectResult } from "./effects/effect.ts";
import { perform } from "./effects/perform.ts";
import { sendToConsumers } from "./event-queues.ts";
import { createStripePayments } from "./payments/stripe.ts";
import type { DueEffect } from "./saga/event-log.ts";
import { type LogChanges, readLog, writeLog } from "./saga/event-store.ts";
import { type CommandRequest, type OrderView, SagaRunner } from "./saga/saga-runner.ts";
import { deleteCartRow } from "./store/carts.ts";
import { createTaxReports } from "./store/tax-reports.ts";
import { createUnpaidOrders } from "./store/unpaid-orders.ts";
import { createSubscribers, type Subscribers } from "./subscriptions/subscribers.ts";
import { createStripeTaxes } from "./taxes/stripe.ts";

/** The timeout of one call to another service. */
const callTimeoutMs = 5_000;
/** The delay after an alarm that failed. */
const alarmRetryMs = 60_000;

/** One order: a saga runner on the storage, the alarm and the bindings of this object. */
export class OrderObject extends DurableObject<Env> {
  readonly #subscribers: Subscribers;
  #opened: SagaRunner | undefined;
  /** True after the storage of a cart was deleted. */
  #hasEnded = false;

  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env);
    this.#subscribers = createSubscribers(ctx, () => this.#runner.orderId);
    try {
      this.#opened = this.#openRunner();
    } catch (error) {
      // The constructor must not throw: the platform drops the alarm of an object that fails to start a few times.
      log("error", "order cannot be opened", { service: "order", orderId: this.#name, error: describeError(error) });
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
    return new SagaRunner(readLog(storage.sql), {
      now: () => Date.now(),
      wait: (ms) => scheduler.wait(ms),
      random: Math.random,
      perform: (due, state) => this.#perform(due, state),
      write: (changes) => this.#write(changes),
      deleteAll: () => this.#deleteAll(),
      setAlarm: (at) => void storage.setAlarm(at),
      deleteAlarm: () => void storage.deleteAlarm(),
      giveUpMs: this.#config.giveUpMs,
    });
  }

  execute(request: CommandRequest): Promise<Result<OrderView, Rejection>> {
    return this.#runner.execute(request);
  }

  async read(): Promise<OrderView | undefined> {
    return this.#runner.read();
  }

  async recheckPayment(): Promise<OrderView | undefined> {
    await this.#runner.recheckPayment();
    return this.#runner.read();
  }

  /** Cancels the order if its payment still waits for the cardholder. Called by a newer order of the account. */
  cancelUnpaid(paymentId: string, traceId: string): Promise<OrderState> {
    return this.#runner.cancelUnpaid(paymentId, traceId);
  }

  /** Runs the effects that are due. Called by the cron job and by services that hold resources for the order. */
  resume(): Promise<OrderState> {
    return this.#runner.resume();
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
      await this.#runner.alarm();
      if (this.#hasEnded) await this.#deleteRow();
    } catch (error) {
      log("error", "alarm", { service: "order", orderId: this.#name, error: describeError(error) });
      const { storage } = this.ctx;
      if ((await storage.getAlarm()) === null) await storage.setAlarm(Date.now() + alarmRetryMs);
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
      log("warn", "cart row not deleted", { service: "order", orderId: id, error: describeError(error) });
    }
  }

  #write(changes: LogChanges): void {
    try {
      this.ctx.storage.transactionSync(() => writeLog(this.ctx.storage.sql, changes));
    } catch (error) {
      // Memory and disk differ now. Restart the object, which reads the disk again.
      this.ctx.abort(describeError(error));
      return;
    }
    this.#subscribers.broadcast(changes.entries.map(({ recorded }) => recorded));
  }

  async #publish(event: IntegrationEvent): Promise<void> {
    await withTimeout("A queue", sendToConsumers(this.env, event));
  }

  #cancelOther({ orderId, paymentId }: UnpaidOrder, traceId: string): Promise<OrderState> {
    const other = this.env.ORDERS.get(this.env.ORDERS.idFromName(orderId));
    return withTimeout(`Order ${orderId}`, other.cancelUnpaid(paymentId, traceId));
  }

  async #perform(due: DueEffect, state: OrderState): Promise<EffectResult> {
    const config = this.#config;
    const startedAt = Date.now();
    const trace = continueTrace(`00-${due.traceId}-0000000000000001-01`);
    const identity = await config.identitySigner.signService(startedAt);
    const result = await perform(due.effect, {
      state,
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
      cancelUnpaidOrder: (order) => this.#cancelOther(order, due.traceId),
      publisher: { publish: (event) => this.#publish(event) },
      now: startedAt,
    });
    logAttempt(due, state.id, result, Date.now() - startedAt);
    return result;
  }
}

/** Waits for a call of a binding that has no timeout of its own. */
async function withTimeout<T>(receiver: string, call: Promise<T>): Promise<T> {
  const ended = new AbortController();
  const timeout = scheduler.wait(callTimeoutMs, { signal: ended.signal }).then(() => {
    throw new Error(`${receiver} did not respond within ${callTimeoutMs} ms`);
  });
  return Promise.race([call, timeout]).finally(() => ended.abort());
}

function logAttempt(due: DueEffect, orderId: string, result: EffectResult, ms: number): void {
  const isRetry = result.type === "retry";
  log(isRetry ? "warn" : "info", "effect", {
    service: "order",
    orderId,
    effect: due.effect.type,
    key: due.key,
    attempt: due.attempts,
    outcome: isRetry ? "retry" : result.outcome.type,
    reason: isRetry ? result.reason : undefined,
    ms,
    traceId: due.traceId,
  });
}
