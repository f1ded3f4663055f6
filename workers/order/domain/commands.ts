import type { CurrencyCode, Money } from "../../kit/domain/money.ts";
import type { TaxId } from "../../kit/domain/tax-id.ts";
import type { Effect } from "./effects.ts";
import type { Address, CartAddition, CartLine, Customer, DisputeReport, OrderLine, UnpaidOrder } from "./model.ts";
import type { Candidate } from "./pricing/model.ts";
import type { PriceQuote } from "./pricing/quote.ts";

/** The base price and the name of a SKU for a cart, as the catalog returned them a few seconds ago. */
export type Quote = Omit<OrderLine, "quantity">;

/** A refund of the order's payment, as the provider reports it. */
export interface ProviderRefund {
  readonly refundId: string;
  readonly amount: Money;
  /** A refund can fail days after it succeeded, for example because the card was closed. Only a failure is final. */
  readonly status: "PENDING" | "SUCCEEDED" | "FAILED";
  /** Why it failed. */
  readonly reason?: string;
  /** Whether the order made the refund, and not staff in the provider's dashboard. */
  readonly isOwn: boolean;
}

/** A dispute of the order's payment, as the provider reports it. */
export interface ProviderDispute extends DisputeReport {
  /** The money that the bank has taken so far, and the money that it has given back. */
  readonly withdrawn: Money;
  readonly reinstated: Money;
}

export interface LineInput {
  readonly sku: string;
  readonly quantity: number;
}

/** Units to refund. When `restock` is absent, unfulfilled units go back on sale and shipped units do not. */
export interface RefundLine extends LineInput {
  readonly restock?: boolean;
}

/** A command from outside the order: from a customer, staff, a partner, the payment provider or another service. */
export type UserCommand =
  | { type: "createCart"; orderId: string; accountId: string; currency: CurrencyCode }
  /**
   * Quantity 0 removes the line. `quote` is absent when the SKU is not on sale. A rejected cart is changed only with
   * `reopens`: its row must have a deadline then, because reopening has an effect.
   */
  | { type: "setCartLine"; accountId: string; line: LineInput; quote?: Quote; reopens?: true }
  /**
   * Sets the quantities of several lines, as `setCartLine` does: all of them, or none if one is refused. With `addition`, adds
   * the units to those of the cart instead, once per key. `quotes` have no SKUs that are not on sale.
   */
  | {
      type: "changeCartLines";
      accountId: string;
      lines: readonly LineInput[];
      quotes: readonly Quote[];
      addition?: CartAddition;
      /** Lines that are refused do not change. */
      skipsRefused?: true;
      reopens?: true;
    }
  | { type: "setCartCouponCodes"; accountId: string; couponCodes: readonly string[]; reopens?: true }
  /** `quotes` are in the currency, without lines that are not sold in it. */
  | { type: "setCartCurrency"; accountId: string; currency: CurrencyCode; quotes: readonly Quote[]; reopens?: true }
  | {
      type: "placeOrder";
      orderId: string;
      accountId: string;
      idempotencyKey: string;
      /** Absent when a cart is placed: the lines of the cart are used. */
      lines?: readonly LineInput[];
      /** For the lines of the order, as the catalog returned it a few seconds ago. */
      quote: PriceQuote;
      customer: Customer;
      paymentMethod: string;
      shippingAddress: Address;
      shippingMethod?: string;
      expectedTotal?: Money;
      email?: string;
      billingAddress?: Address;
      customerNote?: string;
      /** Where the bank sends the buyer back to. Its origin is one of the shop's. */
      returnUrl?: string;
      /** Absent: those of the cart. */
      couponCodes?: readonly string[];
      /** Absent: the currency of the quote. */
      currency?: CurrencyCode;
      /** The tax id of the buyer, as its register knows it now. */
      taxId?: TaxId;
      /** Present when the buyer owes the tax: see `pricing/reverse-charge.ts`. */
      isReverseCharge?: true;
    }
  /** Ends the placement of a cart whose payment waits for the cardholder, so that the cart can be placed again. */
  | { type: "abandonPayment"; accountId: string }
  /** The three steps that move the lines of a guest's cart to the cart of an account: see `merging.ts`. */
  | { type: "startCartMerge"; into: string }
  | {
      type: "mergeCart";
      from: string;
      accountId: string;
      lines: readonly CartLine[];
      couponCodes: readonly string[];
      /** The currency that the guest chose for the cart. */
      currency?: CurrencyCode;
    }
  | { type: "endCartMerge"; into: string; skus: readonly string[] }
  | { type: "cancelOrder"; reason?: string }
  /** Cancels the order if this payment still waits for the cardholder. Sent by a newer order of the account. */
  | { type: "cancelUnpaid"; paymentId: string }
  /**
   * Refunds an amount, or units and shipping. Without any of them, refunds all that is left. Unfulfilled units that are
   * refunded become cancelled.
   */
  | { type: "refundOrder"; amount?: Money; lines?: readonly RefundLine[]; shipping?: true; reason: string }
  /** Cancels unfulfilled units, and refunds their value if it is left. */
  | { type: "cancelOrderLines"; lines: readonly RefundLine[]; shipping?: true; reason: string }
  /** Records refunds that were made outside the order, and refunds that the provider completed or took back. */
  | { type: "noteRefunds"; refunds: readonly ProviderRefund[] }
  /** Records the disputes of the payment, and the money that the bank took or gave back. */
  | { type: "noteDisputes"; disputes: readonly ProviderDispute[] }
  /** Ships all unshipped units when `lines` is absent. */
  | { type: "fulfilOrder"; carrier?: string; trackingNumber?: string; lines?: readonly LineInput[] }
  | { type: "markDelivered" }
  | { type: "resolveOrder"; resolution: "RETRY" | "GIVE_UP"; note: string }
  /** Moves a guest's order to an account when the guest signs in. */
  | { type: "changeOwner"; from: string; accountId: string }
  /** Erases the personal data when the account is deleted. */
  | { type: "erasePersonalData" };

