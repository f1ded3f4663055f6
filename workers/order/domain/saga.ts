import { isSameMoney } from "../../kit/domain/money.ts";
import { ok, type Result } from "../../kit/domain/result.ts";
import type { Outcome, Rejection } from "./commands.ts";
import { cancelled, compensate, ended, reject, startRefund, withoutStep } from "./compensation.ts";
import { isFireAndForget } from "./effects.ts";
import type { OrderEvent } from "./events.ts";
import type { OrderLine, Transaction } from "./model.ts";
import { isPending, type OrderState } from "./order.ts";
import { priceChanged } from "./placing.ts";
import { priceOrder } from "./pricing.ts";

type Events = readonly OrderEvent[];

/**
 * What the outcome of a step leads to:
 *
 *     reserve → start payment → confirm it → create the order → capture (the pivot) → commit the stock
 *
 * Where nothing is to be paid, what has to do with the payment is left out, and to commit the stock is the pivot.
 * Before the pivot a failure or a cancellation is undone: the payment is voided, the stock released. After it the
 * order only goes forward, and money goes back by refund. An outcome that does not fit the state is a late echo of
 * one that did, and changes nothing.
 */
export function decideOutcome(outcome: Outcome, state: OrderState): Result<Events, Rejection> {
  return ok(isExpected(outcome, state) ? handleOutcome(outcome, state) : []);
}

/** Whether anybody waits for it, where the order's status leaves that open. */
function isExpected(outcome: Outcome, state: OrderState): boolean {
  const undoing = state.ending !== undefined;
  switch (outcome.type) {
    case "reserved":
    case "short":
    case "declined":
    case "captured":
      return !undoing;
    case "created":
    case "keyTaken":
      return !undoing && (state.status === "AUTHORIZED" || isFree(state));
    case "paymentStarted":
      return !undoing && state.paymentId === undefined;
    case "authorized":
      return !undoing && state.paymentId === outcome.paymentId;
    case "actionRequired":
      return !undoing && state.paymentId === outcome.paymentId && state.paymentAction === undefined;
    case "released":
    case "restocked":
      return state.ending?.stock === true;
    case "voided":
      return state.ending?.money === true;
    case "refunded":
      return outcome.requestId !== undefined || state.ending?.money === true;
    case "exhausted":
      return !isFireAndForget(outcome.effect);
    case "committed":
      return state.status === "CAPTURED" || isFree(state);
    case "refundFailed":
    case "told":
      return true;
  }
}

function handleOutcome(outcome: Outcome, state: OrderState): Events {
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
      return proceed ? [started] : [started, compensate(state, "CANCELLED", paymentId)];
    }
    case "authorized": {
      const { paymentId } = outcome;
      const authorized = { type: "PaymentAuthorized", paymentId, amount, proceed } as const;
      return proceed ? [authorized] : [authorized, compensate(state, "CANCELLED", paymentId)];
    }
    case "declined": {
      const { code, message } = outcome;
      const paymentId = outcome.paymentId ?? state.paymentId;
      const payment = paymentId === undefined ? {} : { paymentId };
      const rejection = { code: "PAYMENT_DECLINED", message: `the payment was declined: ${message}`, skus: [] };
      const compensation = compensate(state, "REJECTED", paymentId, rejection);
      return [{ type: "PaymentDeclined", ...payment, amount, code, message }, compensation];
    }
    case "created": {
      const { paymentId } = state;
      const payment = paymentId === undefined ? {} : { paymentId };
      const created = { type: "OrderCreated", ...payment, amount, proceed } as const;
      return proceed ? [created] : [created, compensate(state, "CANCELLED", paymentId)];
    }
    case "keyTaken": {
      const message = "this idempotency key was used for another order";
      return [compensate(state, "REJECTED", state.paymentId, { code: "IDEMPOTENCY_KEY_REUSED", message, skus: [] })];
    }
    case "captured":
      return [{ type: "PaymentCaptured", paymentId: outcome.paymentId, amount }];
    case "committed":
      return [{ type: "OrderConfirmed" }, ...(proceed ? [] : startRefund(state))];
    case "released":
      return [{ type: "StockReleased" }, ...ended({ ...state, ending: withoutStep(state, "stock") })];
    case "restocked":
      return [{ type: "StockRestocked" }, ...ended({ ...state, ending: withoutStep(state, "stock") })];
    case "voided": {
      const voided = { type: "PaymentVoided", paymentId: outcome.paymentId, amount } as const;
      return [voided, ...ended({ ...state, ending: withoutStep(state, "money") })];
    }
    case "refunded": {
      const { refundId, requestId } = outcome;
      const entry = pendingRefund(state, requestId);
      if (entry === undefined) return [];
      const refunded = { type: "PaymentRefunded", refundId, amount: entry.amount } as const;
      if (requestId !== undefined) return [{ ...refunded, requestId }];
      return [refunded, ...ended({ ...state, ending: withoutStep(state, "money") })];
    }
    case "refundFailed": {
      const { requestId, reason } = outcome;
      const entry = pendingRefund(state, requestId);
      return entry === undefined ? [] : [{ type: "RefundFailed", requestId, amount: entry.amount, reason }];
    }
    case "actionRequired": {
      const { type: _, ...action } = outcome;
      return proceed
        ? [{ type: "PaymentActionRequired", ...action }]
        : [compensate(state, "CANCELLED", outcome.paymentId)];
    }
    case "exhausted": {
      const { effect, key, reason } = outcome;
      return [{ type: "EffectExhausted", effect, key, reason }];
    }
    case "told":
      return [];
  }
}

function isFree({ totals }: OrderState): boolean {
  return totals.total.amountMinor === 0n;
}

function pendingRefund(state: OrderState, requestId: string | undefined): Transaction | undefined {
  return state.transactions.find(
    (entry) => entry.kind === "REFUND" && isPending(entry) && (requestId === undefined || entry.id === requestId),
  );
}

/**
 * The hold fixes the price: what the lines cost in the same transaction is what the buyer pays, or is asked about. Lines
 * that have come to be in another currency cannot be added up: the order keeps those that it was placed with, and ends.
 */
function reserved(held: readonly OrderLine[], state: OrderState): Events {
  const isPayable = held.every(({ unitPrice }) => unitPrice.currency === state.currency);
  const lines = isPayable ? held : state.lines;
  const { total } = priceOrder(lines, state.currency, state.terms);
  const changed = !isPayable || (state.expectedTotal !== undefined && !isSameMoney(state.expectedTotal, total));
  const proceed = state.cancellation === undefined && !changed;
  const event = { type: "StockReserved", lines, total, proceed } as const;
  if (proceed) return [event];
  if (state.cancellation !== undefined) return [event, compensate(state, "CANCELLED", undefined)];
  return [event, compensate(state, "REJECTED", undefined, priceChanged(lines))];
}
