import { formatMoney } from "../../kit/domain/money.ts";
import type { EffectType } from "./effects.ts";
import type { OrderEvent, OrderEventType, RecordedEvent } from "./events.ts";
import { evolve } from "./evolve.ts";
import type { OrderRejection, Units } from "./model.ts";
import { hasPendingRestock, isFree, isInFlight, isUnpaid, newOrder, type OrderState } from "./order.ts";
import { progressOf } from "./progress.ts";
import { unfulfilledLines } from "./units.ts";

/** A sentence about an order, with the sequences of the events that it rests on. */
export interface Explanation {
  readonly text: string;
  readonly sequences: readonly number[];
}

export interface ExplainOptions {
  /** The owner sees neither the reasons of the payment provider nor what staff decided about effects. */
  readonly viewer: "owner" | "staff";
  /** How long an effect is retried before staff must decide. */
  readonly giveUpMs: number;
}

/**
 * Returns why an order is in its status: what happened, oldest first, and at the end its status and what it waits for. `state` is
 * the fold of `events`. What people wrote is not repeated.
 */
export function explain(
  state: OrderState,
  events: readonly RecordedEvent[],
  options: ExplainOptions,
): readonly Explanation[] {
  if (events.length === 0) return [];
  let before = newOrder;
  const past: RecordedEvent[] = [];
  const history = events.flatMap((recorded) => {
    const after = evolve(before, recorded);
    const found = explainEvent(recorded, { ...options, before, after, past });
    before = after;
    past.push(recorded);
    return found === undefined ? [] : [{ ...found, sequences: [...found.sequences].sort((one, other) => one - other) }];
  });
  return [...history, explainStatus(state, events, options)];
}

interface EventContext extends Pick<ExplainOptions, "viewer"> {
  readonly before: OrderState;
  readonly after: OrderState;
  /** The earlier events, oldest first. */
  readonly past: readonly RecordedEvent[];
}

function explainEvent({ event, sequence, actor }: RecordedEvent, ctx: EventContext): Explanation | undefined {
  const sentence = describeEvent(event, actor, ctx);
  if (sentence === undefined) return undefined;
  const [text, ...causes] = sentence;
  const findCause = (type: OrderEventType) => ctx.past.findLast((earlier) => earlier.event.type === type)?.sequence;
  return { text, sequences: [...causes.flatMap((type) => findCause(type) ?? []), sequence] };
}

/** A sentence, and the types of the earlier events that it rests on too. */
type Sentence = readonly [string, ...OrderEventType[]];

