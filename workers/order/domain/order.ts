import type { CurrencyCode, Money } from "../../kit/domain/money.ts";
import type { ExhaustedEffect } from "./effects.ts";
import type {
  Address,
  Compensation,
  OrderLine,
  OrderRejection,
  OrderStatus,
  PaymentAction,
  Shipment,
  Totals,
  Transaction,
} from "./model.ts";
import { noTerms, type Terms } from "./terms.ts";

/** Why a person has to decide, and what they would go on with. */
export interface ManualReview {
  /** What the order was before. */
  readonly from: OrderStatus;
  readonly stuck: readonly ExhaustedEffect[];
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
