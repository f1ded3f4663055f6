import type { Effect, EffectType, IntegrationEventName } from "./effects.ts";
import type { OrderEvent } from "./events.ts";
import type { Units } from "./model.ts";
import type { OrderState } from "./order.ts";
import { restockedUnits } from "./units.ts";

/**
 * Returns the effects of an event. `state` is the order after it. Effects follow from the events up to this one and from
 * nothing else, so replaying a log repeats no effect and a crash loses none.
 */
export function effectsOf(event: OrderEvent, state: OrderState): readonly Effect[] {
  return [...effectsOfEvent(event), ...taxReportsOf(event, state), ...lateProjectionOf(event, state)];
}

/**
 * The end of a compensation projects the order. When one of its steps was given up, no end follows, and the others may succeed
 * after that.
 */
function lateProjectionOf(event: OrderEvent, { status }: OrderState): readonly Effect[] {
  return status === "NEEDS_ATTENTION" && isCompensationStep(event) ? [{ type: "projectOrder" }] : [];
}

function isCompensationStep(event: OrderEvent): boolean {
  switch (event.type) {
    case "StockReleased":
    case "PaymentVoided":
      return true;
    case "StockRestocked":
    case "PaymentRefunded":
      return event.requestId === undefined;
    default:
      return false;
  }
}

/** Returns the reports of an event to the tax provider. None for an order whose taxes come from tax rates. */
function taxReportsOf(event: OrderEvent, { pricing, transactions }: OrderState): readonly Effect[] {
  const calculationId = pricing?.taxCalculation;
  if (calculationId === undefined) return [];
  const refundOf = (reference: string | undefined) =>
    transactions.filter((entry) => entry.kind === "REFUND" && entry.reference === reference).map(({ id }) => id);
  switch (event.type) {
    case "OrderConfirmed":
      return [{ type: "recordTax", calculationId }];
    case "PaymentRefunded":
    case "RefundNoted":
      // A pending refund is reported when it is completed.
      if (event.isPending === true) return [];
      return refundOf(event.refundId).map((refundId) => ({ type: "reverseTax", refundId }));
    case "RefundCompleted":
      return refundOf(event.refundId).map((refundId) => ({ type: "reverseTax", refundId }));
    case "RefundFailed":
      if (event.requestId !== undefined || event.refundId === undefined) return [];
      return refundOf(event.refundId).map((refundId) => ({ type: "undoTaxReversal", refundId }));
    default:
      return [];
  }
}

