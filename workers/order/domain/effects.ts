import type { Money } from "../../kit/domain/money.ts";
import type { Units, UnpaidOrder } from "./model.ts";

/** The lifecycle events that other services are notified of. */
export type IntegrationEventName =
  | "placed"
  | "confirmed"
  | "rejected"
  | "cancelled"
  | "refunded"
  | "refund_completed"
  | "shipped"
  | "fulfilled"
  | "delivered";

/**
 * Work to do outside the order. Each effect is idempotent at its receiver, under a key that is derived from the event
 * that caused it. Pending effects are stored as JSON, so names and fields never change.
 */
export type Effect =
  | { type: "reserveStock"; lines: readonly { readonly sku: string; readonly quantity: number }[] }
  /** Starts the payment and confirms it, in one call. */
  | { type: "authorizePayment"; amount: Money }
  /** Stored by earlier releases, which started and confirmed a payment in two calls. */
  | { type: "startPayment"; amount: Money }
  | { type: "confirmPayment"; paymentId: string; paymentMethod: string }
  | { type: "awaitPayment"; paymentId: string }
  /** Counts the order among the unpaid orders of its account and its network address. */
  | { type: "checkUnpaidLimit"; paymentId: string }
  /** Cancels other orders of the account that still wait for the cardholder. */
  | { type: "cancelUnpaid"; orders: readonly UnpaidOrder[] }
  /** Stored by earlier releases, which wrote the order's row before the capture. */
  | { type: "createOrder" }
  | { type: "capturePayment"; paymentId: string; amount: Money }
  /**
   * Stored by earlier releases: the catalog commits the reservation of a confirmed order when it receives the integration event.
   * `isPivot` when the order is free: from here on the order only moves forward.
   */
  | { type: "commitStock"; isPivot?: true }
  | { type: "releaseStock" }
  | { type: "voidPayment"; paymentId: string; amount: Money }
  | { type: "refundPayment"; paymentId: string; amount: Money; requestId?: string }
  /**
   * Without `lines`, an earlier release stored the effect: all units of the order. With `releasesRedemptions`, also returns
   * the uses of promotions.
   */
  | { type: "restock"; lines?: readonly Units[]; requestId?: string; releasesRedemptions?: true }
  | { type: "projectOrder" }
  /** Reports the sale to the tax provider. */
  | { type: "recordTax"; calculationId: string }
  /** Reports a refund to the tax provider. `refundId` is that of its ledger entry. */
  | { type: "reverseTax"; refundId: string }
  /** Reports that a refund was not made after all. */
  | { type: "undoTaxReversal"; refundId: string }
  | { type: "publishFact"; fact: IntegrationEventName };

export type EffectType = Effect["type"];

/** An effect that ran out of attempts, with the idempotency key that its receiver may have recorded. */
export interface ExhaustedEffect {
  readonly effect: Effect;
  readonly key: string;
}

/** Returns whether the effect only reports the order to others. The saga does not depend on its outcome. */
export function isFireAndForget({ type }: Effect): boolean {
  return type === "projectOrder" || type === "publishFact" || isTaxReport(type);
}

function isTaxReport(type: EffectType): boolean {
  return type === "recordTax" || type === "reverseTax" || type === "undoTaxReversal";
}

/**
 * Returns whether the effect undoes an earlier one because the order is rejected or cancelled. A refund that staff requested is no
 * compensation.
 */
export function isCompensation(effect: Effect): boolean {
  switch (effect.type) {
    case "voidPayment":
    case "releaseStock":
      return true;
    case "refundPayment":
    case "restock":
      return effect.requestId === undefined;
    default:
      return false;
  }
}

/** Returns whether the effect ends by itself, so that staff never have to decide about it. */
export function endsByItself(effect: Effect): boolean {
  return (
    effect.type === "awaitPayment" ||
    effect.type === "checkUnpaidLimit" ||
    effect.type === "cancelUnpaid" ||
    isFireAndForget(effect)
  );
}

/**
 * Returns whether the request that caused the effect waits for it. No request waits for integration events and reports of
 * taxes: their handlers get the order as it was after the event.
 */
export function blocksCaller({ type }: Effect): boolean {
  return type !== "publishFact" && !isTaxReport(type);
}

/**
 * Returns whether all earlier events must be on disk before the effect starts:
 *
 * - `reserveStock`, the first effect: an order that holds stock is never lost.
 * - `authorizePayment`: the amount and the key of a payment that may take money are known after a crash, so the same call finds
 *   it. `confirmPayment` of earlier releases: the id of the payment is known.
 * - `capturePayment`: this is the pivot, and after a crash the saga must not compensate what was done. A free order is
 *   confirmed by a decision alone, which is on disk before anything reports it.
 * - The effects that return money or stock, and `cancelUnpaid`, which makes other orders return theirs.
 * - `checkUnpaidLimit`: an order that counts as unpaid knows after a crash that it waits, and removes its row at its end.
 * - `projectOrder`: lists never show an end that is not certain.
 *
 * The other effects may run again after a crash. Their receivers return the first result again.
 */
export function needsDurableLog(effect: Effect): boolean {
  switch (effect.type) {
    case "reserveStock":
    case "authorizePayment":
    case "confirmPayment":
    case "capturePayment":
    case "releaseStock":
    case "voidPayment":
    case "refundPayment":
    case "restock":
    case "checkUnpaidLimit":
    case "cancelUnpaid":
    case "projectOrder":
      return true;
    case "awaitPayment":
    case "startPayment":
    case "createOrder":
      return false;
    case "commitStock":
      return effect.isPivot === true;
    // These start after the commit of their event, so the event is on disk already.
    case "publishFact":
    case "recordTax":
    case "reverseTax":
    case "undoTaxReversal":
      return false;
  }
}
