import { DurableObject } from "cloudflare:workers";
import { serviceIdentity } from "../kit/auth/service-identity.ts";
import { rpcTo } from "../kit/connect/client.ts";
import type { Result } from "../kit/domain/result.ts";
import { describeError, log } from "../kit/observability/log.ts";
import { continueTrace } from "../kit/observability/trace.ts";
import { openDatabase } from "../kit/storage/postgres.ts";
import { type OrderConfig, readConfig } from "./config.ts";
import type { Rejection } from "./domain/commands.ts";
import type { IntegrationEvent } from "./domain/integration-events.ts";
import type { OrderState } from "./domain/order.ts";
import type { EffectResult } from "./effects/effect.ts";
import { perform } from "./effects/perform.ts";
import { stripePayments } from "./payments/stripe.ts";
import type { DueEffect } from "./saga/event-log.ts";
import { type LogEntry, readLog, writeLog } from "./saga/event-store.ts";
import { createSagaRunner, type ObjectRequest, type OrderView, type SagaRunner } from "./saga/saga-runner.ts";
import { createSubscribers, type Subscribers } from "./subscriptions/subscribers.ts";

/** One call to a sibling. */
const callTimeoutMs = 5_000;
/** After an alarm that could not do anything. */
const againMs = 60_000;

/** One order: a driver over this object's storage, alarm and bindings. */
export class OrderObject extends DurableObject<Env> {
  readonly #watchers: Subscribers;
  #opened: SagaRunner | undefined;

  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env);
    this.#watchers = createSubscribers(ctx, () => this.#driver.orderId());
    try {
      this.#opened = this.#open();
    } catch (error) {
      // Nothing may be thrown here: an alarm whose object cannot be made is given up for good after a few tries.
      log("error", "order cannot be opened", { service: "order", orderId: this.#name, error: describeError(error) });
    }
  }

  /** Throws while the log cannot be read or a setting is wrong: whatever is wrong will be mended, and nothing is lost. */
  get #driver(): SagaRunner {
    this.#opened ??= this.#open();
    return this.#opened;
  }

  get #config(): OrderConfig {
    return readConfig(this.env);
  }

  /** Known though nothing can be read. */
  get #name(): string | undefined {
    return this.ctx.id.name;
  }

  #open(): SagaRunner {
    const { storage } = this.ctx;
    return createSagaRunner(readLog(storage.sql), {
      now: () => Date.now(),
      wait: (ms) => scheduler.wait(ms),
      random: Math.random,
      perform: (due, state) => this.#perform(due, state),
      write: (entries) => this.#write(entries),
      setAlarm: (at) => void storage.setAlarm(at),
      deleteAlarm: () => void storage.deleteAlarm(),
      giveUpMs: this.#config.giveUpMs,
    });
  }

  execute(request: ObjectRequest): Promise<Result<OrderView, Rejection>> {
    return this.#driver.execute(request);
  }

  async read(asOf?: number): Promise<OrderView | undefined> {
    return this.#driver.read(asOf);
  }

  async poke(): Promise<OrderView | undefined> {
    await this.#driver.recheckPayment();
    return this.#driver.read();
  }

  /** For the watchdog, and for whoever holds something of the order's. */
  wake(): Promise<OrderState> {
    return this.#driver.resume();
  }

  /** The one thing that is no call: a WebSocket for somebody who watches. */
  override async fetch(): Promise<Response> {
    return this.#watchers.accept(this.#driver.read()?.events ?? []);
  }

  override webSocketClose(socket: WebSocket): void {
    this.#watchers.remove(socket);
  }

  override async alarm(): Promise<void> {
    try {
      await this.#driver.alarm();
    } catch (error) {
      log("error", "alarm", { service: "order", orderId: this.#name, error: describeError(error) });
      const { storage } = this.ctx;
      if ((await storage.getAlarm()) === null) await storage.setAlarm(Date.now() + againMs);
    }
  }

  #write(entries: readonly LogEntry[]): void {
    try {
      this.ctx.storage.transactionSync(() => writeLog(this.ctx.storage.sql, entries));
    } catch (error) {
      // What is in memory is no longer what is on disk: begin again from the disk.
      this.ctx.abort(describeError(error));
      return;
    }
    this.#watchers.broadcast(entries.map(({ recorded }) => recorded));
  }

  /** A queue knows no deadline of its own. */
  async #publish(fact: IntegrationEvent): Promise<void> {
    const given = new AbortController();
    const late = scheduler.wait(callTimeoutMs, { signal: given.signal }).then(() => {
      throw new Error("the queue did not answer in time");
    });
    await Promise.race([this.env.ORDER_FACTS.send(fact, { contentType: "json" }), late]).finally(() => given.abort());
  }

  async #perform(due: DueEffect, state: OrderState): Promise<EffectResult> {
    const config = this.#config;
    const startedAt = Date.now();
    const trace = continueTrace(`00-${due.traceId}-0000000000000001-01`);
    const identity = await serviceIdentity("order", config.identityKey, startedAt);
    const result = await perform(due.effect, {
      state,
      key: due.key,
      attempt: due.attempts,
      since: due.since,
      payments: stripePayments(config.stripe),
      catalog: rpcTo(this.env.CATALOG, { trace, identity, timeoutMs: callTimeoutMs }),
      get db() {
        return openDatabase(config.database, AbortSignal.timeout(callTimeoutMs));
      },
      facts: { publish: (fact) => this.#publish(fact) },
      now: startedAt,
    });
    log(result.type === "retry" ? "warn" : "info", "effect", {
      service: "order",
      orderId: state.id,
      effect: due.effect.type,
      key: due.key,
      attempt: due.attempts,
      outcome: result.type === "retry" ? "retry" : result.outcome.type,
      reason: result.type === "retry" ? result.reason : undefined,
      ms: Date.now() - startedAt,
      traceId: due.traceId,
    });
    return result;
  }
}