function effectsOfEvent(event: OrderEvent): readonly Effect[] {
  switch (event.type) {
    case "OrderPlaced":
      return event.proceed
        ? [
            { type: "reserveStock", lines: event.lines.map(({ sku, quantity }) => ({ sku, quantity })) },
            publish("placed"),
          ]
        : [publish("placed")];
    case "StockReserved":
      return event.proceed && event.total.amountMinor > 0n ? [{ type: "authorizePayment", amount: event.total }] : [];
    case "PaymentStarted":
      return event.proceed
        ? [{ type: "confirmPayment", paymentId: event.paymentId, paymentMethod: event.paymentMethod }]
        : [];
    case "PaymentActionRequired":
      return [
        { type: "awaitPayment", paymentId: event.paymentId },
        { type: "checkUnpaidLimit", paymentId: event.paymentId },
      ];
    case "StockShort":
      return event.unpaid === undefined ? [] : [{ type: "cancelUnpaid", orders: event.unpaid }];
    case "ReservationRetried":
      return [{ type: "reserveStock", lines: event.lines }];
    case "UnpaidOrdersReplaced":
      return [{ type: "cancelUnpaid", orders: event.orders }];
    case "OrderCreated":
      return event.proceed && event.paymentId !== undefined
        ? [{ type: "capturePayment", paymentId: event.paymentId, amount: event.amount }]
        : [];
    case "CompensationStarted": {
      const compensations: Effect[] = [];
      if (event.voidPaymentId !== undefined) {
        compensations.push({ type: "voidPayment", paymentId: event.voidPaymentId, amount: event.amount });
      }
      if (event.releaseStock) compensations.push({ type: "releaseStock" });
      return compensations;
    }
    case "RefundStarted": {
      const { paymentId, amount, restock, releasesRedemptions } = event;
      return [
        ...(paymentId === undefined ? [] : [{ type: "refundPayment", paymentId, amount } as const]),
        ...(restock === undefined ? [{ type: "restock" } as const] : restockOf(restock, { releasesRedemptions })),
      ];
    }
    case "RefundRequested": {
      const { paymentId, amount, requestId, shares = [] } = event;
      return [
        ...(paymentId === undefined ? [] : [{ type: "refundPayment", paymentId, amount, requestId } as const]),
        ...restockOf(restockedUnits(shares), { requestId }),
        // Without a payment, no outcome follows that projects the order.
        ...(paymentId === undefined ? [{ type: "projectOrder" } as const] : []),
      ];
    }
    case "LinesCancelled": {
      const lines = event.lines.map(({ sku, restock }) => ({ sku, quantity: restock }));
      return [...restockOf(lines, { requestId: event.cancellationId }), { type: "projectOrder" }];
    }
    case "StockRestocked":
      // The end of a cancellation projects the order.
      return event.requestId === undefined ? [] : [{ type: "projectOrder" }];
    case "ResolutionChosen":
      // After giving up, the order may go on without another event.
      return event.resolution === "GIVE_UP" ? [{ type: "projectOrder" }] : event.stuck.map(({ effect }) => effect);
    case "PaymentRefunded":
      return event.requestId === undefined ? [publish("refunded")] : [{ type: "projectOrder" }, publish("refunded")];
    case "RefundNoted":
      return [{ type: "projectOrder" }, publish("refunded")];
    case "RefundFailed":
      // A refund that was never accepted does not change the refunded amount.
      return event.requestId === undefined
        ? [{ type: "projectOrder" }, publish("refunded")]
        : [{ type: "projectOrder" }];
    case "OrderConfirmed":
      return [{ type: "projectOrder" }, publish("confirmed")];
    case "OrderRejected":
      return [{ type: "projectOrder" }, publish("rejected")];
    case "OrderCancelled":
      return [{ type: "projectOrder" }, publish("cancelled")];
    case "ShipmentCreated":
      return [{ type: "projectOrder" }, publish("shipped")];
    case "RefundCompleted":
      return [{ type: "projectOrder" }, publish("refund_completed")];
    case "OrderFulfilled":
      return [{ type: "projectOrder" }, publish("fulfilled")];
    case "OrderDelivered":
      return [{ type: "projectOrder" }, publish("delivered")];
    case "CartReopened":
    case "RefundNotOwed":
    case "DisputeOpened":
    case "DisputeUpdated":
    case "DisputeClosed":
    case "DisputeFundsWithdrawn":
    case "DisputeFundsReinstated":
    case "OwnerChanged":
    case "PersonalDataErased":
    case "EffectExhausted":
      return [{ type: "projectOrder" }];
    case "CartCreated":
    case "CartLineSet":
    case "CartLineRemoved":
    case "CartAdditionsRecorded":
    case "CartCouponCodesSet":
    case "CartCurrencySet":
    case "CartMergeStarted":
    case "CartMerged":
    case "CartMergeEnded":
    case "PaymentDeclined":
    // The creation of the order follows in the same decision.
    case "PaymentAuthorized":
    // The confirmation follows in the same decision. The catalog commits the stock when it receives the event of it.
    case "PaymentCaptured":
    case "CancellationRequested":
    case "CancellationReopened":
    case "StockReleased":
    case "PaymentVoided":
      return [];
  }
}

interface RestockOptions {
  readonly requestId?: string;
  readonly releasesRedemptions?: true | undefined;
}

function restockOf(lines: readonly Units[], { requestId, releasesRedemptions }: RestockOptions): readonly Effect[] {
  const restocked = lines.filter(({ quantity }) => quantity > 0);
  if (restocked.length === 0 && releasesRedemptions === undefined) return [];
  return [
    {
      type: "restock",
      lines: restocked,
      ...(requestId === undefined ? {} : { requestId }),
      ...(releasesRedemptions === undefined ? {} : { releasesRedemptions }),
    },
  ];
}

function publish(fact: IntegrationEventName): Effect {
  return { type: "publishFact", fact };
}

/** The position of an effect: its index among the effects of one event in the log of one order. */
export interface EffectPosition {
  readonly orderId: string;
  readonly sequence: number;
  readonly index: number;
  readonly type: EffectType;
  /** The number of placements of the order up to the event. */
  readonly attempt: number;
}

/**
 * Returns the idempotency key of an effect: its position in the log. The key is the same in every attempt and after a
 * crash. There are two exceptions. An effect that staff retry keeps the key of its first attempts. The key of the payment is
 * unique per placement, so that a placement never has two payments. It differs from the key of earlier releases, which started
 * the payment with another request.
 */
export function effectKey(event: OrderEvent, { orderId, sequence, index, type, attempt }: EffectPosition): string {
  const known = event.type === "ResolutionChosen" ? event.stuck[index]?.key : undefined;
  if (known !== undefined) return known;
  if (event.type !== "StockReserved") return `${orderId}:${sequence}:${index}`;
  const key = `${orderId}:${type === "startPayment" ? "payment" : "authorization"}`;
  return attempt <= 1 ? key : `${key}:${attempt}`;
}
