import type { CurrencyCode, Money } from "../../kit/domain/money.ts";
import type { Effect } from "./effects.ts";
import { noTerms, type Terms } from "./terms.ts";

export type OrderStatus =
  | "NEW"
  | "CART"
  | "PLACED"
  | "RESERVED"
  | "AUTHORIZED"
  | "CREATED"
  | "CAPTURED"
  | "CONFIRMED"
  | "FULFILLED"
  | "DELIVERED"
  | "PARTIALLY_REFUNDED"
  | "REFUNDED"
  | "REJECTED"
  | "CANCELLED"
  | "NEEDS_ATTENTION";

/** One SKU of an order with the price it was quoted or, once stock is held, sold at. An order has one line a SKU. */
export interface OrderLine {
  readonly sku: string;
  readonly name: string;
  readonly quantity: number;
  readonly unitPrice: Money;
  readonly productId: string;
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

/** Why an order was refused: OUT_OF_STOCK, PAYMENT_DECLINED, PRICE_CHANGED. */
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

export interface Transaction {
  readonly id: string;
  readonly kind: "AUTHORIZATION" | "CAPTURE" | "VOID" | "REFUND";
  readonly status: "PENDING" | "SUCCEEDED" | "FAILED";
  readonly amount: Money;
  readonly reference?: string;
  /** Milliseconds since the epoch. */
  readonly at: number;
}

/** Units that went out together. */
export interface Shipment {
  readonly id: string;
  readonly carrier?: string;
  readonly trackingNumber?: string;
  readonly lines: readonly { readonly sku: string; readonly quantity: number }[];
  readonly at: number;
}

/** An effect that was given up, under the key that its receiver may know it by. */
export interface ExhaustedEffect {
  readonly effect: Effect;
  readonly key: string;
}

/** Why a person has to decide, and what they would go on with. */
export interface ManualReview {
  /** What the order was before. */
  readonly from: OrderStatus;
  readonly stuck: readonly ExhaustedEffect[];
}

/** What the holder of the card has to do before the payment can go on. */
export interface PaymentAction {
  /** For the provider's own code in the browser. */
  readonly clientSecret: string;
  /** Where the holder can be sent instead. */
  readonly url?: string;
}

/** What has to be undone, or returned, before the order can end, and how it ends then. */
export interface Compensation {
  readonly as: "REJECTED" | "CANCELLED";
  readonly rejection?: OrderRejection;
  /** True until the stock is back. */
  readonly stock: boolean;
  /** True until the money is. */
  readonly money: boolean;
}

/** An order as the fold of its events. Never changed in place. */
export interface OrderState {
  readonly status: OrderStatus;
  readonly sequence: number;
  readonly id: string;
  readonly accountId: string;
  readonly currency: CurrencyCode;
  readonly lines: readonly OrderLine[];
  readonly totals: Totals;
  readonly refunded: Money;
  readonly transactions: readonly Transaction[];
  readonly terms: Terms;
  readonly shipments: readonly Shipment[];
  readonly delivered: boolean;
  readonly number?: string;
  readonly idempotencyKey?: string;
  readonly paymentMethod?: string;
  readonly shippingAddress?: Address;
  readonly shippingMethod?: string;
  readonly expectedTotal?: Money;
  readonly paymentId?: string;
  /** Asked for while a step was under way: that step's outcome decides what has to be undone. */
  readonly cancellation?: { readonly reason?: string };
  readonly ending?: Compensation;
  readonly paymentAction?: PaymentAction;
  readonly attention?: ManualReview;
  readonly rejection?: OrderRejection;
  /** The account is gone, and with it whatever told who it was. */
  readonly erased?: boolean;
  readonly placedAt?: number;
  readonly createdAt: number;
  readonly updatedAt: number;
}

const none: Money = { amountMinor: 0n, currency: "USD" };

/** Before the first event. */
export const newOrder: OrderState = Object.freeze({
  status: "NEW",
  sequence: 0,
  id: "",
  accountId: "",
  currency: "USD",
  lines: [],
  totals: { subtotal: none, shipping: none, tax: none, total: none },
  refunded: none,
  transactions: [],
  terms: noTerms("USD"),
  shipments: [],
  delivered: false,
  createdAt: 0,
  updatedAt: 0,
});

export function isPending({ status }: Transaction): boolean {
  return status === "PENDING";
}

/** Whether nothing more will happen to the order unless somebody asks. */
export function isSettled(state: OrderState): boolean {
  switch (state.status) {
    case "NEW":
    case "CART":
    case "REJECTED":
    case "CANCELLED":
    case "NEEDS_ATTENTION":
      return true;
    case "CONFIRMED":
    case "FULFILLED":
    case "DELIVERED":
    case "PARTIALLY_REFUNDED":
    case "REFUNDED":
      return state.ending === undefined && !state.transactions.some(isPending);
    default:
      return false;
  }
}

/** Whether nothing more can happen to the order, whoever asks. */
export function isOver({ status }: OrderState): boolean {
  return status === "REJECTED" || status === "CANCELLED";
}

/** Whether stock that is reserved for the order is, or may yet be, the order's. */
export function needsReservation(state: OrderState): boolean {
  return (
    state.status !== "NEW" && state.status !== "CART" && state.status !== "REJECTED" && state.status !== "CANCELLED"
  );
}
