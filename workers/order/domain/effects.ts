import type { Money } from "../../kit/money.ts";
import type { OrderEvent } from "./events.ts";

/** Something to be done outside the order. Each is idempotent at its receiver under the key of the event it follows from. */
export type Effect =
  | { type: "reserveStock"; lines: readonly { readonly sku: string; readonly quantity: number }[] }
  | { type: "startPayment"; amount: Money }
  | { type: "confirmPayment"; paymentId: string; paymentMethod: string }
  | { type: "createOrder" }
  | { type: "capturePayment"; paymentId: string; amount: Money }
  | { type: "commitStock" }
  | { type: "releaseStock" }
  | { type: "voidPayment"; paymentId: string; amount: Money }
  | { type: "refundPayment"; paymentId: string; amount: Money }
  | { type: "restock" }
  | { type: "projectOrder" };

export type EffectType = Effect["type"];

/** What follows from an event, and from nothing else: replaying a log repeats no effect, and a crash loses none. */
export function effectsOf(event: OrderEvent): readonly Effect[] {
  switch (event.type) {
    case "OrderPlaced":
      return event.proceed
        ? [{ type: "reserveStock", lines: event.lines.map(({ sku, quantity }) => ({ sku, quantity })) }]
        : [];
    case "StockReserved":
      return event.proceed ? [{ type: "startPayment", amount: event.total }] : [];
    case "PaymentStarted":
      return event.proceed
        ? [{ type: "confirmPayment", paymentId: event.paymentId, paymentMethod: event.paymentMethod }]
        : [];
    case "PaymentAuthorized":
      return event.proceed ? [{ type: "createOrder" }] : [];
    case "OrderCreated":
      return event.proceed ? [{ type: "capturePayment", paymentId: event.paymentId, amount: event.amount }] : [];
    case "PaymentCaptured":
      return [{ type: "commitStock" }];
    case "CompensationStarted": {
      const undo: Effect[] = [];
      if (event.voidPaymentId !== undefined) {
        undo.push({ type: "voidPayment", paymentId: event.voidPaymentId, amount: event.amount });
      }
      if (event.releaseStock) undo.push({ type: "releaseStock" });
      return undo;
    }
    case "RefundStarted":
      return [{ type: "refundPayment", paymentId: event.paymentId, amount: event.amount }, { type: "restock" }];
    case "OrderConfirmed":
    case "OrderRejected":
    case "OrderCancelled":
    case "EffectExhausted":
      return [{ type: "projectOrder" }];
    case "CartCreated":
    case "CartLineSet":
    case "CartLineRemoved":
    case "StockShort":
    case "PaymentDeclined":
    case "CancellationRequested":
    case "StockReleased":
    case "PaymentVoided":
    case "PaymentRefunded":
    case "StockRestocked":
      return [];
  }
}

/**
 * Whether everything before an effect must be on disk before it begins. The first effect, so that an order that holds
 * stock is never forgotten; the confirmation, so that a payment which may take money is known by its id; the capture,
 * so that after a crash nobody undoes what was paid; and whatever returns money or stock. The others may run again
 * after a crash: they meet their own first answer at the receiver.
 */
export function needsDurableLog(effect: Effect): boolean {
  switch (effect.type) {
    case "reserveStock":
    case "confirmPayment":
    case "capturePayment":
    case "releaseStock":
    case "voidPayment":
    case "refundPayment":
    case "restock":
      return true;
    case "startPayment":
    case "createOrder":
    case "commitStock":
    case "projectOrder":
      return false;
  }
}
