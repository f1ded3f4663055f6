import type { CurrencyCode, Money } from "../../kit/domain/money.ts";
import type { ExhaustedEffect } from "./effects.ts";
import { cartLifetimeMs } from "./limits.ts";
import type {
  Address,
  CartAddition,
  CartLine,
  Compensation,
  Dispute,
  OrderRejection,
  OrderStatus,
  OrderTaxId,
  PaymentAction,
  PriceContext,
  Refund,
  Restock,
  Shipment,
  Totals,
  Transaction,
  Units,
} from "./model.ts";
import type { Pricing } from "./pricing/model.ts";
import type { Terms } from "./terms.ts";

/** The reason why staff must decide about an order, and where the order resumes afterwards. */
export interface ManualReview {
  readonly previousStatus: OrderStatus;
  /** The effects that automatic recovery gave up. */
  readonly exhausted: readonly ExhaustedEffect[];
}

/** The state of an order: the fold of its events. Immutable. */
export interface OrderState {
  readonly status: OrderStatus;
  /** The sequence of the last event. */
  readonly sequence: number;
  readonly id: string;
  readonly accountId: string;
  readonly currency: CurrencyCode;
  readonly lines: readonly CartLine[];
  /** The latest requests that added units to the cart, oldest first. Undefined when there were none. */
  readonly additions?: readonly CartAddition[];
  /** As the buyer wrote them. */
  readonly couponCodes: readonly string[];
  /** The currency that the buyer chose for a cart. Its lines have prices in it. */
  readonly chosenCurrency?: CurrencyCode;
  /** What the order costs, as its events state it. Undefined in a cart. */
  readonly pricing?: Pricing;
  /** The sums of `pricing`. In a cart, the sum of the lines. */
  readonly totals: Totals;
  readonly refunded: Money;
  readonly transactions: readonly Transaction[];
  /** Oldest first. */
  readonly disputes: readonly Dispute[];
  readonly shipments: readonly Shipment[];
  /** Oldest first. */
  readonly refunds: readonly Refund[];
  /** Units that were cancelled without a refund. */
  readonly cancelledLines: readonly Units[];
  readonly restocks: readonly Restock[];
  readonly delivered: boolean;
  /** Whether the order began as a cart. It becomes a cart again when it is rejected and then changed or placed again. */
  readonly isFromCart: boolean;
  /** The number of placements so far. More than 1 when a cart was placed again after a rejection. */
  readonly attempt: number;
  /** The idempotency keys of the placements before the latest one. */
  readonly earlierKeys: readonly string[];
  /** The cart that the lines of this cart are moved to, or were moved to, and the guest who owned this cart. */
  readonly merge?: { readonly into: string; readonly accountId: string };
  /** The ids of the carts that were merged into this one, with the SKUs of the lines that were moved. */
  readonly mergedCarts?: Readonly<Record<string, readonly string[]>>;
  readonly number?: string;
  readonly idempotencyKey?: string;
  readonly paymentMethod?: string;
  readonly shippingAddress?: Address;
  readonly shippingMethod?: string;
  readonly expectedTotal?: Money;
  /** The contact email, as the buyer wrote it. When absent, it is the address of the account. */
  readonly email?: string;
  /** When absent, it is the shipping address. */
  readonly billingAddress?: Address;
  readonly customerNote?: string;
  /** Where the bank sends the buyer back to after 3-D Secure. When absent, the payment accepts no redirects. */
  readonly returnUrl?: string;
  /** What the price depends on besides lines and promotions. Undefined in a cart. */
  readonly terms?: Terms;
  /** Undefined in a cart, and for orders that were placed before markets existed. */
  readonly marketId?: string;
  /** What the reservation needs to price the order. Undefined when only base prices apply. */
  readonly priceContext?: PriceContext;
  readonly taxId?: OrderTaxId;
  readonly paymentId?: string;
  /** A cancellation that was requested while a step ran. The outcome of that step decides what must be compensated. */
  readonly cancellation?: { readonly reason?: string };
  readonly compensation?: Compensation;
  readonly paymentAction?: PaymentAction;
  readonly manualReview?: ManualReview;
  readonly rejection?: OrderRejection;
  /** True after the account was deleted and the personal data erased. */
  readonly erased?: boolean;
  /** Stock was short. Unpaid orders of the account are being cancelled, or the reservation was retried after that. */
  readonly shortage?: "cancelling" | "retried";
  readonly placedAt?: number;
  readonly confirmedAt?: number;
  readonly createdAt: number;
  readonly updatedAt: number;
}

