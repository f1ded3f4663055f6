import type { Money } from "../../kit/domain/money.ts";
import type { TaxIdStatus } from "../../kit/domain/tax-id.ts";

/** The statuses of an order. `transitions.ts` lists the commands that are legal in each status. */
export const orderStatuses = [
  "NEW",
  "CART",
  "PLACED",
  "RESERVED",
  "AUTHORIZED",
  "CREATED",
  "CAPTURED",
  "CONFIRMED",
  "FULFILLED",
  "DELIVERED",
  "PARTIALLY_REFUNDED",
  "REFUNDED",
  "REJECTED",
  "CANCELLED",
  "NEEDS_ATTENTION",
] as const;

export type OrderStatus = (typeof orderStatuses)[number];

/**
 * One SKU of an order. An order has one line per SKU. `unitPrice` is the quoted price until the stock is reserved, and the
 * price of the reservation after that.
 */
export interface OrderLine {
  readonly sku: string;
  readonly name: string;
  readonly quantity: number;
  readonly unitPrice: Money;
  /** The base price, while a sale makes `unitPrice` lower. */
  readonly compareAtUnitPrice?: Money;
  readonly productId: string;
}

/** A line of an order or a cart. `addedAt` is the sequence of the event that added it to the cart. */
export interface CartLine extends OrderLine {
  readonly addedAt?: number;
}

/** A request that added units to a cart. Both are hashes. */
export interface CartAddition {
  /** Of the idempotency key. */
  readonly key: string;
  readonly requestHash: string;
}

export interface Address {
  readonly name: string;
  readonly line1: string;
  readonly line2?: string;
  readonly city: string;
  readonly region?: string;
  readonly postalCode: string;
  readonly countryCode: string;
}

/** Whose prices and promotions an order has. */
export interface Customer {
  readonly groupIds: readonly string[];
  /** Opaque keys of the person. Uses of a promotion are counted for each of them. Empty for a guest without an email. */
  readonly keys: readonly string[];
  /** Whether the customer has no confirmed order yet. */
  readonly isFirstOrder: boolean;
}

/** The tax id of the buyer, as its register knew it when the order was placed. */
export interface OrderTaxId {
  /** Absent after the personal data was erased. */
  readonly value?: string;
  readonly status: TaxIdStatus;
  readonly verifiedName?: string;
}

/** What the reservation of an order reads prices and promotions with, besides its market, its currency and its codes. */
export interface PriceContext {
  /** Absent after the personal data was erased. */
  readonly countryCode?: string;
  /** Absent after the personal data was erased. */
  readonly customerKeys?: readonly string[];
  readonly customerGroupIds: readonly string[];
  readonly isFirstOrder: boolean;
}

/**
 * Why an order was rejected. `code` is OUT_OF_STOCK, PAYMENT_DECLINED, PRICE_CHANGED, COUPON_EXHAUSTED,
 * COUPON_NOT_APPLICABLE, UNPAID_LIMIT or IDEMPOTENCY_KEY_REUSED.
 */
export interface OrderRejection {
  readonly code: string;
  readonly message: string;
  readonly skus: readonly string[];
}

export interface Totals {
  readonly subtotal: Money;
  readonly shipping: Money;
  readonly tax: Money;
  readonly total: Money;
}

/**
 * One entry of the order's payment ledger. A pending refund with a reference was accepted by the provider and has not
 * arrived yet. It counts as refunded.
 */
export interface Transaction {
  readonly id: string;
  readonly kind: "AUTHORIZATION" | "CAPTURE" | "VOID" | "REFUND" | "CHARGEBACK" | "CHARGEBACK_REVERSAL";
  readonly status: "PENDING" | "SUCCEEDED" | "FAILED";
  readonly amount: Money;
  /** The payment provider's id of the payment, the refund or the dispute. */
  readonly reference?: string;
  /** Why it failed, in the provider's words. For staff only. */
  readonly failureReason?: string;
  /** Milliseconds since the epoch. */
  readonly at: number;
  /** Of a refund: when the provider completed it. */
  readonly completedAt?: number;
}

export const disputeStatuses = ["NEEDS_RESPONSE", "UNDER_REVIEW", "WON", "LOST", "CLOSED"] as const;

/** What the provider reports of a payment that the bank of its holder questions. */
export interface DisputeReport {
  /** The payment provider's id. */
  readonly disputeId: string;
  /** The bank takes the money back, or only asks. An inquiry can become a chargeback. */
  readonly type: "CHARGEBACK" | "INQUIRY";
  readonly status: (typeof disputeStatuses)[number];
  /** The provider's word, for example "fraudulent". */
  readonly reason: string;
  readonly amount: Money;
  /** Milliseconds since the epoch. Evidence is accepted until then. Absent when none is. */
  readonly evidenceDueBy?: number;
  /** Milliseconds since the epoch. */
  readonly createdAt: number;
}

export interface Dispute extends DisputeReport {
  /** The money that the bank has taken so far, and the money that it has given back. */
  readonly withdrawn: Money;
  readonly reinstated: Money;
  /** When the order learned that the bank had decided. Milliseconds since the epoch. */
  readonly closedAt?: number;
}

/** Units that were shipped together. */
export interface Shipment {
  readonly id: string;
  readonly carrier?: string;
  readonly trackingNumber?: string;
  readonly lines: readonly { readonly sku: string; readonly quantity: number }[];
  /** Milliseconds since the epoch. */
  readonly at: number;
}

/** A number of units of one SKU. */
export interface Units {
  readonly sku: string;
  readonly quantity: number;
}

/** What a refund returns of a line, or of shipping when `sku` is absent. A count that is absent is 0. */
export interface RefundShare {
  readonly sku?: string;
  /** Units whose value is refunded. 0 for shipping, and for a share of a refund by amount. */
  readonly quantity: number;
  /** Tax included. */
  readonly amount: Money;
  readonly tax: Money;
  /** Units of `quantity` that were not shipped and become cancelled. They stay so if the refund fails. */
  readonly cancelled?: number;
  /** Units of `quantity` that were shipped. */
  readonly shipped?: number;
  /** Units of `cancelled` that go back on sale. */
  readonly restockCancelled?: number;
  /** Units of `shipped` that go back on sale. */
  readonly restockShipped?: number;
}

/** A refund. The transaction with the same id has its status. A refund of no money has no transaction. */
export interface Refund {
  readonly id: string;
  readonly shares: readonly RefundShare[];
  /** Written by staff or by the order. For support staff only. */
  readonly reason: string;
  /** Milliseconds since the epoch. */
  readonly at: number;
}

/** Units that go back on sale. The id is that of the refund or of the cancellation of lines that caused it. */
export interface Restock {
  readonly id: string;
  readonly lines: readonly Units[];
  readonly status: "PENDING" | "DONE" | "ABANDONED";
}

/** The customer action that the payment waits for, such as 3-D Secure. */
export interface PaymentAction {
  /** Input of the provider's own code in the browser. */
  readonly clientSecret: string;
  /** A page of the provider that can be used instead. */
  readonly url?: string;
}

/** An order that holds stock while its payment waits for the cardholder. */
export interface UnpaidOrder {
  readonly orderId: string;
  readonly paymentId: string;
}

/** The compensation that must complete before the order can end, and the status it ends with. */
export interface Compensation {
  readonly endStatus: "REJECTED" | "CANCELLED";
  readonly rejection?: OrderRejection;
  /** True until the stock is returned. */
  readonly stockPending: boolean;
  /** True until the money is returned. */
  readonly moneyPending: boolean;
}
