import type { CurrencyCode, Money } from "../../kit/domain/money.ts";
import type { Effect } from "./effects.ts";
import type { Address, OrderLine } from "./model.ts";
import type { Terms } from "./terms.ts";

/** What a line costs and is called, as the catalog said a moment ago. */
export type Quote = Omit<OrderLine, "quantity">;

export interface LineInput {
  readonly sku: string;
  readonly quantity: number;
}

/** What somebody asks of an order. */
export type UserCommand =
  | { type: "createCart"; orderId: string; accountId: string; currency: CurrencyCode }
  | { type: "setCartLine"; accountId: string; line: LineInput; quote?: Quote }
  | {
      type: "placeOrder";
      orderId: string;
      accountId: string;
      idempotencyKey: string;
      /** Absent when a cart is placed: its own lines count. */
      lines?: readonly LineInput[];
      quotes: readonly Quote[];
      paymentMethod: string;
      shippingAddress: Address;
      shippingMethod?: string;
      expectedTotal?: Money;
      /** Absent when the order cannot be sent there that way. */
      terms?: Terms;
    }
  | { type: "cancelOrder"; reason?: string }
  /** All that is left when no amount is given. */
  | { type: "refundOrder"; amount?: Money; reason: string }
  /** All that the provider says went back, and the last refund that the order does not know. */
  | { type: "noteRefund"; given: Money; refundId: string }
  /** All that has not been shipped when no lines are given. */
  | { type: "fulfilOrder"; carrier?: string; trackingNumber?: string; lines?: readonly LineInput[] }
  | { type: "markDelivered" }
  | { type: "resolveOrder"; resolution: "RETRY" | "GIVE_UP"; note: string }
  /** Of a guest's order, when the guest signs in. */
  | { type: "changeOwner"; from: string; accountId: string }
  /** When the account is gone. */
  | { type: "erasePersonalData" };

/** What came of an effect. */
export type Outcome =
  | { type: "reserved"; lines: readonly OrderLine[] }
  | { type: "short"; skus: readonly string[] }
  | { type: "paymentStarted"; paymentId: string }
  | { type: "actionRequired"; paymentId: string; clientSecret: string; url?: string }
  | { type: "authorized"; paymentId: string }
  | { type: "declined"; paymentId?: string; code: string; message: string }
  | { type: "created" }
  | { type: "keyTaken" }
  | { type: "captured"; paymentId: string }
  | { type: "committed" }
  | { type: "released" }
  | { type: "voided"; paymentId: string }
  | { type: "refunded"; refundId: string; requestId?: string }
  | { type: "refundFailed"; requestId: string; reason: string }
  | { type: "restocked" }
  | { type: "told" }
  | { type: "exhausted"; effect: Effect; key: string; reason: string };

export type Command = UserCommand | Outcome;

/** A command that is illegal now. `field` is the path into the request. */
export interface Rejection {
  readonly reason: string;
  readonly message: string;
  readonly field: readonly string[];
}
