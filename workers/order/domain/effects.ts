import type { Money } from "../../kit/domain/money.ts";
import type { OrderEvent } from "./events.ts";
import type { IntegrationEventName } from "./integration-events.ts";

/** Something to be done outside the order. Each is idempotent at its receiver under the key of the event it follows from. */
export type Effect =
  | { type: "reserveStock"; lines: readonly { readonly sku: string; readonly quantity: number }[] }
  | { type: "startPayment"; amount: Money }
  | { type: "confirmPayment"; paymentId: string; paymentMethod: string }
  | { type: "awaitPayment"; paymentId: string }
  | { type: "createOrder" }
  | { type: "capturePayment"; paymentId: string; amount: Money }
  /** `isPivot` where nothing is paid: then the order only goes forward from here. */
  | { type: "commitStock"; isPivot?: true }
  | { type: "releaseStock" }
  | { type: "voidPayment"; paymentId: string; amount: Money }
  | { type: "refundPayment"; paymentId: string; amount: Money; requestId?: string }
  | { type: "restock" }
  | { type: "projectOrder" }
  | { type: "publishFact"; fact: IntegrationEventName };

export type EffectType = Effect["type"];

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

/** Whether an effect tells others and nothing else: the order goes on alike, whether it is done or not. */
export function isFireAndForget({ type }: Effect): boolean {
  return type === "projectOrder" || type === "publishFact";
}

/** Whether whoever caused an effect waits for it. For what is told to the world nobody does. */
export function blocksCaller({ type }: Effect): boolean {
  return type !== "publishFact";
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

/**
 * Whether everything before an effect must be on disk before it begins. The first effect, so that an order that holds
 * stock is never forgotten; the confirmation, so that a payment which may take money is known by its id; the capture,
 * or the sale where nothing is paid, so that after a crash nobody undoes what was done; whatever returns money or stock;
 * and the end, which is never told to lists before it is certain. The others may run again after a crash: they meet
 * their own first answer at the receiver.
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
    case "projectOrder":
      return true;
    case "awaitPayment":
    case "startPayment":
    case "createOrder":
      return false;
    case "commitStock":
      return effect.isPivot === true;
    // It is begun by the commit itself.
    case "publishFact":
      return false;
  }
}
