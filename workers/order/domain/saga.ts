import { ok, type Result } from "../../kit/domain/result.ts";
import type { Outcome, OutcomeOf, OutcomeType, PaymentResult, Rejection } from "./commands.ts";
import { compensate, createOrder, endIfCompensated, startRefund, withoutStep } from "./compensation.ts";
import { isFireAndForget } from "./effects.ts";
import type { OrderEvent } from "./events.ts";
import type { Restock, Transaction } from "./model.ts";
import { isFree, isInFlight, isUnpaid, type OrderState, shouldProceed } from "./order.ts";
import { shrinkShares } from "./refund-shares.ts";
import { decideCouponsExhausted, decideReserved, decideShort, decideUnpaidCancelled } from "./reserving.ts";

type Events = readonly OrderEvent[];

/** The same for every reason. The provider's code and message would help to test stolen cards. */
export const declinedMessage = "the payment was declined";

interface Step<T extends OutcomeType> {
  /** Whether the order waits for the outcome. `transitions` has already checked the status. */
  readonly isExpected: (state: OrderState, outcome: OutcomeOf<T>) => boolean;
  /** The events that the outcome causes. */
  readonly decide: (state: OrderState, outcome: OutcomeOf<T>) => Events;
}

/** What follows from each outcome. */
const steps: { readonly [T in OutcomeType]: Step<T> } = {
  reserved: { isExpected: isMovingForward, decide: decideReserved },
  short: { isExpected: isMovingForward, decide: decideShort },
  couponsExhausted: { isExpected: isMovingForward, decide: decideCouponsExhausted },
  paymentStarted: {
    isExpected: (state) => isMovingForward(state) && state.paymentId === undefined,
    decide: decidePaymentStarted,
  },
  actionRequired: {
    isExpected: (state, outcome) => isCurrentPayment(state, outcome) && state.paymentAction === undefined,
    decide: decideActionRequired,
  },
  unpaidCounted: { isExpected: isUnpaidPayment, decide: decideUnpaidCounted },
  unpaidLimitReached: { isExpected: isUnpaidPayment, decide: decideUnpaidLimitReached },
  unpaidCancelled: { isExpected: ({ status }) => status === "PLACED", decide: decideUnpaidCancelled },
  authorized: { isExpected: isCurrentPayment, decide: decideAuthorized },
  declined: { isExpected: isOfCurrentPayment, decide: decideDeclined },
  created: { isExpected: isReadyToCreate, decide: decideCreated },
  keyTaken: { isExpected: isReadyToCreate, decide: decideKeyTaken },
  captured: { isExpected: isCurrentPayment, decide: decideCaptured },
  committed: { isExpected: (state) => state.status === "CAPTURED" || isFree(state), decide: decideCommitted },
  released: { isExpected: isStockPending, decide: (state) => [{ type: "StockReleased" }, ...completeStock(state)] },
  restocked: {
    isExpected: (state, { requestId }) => requestId !== undefined || isStockPending(state),
    decide: decideRestocked,
  },
  voided: { isExpected: isMoneyPending, decide: decideVoided },
  refunded: {
    isExpected: (state, { requestId }) => requestId !== undefined || isMoneyPending(state),
    decide: decideRefunded,
  },
  refundNotOwed: { isExpected: isMoneyPending, decide: decideRefundNotOwed },
  refundFailed: { isExpected: () => true, decide: decideRefundFailed },
  exhausted: { isExpected: (_state, { effect }) => !isFireAndForget(effect), decide: decideExhausted },
  acknowledged: { isExpected: () => true, decide: () => [] },
};

/**
 * Decides on the outcome of a saga step. The steps are:
 *
 *     reserve stock → authorize payment → capture payment (pivot)
 *
 * The order is created when its payment is authorized, and confirmed by the capture. A free order has no payment steps and is
 * created and confirmed when its stock is reserved. The catalog commits the stock of a confirmed order when it receives the integration event.
 *
 * Before the pivot, a failure or a cancellation starts the compensation: void the payment and release the stock. After
 * the pivot the order only moves forward, and a cancellation refunds the payment.
 *
 * An outcome that the order does not expect is a late duplicate of an earlier outcome. It changes nothing.
 */