/** Returns the sentence about an event. Undefined for an event that a later sentence contains, or that the viewer may not know. */
function describeEvent(event: OrderEvent, actor: string, ctx: EventContext): Sentence | undefined {
  const { before, after, viewer } = ctx;
  const isStaff = viewer === "staff";
  switch (event.type) {
    case "CartCreated":
      return ["A cart was created."];
    case "CartReopened":
      return ["The rejected order became a cart again.", "OrderRejected"];
    case "CartMerged":
      return ["The lines of a guest's cart were added."];
    case "CartMergeEnded":
      return event.isWhole ? ["All lines were moved to another cart."] : ["Some lines were moved to another cart."];
    case "CartLineSet":
    case "CartLineRemoved":
    case "CartAdditionsRecorded":
    case "CartCouponCodesSet":
    case "CartCurrencySet":
    case "CartMergeStarted":
      return undefined;
    case "OrderPlaced": {
      const again = before.attempt === 0 ? "" : " again";
      return [`The order was placed${again}: ${countUnits(event.lines)} for ${formatMoney(after.totals.total)}.`];
    }
    case "StockReserved":
      return isFree(after)
        ? [`The stock was reserved. The order costs nothing, so no payment was made.`]
        : [`The stock was reserved, and the total of ${formatMoney(event.total)} was fixed.`];
    case "StockShort":
      return event.unpaid === undefined || !isStaff
        ? [`There was not enough stock of ${event.skus.join(", ")}.`]
        : [
            `There was not enough stock of ${event.skus.join(", ")}: ${count(event.unpaid.length, "unpaid order")} of the same account ` +
              "held it and had to be cancelled first.",
          ];
    case "ReservationRetried":
      return isStaff
        ? ["The unpaid orders were cancelled, and the stock was requested again.", "StockShort"]
        : undefined;
    case "PaymentStarted":
      return undefined;
    case "PaymentActionRequired":
      return ["The bank asked the buyer to confirm the payment (3-D Secure)."];
    case "UnpaidOrdersReplaced":
      return isStaff
        ? [`The account had too many unpaid orders, so ${count(event.orders.length, "older one")} had to be cancelled.`]
        : undefined;
    case "PaymentAuthorized":
      return [`The payment of ${formatMoney(event.amount)} was authorized.`];
    case "PaymentDeclined":
      if (event.code === "not_confirmed") return ["The buyer did not confirm the payment in time."];
      return [isStaff ? `The payment was declined: ${describeDecline(event.code)}.` : "The payment was declined."];
    case "OrderCreated":
      return undefined;
    case "PaymentCaptured":
      return undefined;
    case "OrderConfirmed":
      return after.paymentId === undefined
        ? ["The order was confirmed.", "OrderCreated"]
        : [`The payment was captured, and the order was confirmed.`, "PaymentCaptured"];
    case "CancellationRequested":
      return [`${describeActor(actor)} cancelled the order ${describeMoment(before)}.`];
    case "CompensationStarted":
      return explainCompensation(event, ctx, actor);
    case "StockReleased":
      return ["The reserved stock went back on sale.", "CompensationStarted"];
    case "PaymentVoided":
      return ["The payment was voided: no money is taken.", "CompensationStarted"];
    case "RefundStarted":
      return explainCancellation(event, ctx, actor);
    case "RefundRequested":
      return event.paymentId === undefined
        ? ["Units without a value were refunded."]
        : [`${isStaff ? describeActor(actor) : "The shop"} requested a refund of ${formatMoney(event.amount)}.`];
    case "LinesCancelled":
      return [`${countUnits(event.lines)} ${isOne(event.lines) ? "was" : "were"} cancelled before shipping.`];
    case "RefundFailed":
      return [
        event.requestId === undefined
          ? `The payment provider took back a refund of ${formatMoney(event.amount)}.`
          : `The payment provider refused a refund of ${formatMoney(event.amount)}.`,
        ...(event.requestId === undefined ? [] : (["RefundRequested"] as const)),
      ];
    case "PaymentRefunded": {
      const cause = event.requestId === undefined ? "RefundStarted" : "RefundRequested";
      return event.isPending === true
        ? [`The payment provider accepted a refund of ${formatMoney(event.amount)} and has yet to complete it.`, cause]
        : [`${formatMoney(event.amount)} was refunded.`, cause];
    }
    case "RefundNoted":
      return [`${formatMoney(event.amount)} was refunded at the payment provider, outside of the shop.`];
    case "RefundCompleted":
      return [`The payment provider completed a refund of ${formatMoney(event.amount)}.`];
    case "RefundNotOwed":
      return [`The bank gave ${formatMoney(event.amount)} to the buyer, so it is not refunded.`];
    case "DisputeOpened":
      return isStaff ? [`The bank of the buyer questioned the payment: ${event.dispute.reason}.`] : undefined;
    case "DisputeUpdated":
      return undefined;
    case "DisputeClosed":
      return isStaff
        ? [`The bank closed the dispute: ${event.dispute.status.toLowerCase()}.`, "DisputeOpened"]
        : undefined;
    case "DisputeFundsWithdrawn":
      return [`The bank took ${formatMoney(event.amount)} in a dispute.`];
    case "DisputeFundsReinstated":
      return [`The bank gave back ${formatMoney(event.amount)} of a dispute.`];
    case "CancellationReopened":
      return [`The cancelled order owes ${formatMoney(event.amount)} to the buyer again.`];
    case "StockRestocked": {
      const lines = event.lines ?? before.lines;
      return isStaff && lines.length > 0 ? [`${countUnits(lines)} went back on sale.`] : undefined;
    }
    case "OrderRejected":
      return [`The order was rejected: ${describeRejection(event.rejection)}.`, ...causesOfRejection(event.rejection)];
    case "OrderCancelled":
      return before.cancellation === undefined
        ? ["The order was cancelled."]
        : ["The cancellation was completed.", "CancellationRequested"];
    case "ShipmentCreated":
      return [`${countUnits(event.lines)} ${isOne(event.lines) ? "was" : "were"} shipped.`];
    case "OrderFulfilled":
      return ["Nothing is left to ship."];
    case "OrderDelivered":
      return ["The order was marked as delivered."];
    case "OwnerChanged":
      return ["The order was moved to another account."];
    case "PersonalDataErased":
      return ["The personal data was erased."];
    case "EffectExhausted":
      return isStaff
        ? [`Automatic recovery gave up: ${describeWork(event.effect.type)} did not succeed.`]
        : ["A step of the order did not succeed, and the shop has to look at it."];
    case "ResolutionChosen":
      if (!isStaff) return ["The shop decided how the order goes on.", "EffectExhausted"];
      return event.resolution === "RETRY"
        ? [`${describeActor(actor)} chose to retry what had been given up.`, "EffectExhausted"]
        : [`${describeActor(actor)} chose to end it without what had been given up.`, "EffectExhausted"];
  }
}

