import type { CurrencyCode, Money } from "../../kit/money.ts";
import type { Effect } from "./effects.ts";
import type { Address, OrderLine } from "./order.ts";

/** What a line costs and is called, as the catalog said a moment ago. */
export type Quote = Omit<OrderLine, "quantity">;

export interface LineDraft {
  readonly sku: string;
  readonly quantity: number;
}

/** What somebody asks of an order. */
export type UserCommand =
  | { type: "createCart"; orderId: string; accountId: string; currency: CurrencyCode }
  | { type: "setCartLine"; accountId: string; line: LineDraft; quote?: Quote }
  | {
      type: "placeOrder";
      orderId: string;
      accountId: string;
      idempotencyKey: string;
      /** Absent when a cart is placed: its own lines count. */
      lines?: readonly LineDraft[];
      quotes: readonly Quote[];
      paymentMethod: string;
      shippingAddress: Address;
      shippingMethod?: string;
      expectedTotal?: Money;
    }
  | { type: "cancelOrder"; reason?: string };

/** What came of an effect. */
export type Outcome =
  | { type: "reserved"; lines: readonly OrderLine[] }
  | { type: "short"; skus: readonly string[] }
  | { type: "paymentStarted"; paymentId: string }
  | { type: "authorized"; paymentId: string }
  | { type: "declined"; paymentId?: string; code: string; message: string }
  | { type: "created" }
  | { type: "keyTaken" }
  | { type: "captured"; paymentId: string }
  | { type: "committed" }
  | { type: "released" }
  | { type: "voided"; paymentId: string }
  | { type: "refunded"; refundId: string }
  | { type: "restocked" }
  | { type: "projected" }
  | { type: "exhausted"; effect: Effect; reason: string };

export type Command = UserCommand | Outcome;

/** A command that is illegal now. `field` is the path into the request. */
export interface Rejection {
  readonly reason: string;
  readonly message: string;
  readonly field: readonly string[];
}
