import type { EffectType, ExhaustedEffect } from "./effects.ts";
import type { OrderEvent } from "./events.ts";
import type { Compensation, OrderRejection } from "./model.ts";
import type { OrderState } from "./order.ts";
import { refundable } from "./refundable.ts";

type Events = readonly OrderEvent[];

/** Begins to undo, before the pivot, what there is or may be: the hold, and the payment if one was started. */
export function compensate(
  state: OrderState,
  as: "REJECTED" | "CANCELLED",
  paymentId: string | undefined,
  rejection?: OrderRejection,
): OrderEvent {
  return {
    type: "CompensationStarted",
    as,
    ...(rejection === undefined ? {} : { rejection }),
    releaseStock: true,
    ...(paymentId === undefined ? {} : { voidPaymentId: paymentId }),
    amount: state.totals.total,
  };
}

/** What is left to undo once one part is done. */
export function withoutStep(state: OrderState, part: "stock" | "money"): NonNullable<OrderState["ending"]> {
  return { as: "CANCELLED", stock: false, money: false, ...state.ending, [part]: false };
}

/** What is left to undo once these have been given up: nobody does them any more. */
export function abandon(ending: Compensation, stuck: readonly ExhaustedEffect[]): Compensation {
  const isGivenUp = (...types: readonly EffectType[]) => stuck.some(({ effect }) => types.includes(effect.type));
  return {
    ...ending,
    stock: ending.stock && !isGivenUp("releaseStock", "restock"),
    money: ending.money && !isGivenUp("voidPayment"),
  };
}

/** How the order ends, once all is undone. */
export function ended(state: OrderState): Events {
  const { ending } = state;
  if (ending === undefined || ending.stock || ending.money) return [];
  return ending.rejection === undefined ? cancelled(state) : reject(ending.rejection);
}

export function reject(rejection: OrderRejection): Events {
  return [{ type: "OrderRejected", rejection }];
}

export function cancelled(state: OrderState): Events {
  const reason = state.cancellation?.reason;
  return [reason === undefined ? { type: "OrderCancelled" } : { type: "OrderCancelled", reason }];
}

/** Gives back whatever was captured and is not given back yet, and puts back what was sold. */
export function startRefund(state: OrderState): readonly OrderEvent[] {
  const { paymentId } = state;
  const payment = paymentId === undefined ? {} : { paymentId };
  return [{ type: "RefundStarted", ...payment, amount: refundable(state) }];
}