/** The outcome of the confirmation of a payment. */
export type PaymentResult =
  | { readonly type: "authorized" }
  | { readonly type: "actionRequired"; readonly clientSecret: string; readonly url?: string }
  | { readonly type: "declined"; readonly code: string; readonly message: string };

/** The outcome of an effect. It is decided on like a command. */
export type Outcome =
  /** `candidates` are the promotions that can apply, with indexes of `lines`. Absent when only base prices apply. */
  | { type: "reserved"; lines: readonly OrderLine[]; candidates?: readonly Candidate[] }
  /** Nothing is reserved: coupon codes of the order have reached a usage limit. */
  | { type: "couponsExhausted"; codes: readonly string[] }
  /** `unpaid` are the unpaid orders of the account that hold some of the SKUs. */
  | { type: "short"; skus: readonly string[]; unpaid?: readonly UnpaidOrder[] }
  /** `result` is the outcome of the confirmation, if the payment was started and confirmed in one call. */
  | { type: "paymentStarted"; paymentId: string; result?: PaymentResult }
  | { type: "actionRequired"; paymentId: string; clientSecret: string; url?: string }
  /** The order counts as unpaid. `replaced` are the oldest unpaid orders of the account, beyond its limit. */
  | { type: "unpaidCounted"; paymentId: string; replaced: readonly UnpaidOrder[] }
  | { type: "unpaidLimitReached"; paymentId: string }
  | { type: "unpaidCancelled" }
  | { type: "authorized"; paymentId: string }
  | { type: "declined"; paymentId?: string; code: string; message: string }
  | { type: "created" }
  | { type: "keyTaken" }
  | { type: "captured"; paymentId: string }
  | { type: "committed" }
  | { type: "released" }
  | { type: "voided"; paymentId: string }
  /**
   * `requestId` is absent when the refund is part of a cancellation. `isPending` means that the provider has accepted the
   * refund and has not completed it. `amount` is present when the refund is smaller than the cancellation requested,
   * because the bank gave a part to the buyer.
   */
  | { type: "refunded"; refundId: string; requestId?: string; amount?: Money; isPending?: true }
  /** The bank gave the buyer everything that the cancellation owed. */
  | { type: "refundNotOwed" }
  | { type: "refundFailed"; requestId: string; refundId?: string; reason: string }
  /** `requestId` is absent when the order is being cancelled. */
  | { type: "restocked"; requestId?: string }
  /** The receiver of a projection or an integration event has accepted it. */
  | { type: "acknowledged" }
  | { type: "exhausted"; effect: Effect; key: string; reason: string };

export type OutcomeType = Outcome["type"];
export type OutcomeOf<T extends OutcomeType> = Extract<Outcome, { type: T }>;

export type Command = UserCommand | Outcome;

/** Why a command is illegal in the current state. `field` is the path into the request. */
export interface Rejection {
  readonly reason: string;
  readonly message: string;
  readonly field: readonly string[];
}
