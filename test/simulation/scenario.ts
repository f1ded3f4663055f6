import type { UserCommand } from "../../workers/order/domain/commands.ts";
import { createQuote, newCustomer } from "../pricing/quotes.ts";
import { days } from "./clock.ts";
import type { Card } from "./payments.ts";
import type { CouponCode } from "./promotions.ts";

export const orderId = "ord_0123456789abcdefghjkmnpqrs";
/** The order of the same guest that is placed before. */
export const earlierOrderId = "ord_0123456789abcdefghjkmnpqrt";

/** What staff do with the units of an order. `restock` is absent for the default. */
export type UnitAction =
  | {
      readonly type: "refundOrder" | "cancelOrderLines";
      readonly sku: "A" | "B";
      readonly quantity: number;
      readonly restock: boolean | undefined;
      readonly shipping: boolean;
    }
  | { readonly type: "fulfilOrder"; readonly sku: "A" | "B"; readonly quantity: number }
  | { readonly type: "cancelOrder" };

/** The actions of the buyer, the cardholder and staff on one order. */
export interface Scenario {
  readonly card: Card;
  /** Whether the cardholder completes a 3-D Secure challenge. Undefined when the cardholder has left. */
  readonly authenticates: boolean | undefined;
  /** Whether the guest has placed another order before, whose payment waits for the cardholder. */
  readonly hasEarlierOrder: boolean;
  /** The cardholder of the earlier order completes its challenge during this call of the order; undefined for never. */
  readonly earlierPaysAt: number | undefined;
  /** Whether the order holds more units than an unpaid order may hold. */
  readonly exceedsUnpaidLimit: boolean;
  readonly stock: number;
  /** The price of a unit, in cents. */
  readonly price: bigint;
  /** Whether the order has a unit of another SKU beside its two units. */
  readonly hasSecondLine: boolean;
  readonly viaCart: boolean;
  /** How often the lines of the cart change before it is placed. */
  readonly cartChanges: number;
  /** Whether the shop has promotions. Otherwise only base prices apply. */
  readonly hasPromotions: boolean;
  /** The coupon codes that the buyer gives, one after the other in a cart. Needs `hasPromotions`. */
  readonly couponCodes: readonly CouponCode[];
  /** Uses of the code LIMITED, and of the automatic promotion. */
  readonly usageLimit: number;
  /** Another customer uses a promotion during this call to a dependency. The buyer does so with ONCE, in another session. */
  readonly usedElsewhere: { readonly fromCall: number; readonly promotion: "LIMITED" | "ONCE" | "AUTO" } | undefined;
  /** Whether the buyer sends the total of the quote. */
  readonly expectsTotal: boolean;
  /** Whether the buyer chooses the currency of the cart, between changes of its lines. */
  readonly choosesCurrency: boolean;
  /**
   * A second placement of the cart, which is rejected when the first one was not. It begins while the payment of the first one
   * waits for the cardholder, or after the first one has ended. With `quantity`, the buyer changes the line before it.
   */
  readonly secondPlacement:
    | { readonly card: Card; readonly quantity: number | undefined; readonly isImpatient: boolean }
    | undefined;
  /** The buyer cancels during this call to a dependency; undefined for never. */
  readonly cancelAt: number | undefined;
  /** A refund in the provider's dashboard, in percent of the total, at the first call from `fromCall` after the capture. */
  readonly dashboardRefund: { readonly fromCall: number; readonly share: number } | undefined;
  /** Refunds by staff afterwards, each in percent of the total. */
  readonly refunds: readonly number[];
  /** Whether the provider completes refunds later. */
  readonly refundsArePending: boolean;
  /** The latest refund fails at the first call from here on after a refund, once. Undefined for never. */
  readonly failedRefund: { readonly fromCall: number } | undefined;
  /**
   * The bank disputes the payment at the first call from here on after the capture. It decides after the order has settled;
   * an appeal succeeds after the order has settled again. Undefined for no dispute.
   */
  readonly dispute: { readonly fromCall: number; readonly ends: "won" | "lost" | "appealWon" } | undefined;
  /**
   * Refunds, cancellations and shipments of units after that. With `waits`, each follows when the order has settled after the
   * one before.
   */
  readonly unitActions: { readonly actions: readonly UnitAction[]; readonly waits: boolean };
  readonly fulfil: boolean;
  /** Whether every request is sent twice concurrently, as when a buyer double-clicks. */
  readonly sendsDuplicates: boolean;
  /** What a client does that received no response: it retries, reads the order once, or leaves. */
  readonly onNoResponse: "retries" | "reads" | "leaves";
  /** The time until staff resolve an order that needs attention, in milliseconds. */
  readonly staffDelayMs: number;
  /** Whether staff give up exhausted effects, where this is allowed. */
  readonly staffGiveUp: boolean;
  /** Whether a tax provider calculates the taxes, which are inside the prices. */
  readonly hasTaxProvider?: true;
}

export const paidOrder: Scenario = {
  card: "succeeds",
  authenticates: true,
  hasEarlierOrder: false,
  earlierPaysAt: undefined,
  exceedsUnpaidLimit: false,
  stock: 5,
  price: 1_000n,
  hasSecondLine: false,
  viaCart: false,
  cartChanges: 0,
  hasPromotions: false,
  couponCodes: [],
  usageLimit: 10,
  usedElsewhere: undefined,
  expectsTotal: false,
  choosesCurrency: false,
  secondPlacement: undefined,
  cancelAt: undefined,
  dashboardRefund: undefined,
  refunds: [],
  refundsArePending: false,
  failedRefund: undefined,
  dispute: undefined,
  unitActions: { actions: [], waits: true },
  fulfil: false,
  sendsDuplicates: false,
  onNoResponse: "retries",
  staffDelayMs: days(3),
  staffGiveUp: false,
};

export const quote = {
  sku: "A",
  name: "A",
  productId: "prd_1",
  unitPrice: { amountMinor: 1_000n, currency: "USD" as const },
};

/** A line that buyers add to their carts and remove again. */
export const otherQuote = { ...quote, sku: "B", name: "B", productId: "prd_2" };

export const placeOrderCommand: Extract<UserCommand, { type: "placeOrder" }> = {
  type: "placeOrder",
  orderId,
  accountId: "acc_1",
  idempotencyKey: "key",
  quote: createQuote([{ ...quote, quantity: 2 }]),
  customer: newCustomer,
  paymentMethod: "pm",
  shippingAddress: { name: "N", line1: "L", city: "C", postalCode: "1", countryCode: "NL" },
};

/** Returns the fields of a command request besides the command. Requests with one id are duplicates. */
export function envelopeFor(commandId: string) {
  return { commandId, requestHash: commandId, actor: "account:acc_1", traceId: "0af7651916cd43dd8448eb211c80319c" };
}