export function decideOutcome(outcome: Outcome, state: OrderState): Result<Events, Rejection> {
  const { isExpected, decide } = steps[outcome.type] as Step<OutcomeType>;
  return ok(isExpected(state, outcome) ? decide(state, outcome) : []);
}

function isMovingForward({ compensation }: OrderState): boolean {
  return compensation === undefined;
}

function isCurrentPayment(state: OrderState, { paymentId }: { readonly paymentId: string }): boolean {
  return isMovingForward(state) && state.paymentId === paymentId;
}

/** A decline without a payment is the response to its start. The payment of an earlier placement does not count. */
function isOfCurrentPayment(state: OrderState, { paymentId }: OutcomeOf<"declined">): boolean {
  return isMovingForward(state) && (paymentId === undefined || state.paymentId === paymentId);
}

function isUnpaidPayment(state: OrderState, { paymentId }: { readonly paymentId: string }): boolean {
  return isUnpaid(state) && state.paymentId === paymentId;
}

function isReadyToCreate(state: OrderState): boolean {
  return isMovingForward(state) && (state.status === "AUTHORIZED" || isFree(state));
}

function isStockPending({ compensation }: OrderState): boolean {
  return compensation?.stockPending === true;
}

function isMoneyPending({ compensation }: OrderState): boolean {
  return compensation?.moneyPending === true;
}

/** An effect of earlier releases has no result: the confirmation follows. */
function decidePaymentStarted(state: OrderState, { paymentId, result }: OutcomeOf<"paymentStarted">): Events {
  if (result !== undefined) {
    const started = { type: "PaymentStarted", paymentId, paymentMethod: state.paymentMethod ?? "" } as const;
    return [{ ...started, proceed: false }, ...decideResult({ ...state, paymentId }, paymentId, result)];
  }
  const proceed = shouldProceed(state);
  const started = { type: "PaymentStarted", paymentId, paymentMethod: state.paymentMethod ?? "", proceed } as const;
  return proceed ? [started] : [started, compensate(state, "CANCELLED", paymentId)];
}

function decideResult(state: OrderState, paymentId: string, result: PaymentResult): Events {
  switch (result.type) {
    case "authorized":
      return decideAuthorized(state, { ...result, paymentId });
    case "actionRequired":
      return decideActionRequired(state, { ...result, paymentId });
    case "declined":
      return decideDeclined(state, { ...result, paymentId });
  }
}

function decideActionRequired(state: OrderState, outcome: OutcomeOf<"actionRequired">): Events {
  const { type: _, ...action } = outcome;
  return shouldProceed(state)
    ? [{ type: "PaymentActionRequired", ...action }]
    : [compensate(state, "CANCELLED", outcome.paymentId)];
}

function decideUnpaidCounted(_state: OrderState, { replaced }: OutcomeOf<"unpaidCounted">): Events {
  return replaced.length === 0 ? [] : [{ type: "UnpaidOrdersReplaced", orders: replaced }];
}

function decideUnpaidLimitReached(state: OrderState, { paymentId }: OutcomeOf<"unpaidLimitReached">): Events {
  const skus = state.lines.map(({ sku }) => sku);
  const rejection = { code: "UNPAID_LIMIT", message: "too many units wait for payment", skus };
  return [compensate(state, "REJECTED", paymentId, rejection)];
}

function decideAuthorized(state: OrderState, { paymentId }: OutcomeOf<"authorized">): Events {
  const proceed = shouldProceed(state);
  const authorized = { type: "PaymentAuthorized", paymentId, amount: state.totals.total, proceed } as const;
  return proceed ? [authorized, ...createOrder(state)] : [authorized, compensate(state, "CANCELLED", paymentId)];
}

function decideDeclined(state: OrderState, outcome: OutcomeOf<"declined">): Events {
  const { code, message } = outcome;
  const paymentId = outcome.paymentId ?? state.paymentId;
  const payment = paymentId === undefined ? {} : { paymentId };
  const rejection = { code: "PAYMENT_DECLINED", message: declinedMessage, skus: [] };
  const compensation = compensate(state, "REJECTED", paymentId, rejection);
  return [{ type: "PaymentDeclined", ...payment, amount: state.totals.total, code, message }, compensation];
}