function explainCompensation(
  event: Extract<OrderEvent, { type: "CompensationStarted" }>,
  { before, past }: EventContext,
  actor: string,
): Sentence {
  const steps = [
    ...(event.voidPaymentId === undefined ? [] : ["the payment is voided"]),
    ...(event.releaseStock ? ["the stock is released"] : []),
  ].join(" and ");
  if (event.rejection !== undefined) {
    const reason = describeRejection(event.rejection);
    return [`The order cannot be completed because ${reason}: ${steps}.`, ...causesOfRejection(event.rejection)];
  }
  if (isAfter("ResolutionChosen", past)) {
    return [`The order ends without the steps that were given up: ${steps}.`, "ResolutionChosen"];
  }
  return before.cancellation === undefined
    ? [`${describeActor(actor)} cancelled the order before it was paid: ${steps}.`]
    : [`The step was done, and the cancellation undoes it: ${steps}.`, "CancellationRequested"];
}

/** Returns whether the last event is of a type. The events of one decision follow each other. */
function isAfter(type: OrderEventType, past: readonly RecordedEvent[]): boolean {
  return past.at(-1)?.event.type === type;
}

function explainCancellation(
  { amount, restock, paymentId }: Extract<OrderEvent, { type: "RefundStarted" }>,
  { before, past }: EventContext,
  actor: string,
): Sentence {
  const units = restock ?? before.lines;
  const steps = [
    ...(paymentId === undefined ? [] : [`${formatMoney(amount)} is refunded`]),
    ...(units.length === 0 ? [] : [`${countUnits(units)} ${isOne(units) ? "goes" : "go"} back on sale`]),
  ].join(" and ");
  const end = steps === "" ? "nothing is owed" : steps;
  if (isAfter("OrderConfirmed", past)) {
    return [`The order had been cancelled before it was confirmed: ${end}.`, "CancellationRequested"];
  }
  if (isAfter("ResolutionChosen", past)) return [`The order ends without the steps that were given up: ${end}.`];
  return before.cancellation === undefined
    ? [`${describeActor(actor)} cancelled the order after it was paid: ${end}.`]
    : [`The cancellation follows: ${end}.`, "CancellationRequested"];
}

/** Returns the sentence about the present status, and what the order waits for. */
function explainStatus(
  state: OrderState,
  events: readonly RecordedEvent[],
  { giveUpMs, viewer }: ExplainOptions,
): Explanation {
  const { deadlineAt } = progressOf(state, events, giveUpMs);
  const until = deadlineAt === undefined ? "" : ` until ${formatTime(deadlineAt)}`;
  const status = state.status.toLowerCase().replaceAll("_", " ");
  const wait = describeWait(state, viewer);
  const base = events.findLast(({ event }) => statusEvents.has(event.type)) ?? events.at(-1);
  const subject = state.status === "NEEDS_ATTENTION" ? "The order needs attention" : `The order is ${status}`;
  const text = wait === undefined ? `${subject}.` : `${subject}: ${wait}${until}.`;
  return { text, sequences: base === undefined ? [] : [base.sequence] };
}

/** The events that a status, or what the order waits for, follows from. */
const statusEvents: ReadonlySet<OrderEventType> = new Set([
  "OrderPlaced",
  "StockReserved",
  "StockShort",
  "ReservationRetried",
  "PaymentActionRequired",
  "PaymentAuthorized",
  "OrderCreated",
  "PaymentCaptured",
  "OrderConfirmed",
  "CancellationRequested",
  "CompensationStarted",
  "RefundStarted",
  "RefundRequested",
  "PaymentRefunded",
  "RefundNoted",
  "RefundFailed",
  "OrderRejected",
  "OrderCancelled",
  "ShipmentCreated",
  "OrderFulfilled",
  "OrderDelivered",
  "EffectExhausted",
  "ResolutionChosen",
]);

