import type { CurrencyCode, Money } from "../../kit/domain/money.ts";
import type { Effect, ExhaustedEffect } from "./effects.ts";
import type { Address, OrderLine, OrderRejection } from "./model.ts";
import type { Terms } from "./terms.ts";

/**
 * What happened, in the past tense. An event of a step carries `proceed`: whether the next step follows from it. It is
 * false when the order was cancelled meanwhile, and then the event that begins the undoing stands right behind it.
 */
export type OrderEvent =
  | { type: "CartCreated"; orderId: string; accountId: string; currency: CurrencyCode }
  | { type: "CartLineSet"; line: OrderLine }
  | { type: "CartLineRemoved"; sku: string }
  | {
      type: "OrderPlaced";
      orderId: string;
      accountId: string;
      number: string;
      currency: CurrencyCode;
      lines: readonly OrderLine[];
      idempotencyKey: string;
      paymentMethod: string;
      /** Absent once it was erased. */
      shippingAddress?: Address;
      shippingMethod?: string;
      expectedTotal?: Money;
      terms: Terms;
      proceed: boolean;
    }
  | { type: "StockReserved"; lines: readonly OrderLine[]; total: Money; proceed: boolean }
  | { type: "StockShort"; skus: readonly string[] }
  | { type: "PaymentStarted"; paymentId: string; paymentMethod: string; proceed: boolean }
  | { type: "PaymentActionRequired"; paymentId: string; clientSecret: string; url?: string }
  | { type: "PaymentAuthorized"; paymentId: string; amount: Money; proceed: boolean }
  | { type: "PaymentDeclined"; paymentId?: string; amount: Money; code: string; message: string }
  /** `paymentId` is absent where nothing is to be paid. */
  | { type: "OrderCreated"; paymentId?: string; amount: Money; proceed: boolean }
  | { type: "PaymentCaptured"; paymentId: string; amount: Money }
  | { type: "OrderConfirmed" }
  | { type: "CancellationRequested"; reason?: string }
  | {
      type: "CompensationStarted";
      as: "REJECTED" | "CANCELLED";
      rejection?: OrderRejection;
      /** The stock to let go. */
      releaseStock: boolean;
      /** The authorization to void, when there may be one. */
      voidPaymentId?: string;
      amount: Money;
    }
  | { type: "StockReleased" }
  | { type: "PaymentVoided"; paymentId: string; amount: Money }
  /** What a cancellation owes: money unless nothing was paid, and the goods put back. */
  | { type: "RefundStarted"; paymentId?: string; amount: Money }
  /** A refund that staff asked for. `requestId` names it in the ledger. */
  | { type: "RefundRequested"; requestId: string; paymentId: string; amount: Money; reason: string }
  | { type: "RefundFailed"; requestId: string; amount: Money; reason: string }
  /** `requestId` is absent where the refund is part of a cancellation. */
  | { type: "PaymentRefunded"; refundId: string; amount: Money; requestId?: string }
  /** Money that went back without the order, by hand at the provider itself. `refundId` is the last one. */
  | { type: "RefundNoted"; refundId: string; amount: Money }
  | { type: "StockRestocked" }
  | { type: "OrderRejected"; rejection: OrderRejection }
  | { type: "OrderCancelled"; reason?: string }
  | {
      type: "ShipmentCreated";
      shipmentId: string;
      carrier?: string;
      trackingNumber?: string;
      lines: readonly { readonly sku: string; readonly quantity: number }[];
    }
  | { type: "OrderFulfilled" }
  | { type: "OrderDelivered" }
  | { type: "OwnerChanged"; from: string; accountId: string }
  | { type: "PersonalDataErased" }
  /** `key` is what the receiver knows the effect by. */
  | { type: "EffectExhausted"; effect: Effect; key: string; reason: string }
  /** What a person decided about what was given up; `stuck` is what is tried again. */
  | { type: "ResolutionChosen"; resolution: "RETRY" | "GIVE_UP"; note: string; stuck: readonly ExhaustedEffect[] };

export type OrderEventType = OrderEvent["type"];

/** An event with its place in the log. */
export interface RecordedEvent {
  readonly sequence: number;
  /** Milliseconds since the epoch. */
  readonly at: number;
  /** `account:<id>`, `staff:<id>` or `system`. */
  readonly actor: string;
  readonly event: OrderEvent;
}