const noMoney: Money = { amountMinor: 0n, currency: "USD" };

/** The state before the first event. */
export const newOrder: OrderState = Object.freeze({
  status: "NEW",
  sequence: 0,
  id: "",
  accountId: "",
  currency: "USD",
  lines: [],
  couponCodes: [],
  totals: { subtotal: noMoney, shipping: noMoney, tax: noMoney, total: noMoney },
  refunded: noMoney,
  transactions: [],
  disputes: [],
  shipments: [],
  refunds: [],
  cancelledLines: [],
  restocks: [],
  delivered: false,
  isFromCart: false,
  attempt: 0,
  earlierKeys: [],
  createdAt: 0,
  updatedAt: 0,
});

/** Returns whether the provider has not yet accepted a transaction that the order has started. */
export function isInFlight({ status, reference }: Transaction): boolean {
  return status === "PENDING" && reference === undefined;
}

/** Returns the currency that the buyer chose, or that the lines of a cart have. Undefined for an empty cart without either. */
export function currencyOfCart({ chosenCurrency, lines }: OrderState): CurrencyCode | undefined {
  return chosenCurrency ?? lines[0]?.unitPrice.currency;
}

/** Returns whether units of the order have not gone back on sale yet. */
export function hasPendingRestock({ restocks }: Pick<OrderState, "restocks">): boolean {
  return restocks.some(({ status }) => status === "PENDING");
}

/** Returns whether the order costs nothing, so that no payment is made. */
export function isFree({ totals }: OrderState): boolean {
  return totals.total.amountMinor === 0n;
}

/** Returns whether the order holds stock while its payment waits for the cardholder. */
export function isUnpaid({ status, paymentAction, compensation }: OrderState): boolean {
  return status === "RESERVED" && paymentAction !== undefined && compensation === undefined;
}

/** Returns whether the next step follows. It does not when the order was cancelled while the step ran. */
export function shouldProceed(state: OrderState): boolean {
  return state.cancellation === undefined;
}

/** Returns whether the order stays as it is until the next command: no effect of the saga is pending. */
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
      return state.compensation === undefined && !state.transactions.some(isInFlight) && !hasPendingRestock(state);
    default:
      return false;
  }
}

/**
 * Returns when a cart ends, in milliseconds since the epoch. A cancelled cart ends too. Undefined for an order, which stays.
 */
export function cartEndsAt({ status, attempt, updatedAt }: OrderState): number | undefined {
  const isCart = status === "CART" || (status === "CANCELLED" && attempt === 0);
  return isCart ? updatedAt + cartLifetimeMs : undefined;
}

/** Returns whether the order has ended. Only a refund that the provider takes back can change a cancelled order again. */
export function isFinal({ status }: OrderState): boolean {
  return status === "REJECTED" || status === "CANCELLED";
}

/**
 * Returns the id of the stock reservation of the latest placement. Each placement has its own: the catalog neither forgets
 * that a reservation was short, nor holds stock for one that was released.
 */
export function reservationIdOf({ id, attempt, shortage }: Pick<OrderState, "id" | "attempt" | "shortage">): string {
  const reservationId = attempt <= 1 ? id : `${id}:${attempt}`;
  // The catalog has recorded that the first reservation is short.
  return shortage === "retried" ? `${reservationId}:retry` : reservationId;
}

/** Returns whether the order uses its stock reservation, or may still need it. */
export function needsReservation(state: OrderState): boolean {
  return (
    state.status !== "NEW" && state.status !== "CART" && state.status !== "REJECTED" && state.status !== "CANCELLED"
  );
}
