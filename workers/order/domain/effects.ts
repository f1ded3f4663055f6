import type { Money } from "../../kit/domain/money.ts";

/** The lifecycle events of an order that other services can follow. */
export type IntegrationEventName =
  | "placed"
  | "confirmed"
  | "rejected"
  | "cancelled"
  | "refunded"
  | "fulfilled"
  | "delivered";

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

/** An effect that ran out of attempts, with the idempotency key that its receiver may have recorded. */
export interface ExhaustedEffect {
  readonly effect: Effect;
  readonly key: string;
}

/** Whether an effect tells others and nothing else: the order goes on alike, whether it is done or not. */
export function isFireAndForget({ type }: Effect): boolean {
  return type === "projectOrder" || type === "publishFact";
}

/** Whether whoever caused an effect waits for it. For what is told to the world nobody does. */
export function blocksCaller({ type }: Effect): boolean {
  return type !== "publishFact";
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
