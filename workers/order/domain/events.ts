import type { CurrencyCode, Money } from "../../kit/money.ts";
import type { Effect } from "./effects.ts";
import type { Address, OrderLine, OrderRejection } from "./order.ts";

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
      shippingAddress: Address;
      shippingMethod?: string;
      expectedTotal?: Money;
      proceed: boolean;
    }
  | { type: "StockReserved"; lines: readonly OrderLine[]; total: Money; proceed: boolean }
  | { type: "StockShort"; skus: readonly string[] }
  | { type: "PaymentStarted"; paymentId: string; paymentMethod: string; proceed: boolean }
  | { type: "PaymentAuthorized"; paymentId: string; amount: Money; proceed: boolean }
  | { type: "PaymentDeclined"; paymentId?: string; amount: Money; code: string; message: string }
  | { type: "OrderCreated"; paymentId: string; amount: Money; proceed: boolean }
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
  | { type: "RefundStarted"; paymentId: string; amount: Money }
  | { type: "PaymentRefunded"; refundId: string; amount: Money }
  | { type: "StockRestocked" }
  | { type: "OrderRejected"; rejection: OrderRejection }
  | { type: "OrderCancelled"; reason?: string }
  | { type: "EffectExhausted"; effect: Effect; reason: string };

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
