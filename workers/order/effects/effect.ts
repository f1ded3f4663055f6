import type { Rpc } from "../../kit/connect/client.ts";
import type { Trace } from "../../kit/observability/trace.ts";
import type { Database } from "../../kit/storage/postgres.ts";
import type { Outcome } from "../domain/commands.ts";
import type { Effect, EffectType } from "../domain/effects.ts";
import type { IntegrationEvent } from "../domain/integration-events.ts";
import type { UnpaidOrder } from "../domain/model.ts";
import type { OrderState } from "../domain/order.ts";
import type { Payments } from "../payments/port.ts";
import type { TaxReports } from "../store/tax-reports.ts";
import type { UnpaidOrders } from "../store/unpaid-orders.ts";
import type { Taxes } from "../taxes/port.ts";

/** Publishes integration events. Consumers deduplicate them by id. */
export interface EventPublisher {
  publish(event: IntegrationEvent): Promise<void>;
}

/** The dependencies of one attempt of an effect. */
export interface EffectContext {
  /** The order when the attempt starts. For an integration event and for a report of taxes, the order as it was after their event. */
  readonly state: OrderState;
  /** The idempotency key: the same in every attempt, and after a crash. */
  readonly key: string;
  /** The number of failed attempts: 0 in the first attempt. */
  readonly attempt: number;
  /** Milliseconds since the epoch. */
  readonly firstDueAt: number;
  /** The span of this attempt. */
  readonly trace: Trace;
  readonly payments: Payments;
  /** Undefined when the shop has no tax provider. */
  readonly taxes: Taxes | undefined;
  readonly taxReports: TaxReports;
  readonly catalog: Rpc;
  readonly db: Database;
  readonly unpaidOrders: UnpaidOrders;
  /** Cancels another order if its payment still waits for the cardholder. Returns that order. */
  readonly cancelUnpaidOrder: (order: UnpaidOrder) => Promise<OrderState>;
  readonly publisher: EventPublisher;
  /** Milliseconds since the epoch. */
  readonly now: number;
}

/** The outcome of an attempt, or the reason for a retry: the outcome is unknown or the receiver is unavailable. */
export type EffectResult =
  | { readonly type: "outcome"; readonly outcome: Outcome }
  | {
      readonly type: "retry";
      readonly reason: string;
      /** The receiver refused the call because of its rate limit, and accepts it after this time. It has not processed it. */
      readonly refusedForMs?: number;
    };

/** Much shorter than the day for which the provider remembers idempotency keys. */
export const keyReliableMs = 3_600_000;

export type EffectOf<T extends EffectType> = Extract<Effect, { type: T }>;
export type EffectHandler<T extends EffectType> = (effect: EffectOf<T>, ctx: EffectContext) => Promise<EffectResult>;

export const outcome = (value: Outcome): EffectResult => ({ type: "outcome", outcome: value });
export const retry = (reason: string): EffectResult => ({ type: "retry", reason });
/** Retries after a response of the payment provider that says nothing about the outcome. */
export const retryPayment = ({
  reason,
  refusedForMs,
}: {
  readonly reason: string;
  readonly refusedForMs?: number;
}): EffectResult => ({ type: "retry", reason, ...(refusedForMs === undefined ? {} : { refusedForMs }) });
