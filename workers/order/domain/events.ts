import type { CurrencyCode, Money } from "../../kit/domain/money.ts";
import type { Effect, ExhaustedEffect } from "./effects.ts";
import type {
  Address,
  CartAddition,
  CartLine,
  DisputeReport,
  OrderLine,
  OrderRejection,
  OrderTaxId,
  PriceContext,
  RefundShare,
  Units,
  UnpaidOrder,
} from "./model.ts";
import type { Pricing } from "./pricing/model.ts";
import type { Terms } from "./terms.ts";

/**
 * The events of an order, in the past tense. They are stored, so names and fields never change: `event-codec.ts` converts
 * older versions.
 *
 * The event of a saga step carries `proceed`: whether the next step follows. `proceed` is false when the order was
 * cancelled while the step ran; the next event in the log then starts the compensation.
 */
export type OrderEvent =
  | { type: "CartCreated"; orderId: string; accountId: string; currency: CurrencyCode }
  /** `addedAt` is the sequence of the event that first added the line: lines keep their places when they are changed. */
  | { type: "CartLineSet"; line: OrderLine; addedAt?: number }
  | { type: "CartLineRemoved"; sku: string }
  /** The latest requests that added units to the cart, oldest first, so that a repetition adds nothing. */
  | { type: "CartAdditionsRecorded"; additions: readonly CartAddition[] }
  /** These are the coupon codes of the cart now, as the buyer wrote them. */
  | { type: "CartCouponCodesSet"; couponCodes: readonly string[] }
  /** The buyer chose the currency of the cart. `lines` are all its lines, with their prices in the currency. */
  | { type: "CartCurrencySet"; currency: CurrencyCode; lines: readonly CartLine[] }
  /** A rejected order that began as a cart is that cart again. What belongs to the rejected placement is removed. */
  | { type: "CartReopened" }
  /** A guest signed in. The lines of the guest's cart are moved to another cart, and it accepts no changes meanwhile. */
  | { type: "CartMergeStarted"; into: string }
  /** The cart has the lines of these SKUs of another cart now. */
  | { type: "CartMerged"; from: string; skus: readonly string[] }
  /** The lines of these SKUs were moved to the other cart. `isWhole` when no line remains. */
  | { type: "CartMergeEnded"; into: string; skus: readonly string[]; isWhole: boolean }
  | {
      type: "OrderPlaced";
      orderId: string;
      accountId: string;
      number: string;
      currency: CurrencyCode;
      lines: readonly OrderLine[];
      idempotencyKey: string;
      paymentMethod: string;
      /** Absent after the personal data was erased. */
      shippingAddress?: Address;
      shippingMethod?: string;
      expectedTotal?: Money;
      /** The contact email. Absent when the buyer gave none, and after the personal data was erased, like the next two. */
      email?: string;
      billingAddress?: Address;
      customerNote?: string;
      /** Where the bank sends the buyer back to after 3-D Secure. Absent after the personal data was erased. */
      returnUrl?: string;
      /** Absent in events of earlier releases. */
      marketId?: string;
      /** As the buyer gave them. Absent when there are none. */
      couponCodes?: readonly string[];
      /** Present when the reservation must read price lists and promotions, and not only base prices. */
      priceContext?: PriceContext;
      taxId?: OrderTaxId;
      terms: Terms;
      /** What the order costs. It is computed once, and never when the log is folded. */
      pricing: Pricing;
      proceed: boolean;
    }
  /** `pricing` is what the order costs with the prices that the reservation read. `total` is its total. */
  | { type: "StockReserved"; lines: readonly OrderLine[]; total: Money; pricing: Pricing; proceed: boolean }
  /** With `unpaid`, these orders of the account hold some of the SKUs. They are cancelled, and the stock is reserved again. */
  | { type: "StockShort"; skus: readonly string[]; unpaid?: readonly UnpaidOrder[] }
  | { type: "ReservationRetried"; lines: readonly { readonly sku: string; readonly quantity: number }[] }
  | { type: "PaymentStarted"; paymentId: string; paymentMethod: string; proceed: boolean }
  | { type: "PaymentActionRequired"; paymentId: string; clientSecret: string; url?: string }
  /** The account has too many unpaid orders. These are the oldest ones, and they are cancelled. */
  | { type: "UnpaidOrdersReplaced"; orders: readonly UnpaidOrder[] }
  | { type: "PaymentAuthorized"; paymentId: string; amount: Money; proceed: boolean }
  | { type: "PaymentDeclined"; paymentId?: string; amount: Money; code: string; message: string }
  /** `paymentId` is absent when the order is free. */
  | { type: "OrderCreated"; paymentId?: string; amount: Money; proceed: boolean }
  | { type: "PaymentCaptured"; paymentId: string; amount: Money }
  | { type: "OrderConfirmed" }
  | { type: "CancellationRequested"; reason?: string }
  | {
      type: "CompensationStarted";
      /** The status that the order ends with. */
      as: "REJECTED" | "CANCELLED";
      rejection?: OrderRejection;
      /** Whether the reservation must be released. */
      releaseStock: boolean;
      /** The payment to void, if one may exist. */
      voidPaymentId?: string;
      amount: Money;
    }
  | { type: "StockReleased" }
  | { type: "PaymentVoided"; paymentId: string; amount: Money }
  /**
   * A cancellation after the pivot. It refunds the payment, unless the order was free, and returns the stock of the units
   * that are left. Without `restock`, an earlier release wrote the event: all units of the order are returned. With
   * `releasesRedemptions`, the order has redeemed promotions, and their uses are returned too.
   */
  | {
      type: "RefundStarted";
      paymentId?: string;
      amount: Money;
      shares?: readonly RefundShare[];
      restock?: readonly Units[];
      releasesRedemptions?: true;
    }
  /**
   * A refund that staff requested. `requestId` is the id of its ledger entry. `paymentId` is absent when the units have no
   * value: then there is no ledger entry. Events of earlier releases have no `shares`.
   */
  | {
      type: "RefundRequested";
      requestId: string;
      paymentId?: string;
      amount: Money;
      reason: string;
      shares?: readonly RefundShare[];
    }
  /** Staff took units out of the order that are not refunded, because their money was refunded before or is disputed. */
  | {
      type: "LinesCancelled";
      cancellationId: string;
      lines: readonly { readonly sku: string; readonly quantity: number; readonly restock: number }[];
      reason: string;
    }
  /**
   * With `requestId`, the provider refused the refund that staff requested. Without it, the provider took back a refund
   * that it had accepted: the amount no longer counts as refunded. `shares` is present when the amount was a part of another
   * refund: it is what remains of that refund.
   */
  | {
      type: "RefundFailed";
      requestId?: string;
      refundId?: string;
      amount: Money;
      reason: string;
      shares?: readonly RefundShare[];
    }
  /**
   * The provider has accepted a refund. `requestId` is absent when the refund is part of a cancellation. `isPending` means
   * that the provider has not completed it: `RefundCompleted` or `RefundFailed` follows. `shares` is present when the amount is
   * smaller than the requested one.
   */
  | {
      type: "PaymentRefunded";
      refundId: string;
      amount: Money;
      requestId?: string;
      isPending?: true;
      shares?: readonly RefundShare[];
    }
  /** A refund made in the payment provider's dashboard, not by the order. It is a refund by amount. */
  | { type: "RefundNoted"; refundId: string; amount: Money; isPending?: true; shares?: readonly RefundShare[] }
  | { type: "RefundCompleted"; refundId: string; amount: Money }
  /** A cancellation does not refund this amount: the bank gave it to the buyer in a dispute. */
  | { type: "RefundNotOwed"; amount: Money }
  | { type: "DisputeOpened"; dispute: DisputeReport }
  | { type: "DisputeUpdated"; dispute: DisputeReport }
  /** The bank has decided. An appeal can follow, which is a `DisputeUpdated`. */
  | { type: "DisputeClosed"; dispute: DisputeReport }
  /** The bank took this amount. A dispute that grows has several of these events. */
  | { type: "DisputeFundsWithdrawn"; disputeId: string; amount: Money }
  | { type: "DisputeFundsReinstated"; disputeId: string; amount: Money }
  /** A cancelled order owes this amount again, because its refunds failed or a dispute was won. Staff must retry. */
  | { type: "CancellationReopened"; amount: Money; shares?: readonly RefundShare[] }
  /**
   * `requestId` names the refund or the cancellation of lines; it is absent when the order was cancelled. Without `lines`, an
   * earlier release wrote the event.
   */
  | { type: "StockRestocked"; requestId?: string; lines?: readonly Units[] }
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
  /** `key` is the idempotency key that the receiver may have recorded. */
  | { type: "EffectExhausted"; effect: Effect; key: string; reason: string }
  /** The decision of staff about exhausted effects. `stuck` lists the effects that are retried. */
  | { type: "ResolutionChosen"; resolution: "RETRY" | "GIVE_UP"; note: string; stuck: readonly ExhaustedEffect[] };

export type OrderEventType = OrderEvent["type"];
export type EventOf<T extends OrderEventType> = Extract<OrderEvent, { type: T }>;

/** An event with its position in the log. */
export interface RecordedEvent {
  readonly sequence: number;
  /** Milliseconds since the epoch. */
  readonly at: number;
  /** `account:<id>`, `staff:<id>`, `partner:<token id>` or `system`. */
  readonly actor: string;
  readonly event: OrderEvent;
}
