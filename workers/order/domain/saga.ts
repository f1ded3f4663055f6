import { isSameMoney } from "../../kit/money.ts";
import { ok, type Result } from "../../kit/result.ts";
import { startRefund } from "./cancelling.ts";
import type { Outcome, Rejection } from "./commands.ts";
import type { OrderEvent } from "./events.ts";
import type { OrderLine, OrderRejection, OrderState } from "./order.ts";
import { priceChanged } from "./placing.ts";
import { priceOrder } from "./pricing.ts";

type Events = readonly OrderEvent[];

/**
 * What the outcome of a step leads to:
 *
 *     reserve → start payment → confirm it → create the order → capture (the pivot) → commit the stock
 *
 * Before the pivot a failure or a cancellation is undone: the payment is voided, the stock released. After it the
 * order only goes forward, and money goes back by refund. An outcome that does not fit the state is a late echo of
 * one that did, and changes nothing.
 */
export function decideOutcome(outcome: Outcome, state: OrderState): Result<Events, Rejection> {
  return ok(isExpected(outcome, state) ? follow(outcome, state) : []);
}

function isExpected(outcome: Outcome, state: OrderState): boolean {
  const undoing = state.ending !== undefined;
  switch (outcome.type) {
    case "reserved":
    case "short":
      return state.status === "PLACED" && !undoing;
    case "paymentStarted":
      return state.status === "RESERVED" && !undoing && state.paymentId === undefined;
    case "authorized":
      return state.status === "RESERVED" && !undoing && state.paymentId === outcome.paymentId;
    case "declined":
      return (state.status === "RESERVED" || state.status === "CREATED") && !undoing;
    case "created":
    case "keyTaken":
      return state.status === "AUTHORIZED" && !undoing;
    case "captured":
      return state.status === "CREATED" && !undoing;
    case "committed":
      return state.status === "CAPTURED";
    case "released":
    case "restocked":
      return state.ending?.stock === true;
    case "voided":
    case "refunded":
      return state.ending?.money === true;
    case "projected":
      return false;
    case "exhausted":
      return outcome.effect.type !== "projectOrder" && state.status !== "NEEDS_ATTENTION";
  }
}

function follow(outcome: Outcome, state: OrderState): Events {
  const proceed = state.cancellation === undefined;
  const amount = state.totals.total;
  switch (outcome.type) {
    case "reserved":
      return reserved(outcome.lines, state);
    case "short": {
      const { skus } = outcome;
      const rejection = { code: "OUT_OF_STOCK", message: `not enough in stock: ${skus.join(", ")}`, skus };
      return [{ type: "StockShort", skus }, ...(proceed ? reject(rejection) : cancelled(state))];
    }
    case "paymentStarted": {
      const { paymentId } = outcome;
      const started = { type: "PaymentStarted", paymentId, paymentMethod: state.paymentMethod ?? "", proceed } as const;
      return proceed ? [started] : [started, undo(state, "CANCELLED", paymentId)];
    }
    case "authorized": {
      const { paymentId } = outcome;
      const authorized = { type: "PaymentAuthorized", paymentId, amount, proceed } as const;
      return proceed ? [authorized] : [authorized, undo(state, "CANCELLED", paymentId)];
    }
    case "declined": {
      const { code, message } = outcome;
      const paymentId = outcome.paymentId ?? state.paymentId;
      const payment = paymentId === undefined ? {} : { paymentId };
      const rejection = { code: "PAYMENT_DECLINED", message: `the payment was declined: ${message}`, skus: [] };
      const compensation = undo(state, "REJECTED", paymentId, rejection);
      return [{ type: "PaymentDeclined", ...payment, amount, code, message }, compensation];
    }
    case "created": {
      const paymentId = state.paymentId ?? "";
      const created = { type: "OrderCreated", paymentId, amount, proceed } as const;
      return proceed ? [created] : [created, undo(state, "CANCELLED", state.paymentId)];
    }
    case "keyTaken": {
      const message = "this idempotency key was used for another order";
      return [undo(state, "REJECTED", state.paymentId, { code: "IDEMPOTENCY_KEY_REUSED", message, skus: [] })];
    }
    case "captured":
      return [{ type: "PaymentCaptured", paymentId: outcome.paymentId, amount }];
    case "committed":
      return [{ type: "OrderConfirmed" }, ...(proceed ? [] : startRefund(state))];
    case "released":
      return [{ type: "StockReleased" }, ...ended({ ...state, ending: without(state, "stock") })];
    case "restocked":
      return [{ type: "StockRestocked" }, ...ended({ ...state, ending: without(state, "stock") })];
    case "voided": {
      const voided = { type: "PaymentVoided", paymentId: outcome.paymentId, amount } as const;
      return [voided, ...ended({ ...state, ending: without(state, "money") })];
    }
    case "refunded": {
      const refunded = { type: "PaymentRefunded", refundId: outcome.refundId, amount } as const;
      return [refunded, ...ended({ ...state, ending: without(state, "money") })];
    }
    case "exhausted":
      return [{ type: "EffectExhausted", effect: outcome.effect, reason: outcome.reason }];
    case "projected":
      return [];
  }
}

/** The hold fixes the price: what the lines cost in the same transaction is what the buyer pays, or is asked about. */
function reserved(lines: readonly OrderLine[], state: OrderState): Events {
  const { total } = priceOrder(lines, state.currency);
  const changed = state.expectedTotal !== undefined && !isSameMoney(state.expectedTotal, total);
  const proceed = state.cancellation === undefined && !changed;
  const event = { type: "StockReserved", lines, total, proceed } as const;
  if (proceed) return [event];
  if (state.cancellation !== undefined) return [event, undo(state, "CANCELLED", undefined)];
  return [event, undo(state, "REJECTED", undefined, priceChanged(lines))];
}

function undo(
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

function without(state: OrderState, part: "stock" | "money"): NonNullable<OrderState["ending"]> {
  return { as: "CANCELLED", stock: false, money: false, ...state.ending, [part]: false };
}

/** How the order ends, once all is undone. */
function ended(state: OrderState): Events {
  const { ending } = state;
  if (ending === undefined || ending.stock || ending.money) return [];
  return ending.rejection === undefined ? cancelled(state) : reject(ending.rejection);
}

function reject(rejection: OrderRejection): Events {
  return [{ type: "OrderRejected", rejection }];
}

function cancelled(state: OrderState): Events {
  const reason = state.cancellation?.reason;
  return [reason === undefined ? { type: "OrderCancelled" } : { type: "OrderCancelled", reason }];
}