/** The outcome of an effect of earlier releases. */
function decideCreated(state: OrderState): Events {
  if (shouldProceed(state)) return createOrder(state);
  const { paymentId } = state;
  const payment = paymentId === undefined ? {} : { paymentId };
  const created = { type: "OrderCreated", ...payment, amount: state.totals.total, proceed: false } as const;
  return [created, compensate(state, "CANCELLED", paymentId)];
}

function decideKeyTaken(state: OrderState): Events {
  const message = "This idempotency key was used for another order";
  return [compensate(state, "REJECTED", state.paymentId, { code: "IDEMPOTENCY_KEY_REUSED", message, skus: [] })];
}

function decideCaptured(state: OrderState, { paymentId }: OutcomeOf<"captured">): Events {
  return [{ type: "PaymentCaptured", paymentId, amount: state.totals.total }, ...confirm(state)];
}

/** The outcome of an effect of earlier releases. */
function decideCommitted(state: OrderState): Events {
  return confirm(state);
}

/** Confirms the order, and starts the refund if it was cancelled while the last step ran. */
function confirm(state: OrderState): Events {
  return [{ type: "OrderConfirmed" }, ...(shouldProceed(state) ? [] : startRefund(state))];
}

function decideRestocked(state: OrderState, { requestId }: OutcomeOf<"restocked">): Events {
  const isMatch = ({ id, status }: Restock) => status === "PENDING" && (requestId === undefined || id === requestId);
  const restocks = state.restocks.filter(isMatch);
  const lines = restocks.flatMap((restock) => restock.lines);
  if (requestId === undefined) return [{ type: "StockRestocked", lines }, ...completeStock(state)];
  return restocks.length === 0 ? [] : [{ type: "StockRestocked", requestId, lines }];
}

function decideVoided(state: OrderState, { paymentId }: OutcomeOf<"voided">): Events {
  return [{ type: "PaymentVoided", paymentId, amount: state.totals.total }, ...completeMoney(state)];
}

function decideRefunded(state: OrderState, outcome: OutcomeOf<"refunded">): Events {
  const { refundId, requestId, isPending } = outcome;
  const entry = findRefundInFlight(state, requestId);
  if (entry === undefined) return [];
  const pending = isPending === undefined ? {} : { isPending };
  const amount = outcome.amount ?? entry.amount;
  const refund = state.refunds.find(({ id }) => id === entry.id);
  const isPart = refund !== undefined && amount.amountMinor < entry.amount.amountMinor;
  const part = isPart ? { shares: shrinkShares(refund.shares, amount.amountMinor, state) } : {};
  const refunded = { type: "PaymentRefunded", refundId, amount, ...pending, ...part } as const;
  return requestId === undefined ? [refunded, ...completeMoney(state)] : [{ ...refunded, requestId }];
}

function decideRefundNotOwed(state: OrderState): Events {
  const entry = findRefundInFlight(state, undefined);
  return entry === undefined ? [] : [{ type: "RefundNotOwed", amount: entry.amount }, ...completeMoney(state)];
}

function decideRefundFailed(state: OrderState, { type: _, ...failure }: OutcomeOf<"refundFailed">): Events {
  const entry = findRefundInFlight(state, failure.requestId);
  return entry === undefined ? [] : [{ type: "RefundFailed", ...failure, amount: entry.amount }];
}

function decideExhausted(_state: OrderState, { effect, key, reason }: OutcomeOf<"exhausted">): Events {
  return [{ type: "EffectExhausted", effect, key, reason }];
}

function completeStock(state: OrderState): Events {
  return endIfCompensated(withoutStep(state, "stockPending"));
}

function completeMoney(state: OrderState): Events {
  return endIfCompensated(withoutStep(state, "moneyPending"));
}

/** Returns the refund in flight with this request id, or without an id the refund of the cancellation. */
function findRefundInFlight(state: OrderState, requestId: string | undefined): Transaction | undefined {
  return state.transactions.find(
    (entry) => entry.kind === "REFUND" && isInFlight(entry) && (requestId === undefined || entry.id === requestId),
  );
}