/** Returns what the order waits for. Undefined when nothing more is expected. */
function describeWait(state: OrderState, viewer: ExplainOptions["viewer"]): string | undefined {
  const { status, compensation } = state;
  if (status === "NEEDS_ATTENTION")
    return viewer === "staff" ? "staff must decide whether to retry" : "the shop is looking at it";
  if (compensation !== undefined && status !== "CANCELLED" && status !== "REJECTED") {
    const steps = [
      ...(compensation.moneyPending ? ["its money is returned"] : []),
      ...(compensation.stockPending ? ["its stock is returned"] : []),
    ];
    return `it waits until ${steps.length === 0 ? "it has ended" : steps.join(" and ")}, and retries`;
  }
  switch (status) {
    case "NEW":
    case "REJECTED":
    case "CANCELLED":
    case "DELIVERED":
    case "REFUNDED":
      return undefined;
    case "CART":
      return state.lines.length === 0 ? "it has no lines, and it stays" : "it has not been placed, and it stays";
    case "PLACED":
      return state.shortage === "cancelling"
        ? "it waits for the end of unpaid orders, and retries"
        : "it waits for its stock, and retries";
    case "RESERVED":
      return isUnpaid(state)
        ? "it waits for the buyer to confirm the payment"
        : "it waits for its payment, and retries";
    case "AUTHORIZED":
    case "CREATED":
      return "it waits for the capture of its payment, and retries";
    case "CAPTURED":
      return "it waits for its stock to be sold, and retries";
    case "CONFIRMED":
    case "FULFILLED":
    case "PARTIALLY_REFUNDED":
      return describeFulfilment(state);
  }
}

function describeFulfilment(state: OrderState): string | undefined {
  if (state.transactions.some(isInFlight)) return "a refund waits for the payment provider, and is retried";
  if (hasPendingRestock(state)) return "units wait to go back on sale, which is retried";
  const units = unfulfilledLines(state);
  return units.length === 0 ? undefined : `${countUnits(units)} ${isOne(units) ? "waits" : "wait"} to be shipped`;
}

function describeActor(actor: string): string {
  if (actor.startsWith("account:")) return "The buyer";
  if (actor.startsWith("staff")) return "Staff";
  return actor.startsWith("partner:") ? "A partner" : "The shop";
}

/** Returns when in the life of the order its cancellation was requested. */
function describeMoment({ status, paymentAction }: OrderState): string {
  switch (status) {
    case "CART":
      return "before it was placed";
    case "PLACED":
      return "while its stock was being reserved";
    case "RESERVED":
      return paymentAction === undefined
        ? "while its payment was being made"
        : "while it waited for the buyer to confirm the payment";
    case "AUTHORIZED":
    case "CREATED":
      return "while its payment was being captured";
    case "CAPTURED":
      return "while its stock was being sold";
    default:
      return "after it was confirmed";
  }
}

const rejections: Readonly<Record<string, string>> = {
  OUT_OF_STOCK: "there is not enough stock",
  PAYMENT_DECLINED: "the payment was declined",
  PRICE_CHANGED: "the price had changed",
  COUPON_EXHAUSTED: "a coupon code is used up",
  COUPON_NOT_APPLICABLE: "a coupon code does not apply",
  UNPAID_LIMIT: "too many units wait for payment",
  PAYMENT_ABANDONED: "the cart was placed again before its payment was completed",
  IDEMPOTENCY_KEY_REUSED: "its idempotency key was used for another order",
};

function describeRejection({ code, skus }: OrderRejection): string {
  const reason = rejections[code] ?? code;
  return skus.length > 0 && code === "OUT_OF_STOCK" ? `${reason} of ${skus.join(", ")}` : reason;
}

function causesOfRejection({ code }: OrderRejection): readonly OrderEventType[] {
  if (code === "OUT_OF_STOCK") return ["StockShort"];
  return code === "PAYMENT_DECLINED" ? ["PaymentDeclined"] : [];
}

const declines: Readonly<Record<string, string>> = {
  voided: "it was voided at the payment provider",
  authorization_lapsed: "it was not captured in time",
  captured_in_part: "only a part of it was captured at the payment provider",
};

function describeDecline(code: string): string {
  return declines[code] ?? `the payment provider returned ${code}`;
}

const works: Readonly<Partial<Record<EffectType, string>>> = {
  reserveStock: "the reservation of its stock",
  authorizePayment: "the authorization of its payment",
  startPayment: "the start of its payment",
  confirmPayment: "the authorization of its payment",
  createOrder: "its creation",
  capturePayment: "the capture of its payment",
  commitStock: "the sale of its stock",
  releaseStock: "the release of its stock",
  voidPayment: "the void of its payment",
  refundPayment: "a refund",
  restock: "the return of its stock",
};

function describeWork(type: EffectType): string {
  return works[type] ?? type;
}

function countUnits(lines: readonly Pick<Units, "quantity">[]): string {
  return count(sumOf(lines), "unit");
}

function isOne(lines: readonly Pick<Units, "quantity">[]): boolean {
  return sumOf(lines) === 1;
}

function sumOf(lines: readonly Pick<Units, "quantity">[]): number {
  return lines.reduce((sum, { quantity }) => sum + quantity, 0);
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? "" : "s"}`;
}

/** Returns a time in UTC, such as `2026-11-29 17:30 UTC`. */
function formatTime(at: number): string {
  return `${new Date(at).toISOString().slice(0, 16).replace("T", " ")} UTC`;
}
