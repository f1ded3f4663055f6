import type { Effect, IntegrationEventName } from "./effects.ts";
import type { OrderEvent } from "./events.ts";

/** What follows from an event, and from nothing else: replaying a log repeats no effect, and a crash loses none. */
export function effectsOf(event: OrderEvent): readonly Effect[] {
  switch (event.type) {
    case "OrderPlaced":
      return event.proceed
        ? [
            { type: "reserveStock", lines: event.lines.map(({ sku, quantity }) => ({ sku, quantity })) },
            publish("placed"),
          ]
        : [publish("placed")];
    case "StockReserved":
      if (!event.proceed) return [];
      return event.total.amountMinor === 0n
        ? [{ type: "createOrder" }]
        : [{ type: "startPayment", amount: event.total }];
    case "PaymentStarted":
      return event.proceed
        ? [{ type: "confirmPayment", paymentId: event.paymentId, paymentMethod: event.paymentMethod }]
        : [];
    case "PaymentActionRequired":
      return [{ type: "awaitPayment", paymentId: event.paymentId }];
    case "PaymentAuthorized":
      return event.proceed ? [{ type: "createOrder" }] : [];
    case "OrderCreated":
      if (!event.proceed) return [];
      return event.paymentId === undefined
        ? [{ type: "commitStock", isPivot: true }]
        : [{ type: "capturePayment", paymentId: event.paymentId, amount: event.amount }];
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
      return event.paymentId === undefined
        ? [{ type: "restock" }]
        : [{ type: "refundPayment", paymentId: event.paymentId, amount: event.amount }, { type: "restock" }];
    case "RefundRequested": {
      const { paymentId, amount, requestId } = event;
      return [{ type: "refundPayment", paymentId, amount, requestId }];
    }
    case "ResolutionChosen":
      return event.stuck.map(({ effect }) => effect);
    case "PaymentRefunded":
      return event.requestId === undefined ? [publish("refunded")] : [{ type: "projectOrder" }, publish("refunded")];
    case "RefundNoted":
      return [{ type: "projectOrder" }, publish("refunded")];
    case "OrderConfirmed":
      return [{ type: "projectOrder" }, publish("confirmed")];
    case "OrderRejected":
      return [{ type: "projectOrder" }, publish("rejected")];
    case "OrderCancelled":
      return [{ type: "projectOrder" }, publish("cancelled")];
    case "OrderFulfilled":
      return [{ type: "projectOrder" }, publish("fulfilled")];
    case "OrderDelivered":
      return [{ type: "projectOrder" }, publish("delivered")];
    case "ShipmentCreated":
    case "RefundFailed":
    case "OwnerChanged":
    case "PersonalDataErased":
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
    case "StockRestocked":
      return [];
  }
}

function publish(fact: IntegrationEventName): Effect {
  return { type: "publishFact", fact };
}

/** Where an effect stands: which one of its event's, in which order's log. */
export interface EffectPlace {
  readonly orderId: string;
  readonly sequence: number;
  readonly index: number;
}

/**
 * What its receiver knows an effect by, in every attempt and after a crash: its place in the log. What is tried again
 * after it was given up has its key already. A payment is begun once an order: a crash may take the events before it,
 * and others may come in their place.
 */
export function keyOf(event: OrderEvent, { orderId, sequence, index }: EffectPlace): string {
  const known = event.type === "ResolutionChosen" ? event.stuck[index]?.key : undefined;
  return known ?? (event.type === "StockReserved" ? `${orderId}:payment` : `${orderId}:${sequence}:${index}`);
}
