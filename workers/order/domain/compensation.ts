import { subtract, zero } from "../../kit/domain/money.ts";
import { lostAmount } from "./disputes.ts";
import type { EffectType, ExhaustedEffect } from "./effects.ts";
import type { OrderEvent } from "./events.ts";
import type { Compensation, OrderRejection, Restock } from "./model.ts";
import type { OrderState } from "./order.ts";
import { divideRest } from "./refund-shares.ts";
import { refundableAmount } from "./refundable.ts";
import { unfulfilledLines } from "./units.ts";

type Events = readonly OrderEvent[];

/** Starts the compensation before the pivot: releases the reservation, and voids the payment if one may exist. */
export function compensate(
  state: OrderState,
  endStatus: "REJECTED" | "CANCELLED",
  paymentId: string | undefined,
  rejection?: OrderRejection,
): OrderEvent {
  return {
    type: "CompensationStarted",
    as: endStatus,
    ...(rejection === undefined ? {} : { rejection }),
    releaseStock: true,
    ...(paymentId === undefined ? {} : { voidPaymentId: paymentId }),
    amount: state.totals.total,
  };
}

/** Creates an order whose stock is reserved and whose payment is authorized. A free order is confirmed with it. */
export function createOrder({ paymentId, totals: { total } }: Pick<OrderState, "paymentId" | "totals">): Events {
  const payment = paymentId === undefined ? {} : { paymentId };
  const created = { type: "OrderCreated", ...payment, amount: total, proceed: true } as const;
  return total.amountMinor === 0n ? [created, { type: "OrderConfirmed" }] : [created];
}

/** Returns the order with one step of its compensation done. */
export function withoutStep(state: OrderState, step: "stockPending" | "moneyPending"): OrderState {
  const none = { endStatus: "CANCELLED", stockPending: false, moneyPending: false } as const;
  return { ...state, compensation: { ...none, ...state.compensation, [step]: false } };
}

/** Returns the compensation without the steps whose effects staff have given up. */
export function abandon(compensation: Compensation, exhausted: readonly ExhaustedEffect[]): Compensation {
  const isGivenUp = (...types: readonly EffectType[]) => exhausted.some(({ effect }) => types.includes(effect.type));
  return {
    ...compensation,
    stockPending: compensation.stockPending && !isGivenUp("releaseStock", "restock"),
    moneyPending: compensation.moneyPending && !isGivenUp("voidPayment"),
  };
}

/** Returns the restocks without those whose effects staff have given up. */
export function abandonRestocks(
  restocks: readonly Restock[],
  exhausted: readonly ExhaustedEffect[],
): readonly Restock[] {
  const isGivenUp = ({ id, status }: Restock) =>
    status === "PENDING" &&
    exhausted.some(({ effect }) => effect.type === "restock" && (effect.requestId ?? id) === id);
  return restocks.map((restock) => (isGivenUp(restock) ? { ...restock, status: "ABANDONED" } : restock));
}

/** Ends the order if all steps of its compensation are done. */
export function endIfCompensated(state: OrderState): Events {
  const { compensation } = state;
  if (compensation === undefined || compensation.stockPending || compensation.moneyPending) return [];
  return compensation.rejection === undefined ? cancelOrder(state) : rejectOrder(compensation.rejection);
}

export function rejectOrder(rejection: OrderRejection): Events {
  return [{ type: "OrderRejected", rejection }];
}

export function cancelOrder(state: OrderState): Events {
  const reason = state.cancellation?.reason;
  return [reason === undefined ? { type: "OrderCancelled" } : { type: "OrderCancelled", reason }];
}

/**
 * Starts the cancellation after the pivot: refunds the rest of the captured amount and returns the units that are left. The
 * bank has given the buyer the money of lost disputes. It may decide an open dispute for the shop, so that money is still
 * owed. Ends the order when nothing is owed, no units are left and no promotion was redeemed.
 */
export function startRefund(state: OrderState): Events {
  const { paymentId } = state;
  const lost = lostAmount(state);
  const rest = subtract(refundableAmount(state), lost);
  const isOwed = paymentId !== undefined && (rest.amountMinor > 0n || lost.amountMinor === 0n);
  const amount = rest.amountMinor > 0n ? rest : zero(rest.currency);
  const restock = unfulfilledLines(state);
  const hasRedemptions = (state.pricing?.discounts ?? []).length > 0;
  const started = {
    type: "RefundStarted",
    amount,
    shares: divideRest(state, amount.amountMinor),
    restock,
    ...(hasRedemptions ? ({ releasesRedemptions: true } as const) : {}),
  } as const;
  if (isOwed) return [{ ...started, paymentId }];
  return restock.length === 0 && !hasRedemptions ? [started, ...cancelOrder(state)] : [started];
}
