import type { Command, Rejection } from "./commands.ts";
import { type OrderStatus, orderStatuses } from "./model.ts";

/** The name of a command in the table. `placeOrder` has two names: an order is placed from lines or from a cart. */
export type CommandName = Exclude<Command["type"], "placeOrder"> | "placeLines" | "placeCart";

export function commandName(command: Command): CommandName {
  if (command.type !== "placeOrder") return command.type;
  return command.lines === undefined ? "placeCart" : "placeLines";
}

/**
 * The effect of a command on an order in some status:
 *
 * - a list of statuses: the order may move to one of them, or stay if its own status is listed. The rest of the state
 *   decides which, and may still reject the command.
 * - `nothing`: the command was executed before, or the order does not wait for this outcome.
 * - a rejection.
 */
export type Transition = readonly OrderStatus[] | "nothing" | Rejection;
type Row = Readonly<Record<OrderStatus, Transition>>;

/** Returns the row of one command: `exceptions` for the listed statuses and `fallback` for all others. */
function row(fallback: Transition, exceptions: Partial<Row>): Row {
  return { ...(Object.fromEntries(orderStatuses.map((status) => [status, fallback])) as Row), ...exceptions };
}

function rejection(reason: string, field: string): (message: string) => Rejection {
  return (message) => ({ reason, message, field: [field] });
}

const orderNotFound = rejection("NOT_FOUND", "orderId")("Order not found");
export const cartNotFound: Rejection = rejection("NOT_FOUND", "cartId")("Cart not found");
export const cartPlaced: Rejection = rejection("CART_ALREADY_PLACED", "cartId")("The cart has already been placed");
const keyReused = rejection(
  "IDEMPOTENCY_KEY_REUSED",
  "idempotencyKey",
)("This idempotency key was used for another order");
const notCancellable = rejection("NOT_CANCELLABLE", "orderId");
const notRefundable = rejection("NOT_REFUNDABLE", "orderId");
const notFulfillable = rejection("NOT_FULFILLABLE", "orderId");
const notDeliverable = rejection("NOT_DELIVERABLE", "orderId");
const notInReview = rejection("NOT_RESOLVABLE", "orderId")("The order is not under manual review");

const shipped = notCancellable("The order has been shipped. Refund it instead.");
const nothingToCancel = rejection("OVER_CANCELLED", "lines")("All items have been shipped");
const notCaptured = notRefundable("No payment has been captured");
const notPaid = "The order has not been paid";
const inProgress = rejection("IN_PROGRESS", "orderId")("The order is still being processed");
const inReview = "The order is under manual review";
const anyStatus = Object.fromEntries(orderStatuses.map((status) => [status, [status]])) as unknown as Row;

/** The transition of every command in every status. `decide` allows nothing else. */
export const transitions: Readonly<Record<CommandName, Row>> = {
  createCart: row("nothing", { NEW: ["CART"] }),
  setCartLine: row(cartPlaced, { NEW: cartNotFound, CART: ["CART"], REJECTED: ["CART"] }),
  changeCartLines: row(cartPlaced, { NEW: cartNotFound, CART: ["CART"], REJECTED: ["CART"] }),
  setCartCouponCodes: row(cartPlaced, { NEW: cartNotFound, CART: ["CART"], REJECTED: ["CART"] }),
  setCartCurrency: row(cartPlaced, { NEW: cartNotFound, CART: ["CART"], REJECTED: ["CART"] }),
  // An order that was placed from lines stays REJECTED.
  placeCart: row(cartPlaced, { NEW: cartNotFound, CART: ["PLACED", "REJECTED"], REJECTED: ["PLACED", "REJECTED"] }),
  placeLines: row(keyReused, { NEW: ["PLACED", "REJECTED"] }),
  // A rejected order that began as a cart is that cart again.
  startCartMerge: row("nothing", { NEW: cartNotFound, CART: ["CART"], REJECTED: ["CART"] }),
  mergeCart: row("nothing", { NEW: cartNotFound, CART: ["CART"], REJECTED: ["CART"] }),
  endCartMerge: row("nothing", { NEW: cartNotFound, CART: ["CART", "CANCELLED"] }),
  // The payment is voided and the stock is released first.
  abandonPayment: row("nothing", { NEW: cartNotFound, RESERVED: ["RESERVED"] }),
  cancelOrder: {
    NEW: orderNotFound,
    CART: ["CANCELLED"],
    // While a saga step runs, the request is recorded. The outcome of the step starts the compensation.
    PLACED: ["PLACED"],
    RESERVED: ["RESERVED"],
    AUTHORIZED: ["AUTHORIZED"],
    CREATED: ["CREATED"],
    CAPTURED: ["CAPTURED"],
    // The payment is refunded and the stock is returned first.
    // An order without money and units to return ends immediately.
    CONFIRMED: ["CONFIRMED", "CANCELLED"],
    PARTIALLY_REFUNDED: ["PARTIALLY_REFUNDED", "CANCELLED"],
    FULFILLED: shipped,
    DELIVERED: shipped,
    REFUNDED: notCancellable("The order has been refunded"),
    REJECTED: notCancellable("The order was rejected. No stock is reserved and no payment was captured."),
    CANCELLED: notCancellable("The order is already cancelled"),
    NEEDS_ATTENTION: notCancellable(inReview),
  },
  cancelUnpaid: row("nothing", { RESERVED: ["RESERVED"] }),
  refundOrder: row(notCaptured, {
    NEW: orderNotFound,
    // Fulfilled when the last units that were not shipped are refunded.
    CONFIRMED: ["CONFIRMED", "FULFILLED"],
    FULFILLED: ["FULFILLED"],
    DELIVERED: ["DELIVERED"],
    PARTIALLY_REFUNDED: ["PARTIALLY_REFUNDED"],
    REFUNDED: notRefundable("The order has been refunded in full"),
    CANCELLED: notRefundable("The order was cancelled and has been refunded in full"),
    NEEDS_ATTENTION: notRefundable(inReview),
  }),
  cancelOrderLines: row(notCancellable("The order has not been paid. Cancel the order instead."), {
    NEW: orderNotFound,
    CONFIRMED: ["CONFIRMED", "FULFILLED"],
    FULFILLED: nothingToCancel,
    DELIVERED: nothingToCancel,
    PARTIALLY_REFUNDED: ["PARTIALLY_REFUNDED"],
    REFUNDED: ["REFUNDED"],
    CANCELLED: notCancellable("The order is already cancelled"),
    NEEDS_ATTENTION: notCancellable(inReview),
  }),
  noteRefunds: row("nothing", {
    // The rejection makes the provider send its event again later. The refund is then found by its id.
    CREATED: inProgress,
    CAPTURED: inProgress,
    NEEDS_ATTENTION: inProgress,
    // A refund that the provider takes back returns the order to its status before the refund.
    CONFIRMED: ["CONFIRMED", "PARTIALLY_REFUNDED", "REFUNDED"],
    FULFILLED: ["FULFILLED", "PARTIALLY_REFUNDED", "REFUNDED"],
    DELIVERED: ["DELIVERED", "PARTIALLY_REFUNDED", "REFUNDED"],
    PARTIALLY_REFUNDED: ["CONFIRMED", "FULFILLED", "DELIVERED", "PARTIALLY_REFUNDED", "REFUNDED"],
    REFUNDED: ["CONFIRMED", "FULFILLED", "DELIVERED", "PARTIALLY_REFUNDED", "REFUNDED"],
    // The order owes the refund of its cancellation again.
    CANCELLED: ["CANCELLED", "NEEDS_ATTENTION"],
  }),
  // A dispute does not change the status.
  noteDisputes: row("nothing", {
    CREATED: ["CREATED"],
    CAPTURED: ["CAPTURED"],
    CONFIRMED: ["CONFIRMED"],
    FULFILLED: ["FULFILLED"],
    DELIVERED: ["DELIVERED"],
    PARTIALLY_REFUNDED: ["PARTIALLY_REFUNDED"],
    REFUNDED: ["REFUNDED"],
    NEEDS_ATTENTION: ["NEEDS_ATTENTION"],
    // The order owes the refund of its cancellation again when an appeal of a lost dispute succeeds.
    CANCELLED: ["CANCELLED", "NEEDS_ATTENTION"],
  }),
  fulfilOrder: row(notFulfillable(notPaid), {
    NEW: orderNotFound,
    CONFIRMED: ["CONFIRMED", "FULFILLED"],
    PARTIALLY_REFUNDED: ["PARTIALLY_REFUNDED"],
    FULFILLED: notFulfillable("All items have been shipped"),
    DELIVERED: notFulfillable("All items have been shipped"),
    REFUNDED: notFulfillable("The order has been refunded"),
    NEEDS_ATTENTION: notFulfillable(inReview),
  }),
  markDelivered: row(notDeliverable(notPaid), {
    NEW: orderNotFound,
    CONFIRMED: notDeliverable("Some items have not been shipped"),
    FULFILLED: ["DELIVERED"],
    DELIVERED: "nothing",
    PARTIALLY_REFUNDED: ["PARTIALLY_REFUNDED"],
    REFUNDED: ["REFUNDED"],
    NEEDS_ATTENTION: notDeliverable(inReview),
  }),
  resolveOrder: row(notInReview, {
    NEW: orderNotFound,
    // Back to the previous status, or to the end when no compensation is left.
    NEEDS_ATTENTION: orderStatuses.filter((status) => !["NEW", "CART", "NEEDS_ATTENTION"].includes(status)),
  }),
  changeOwner: { ...anyStatus, NEW: orderNotFound },
  erasePersonalData: {
    ...anyStatus,
    NEW: orderNotFound,
    PLACED: inProgress,
    RESERVED: inProgress,
    AUTHORIZED: inProgress,
    CREATED: inProgress,
    CAPTURED: inProgress,
  },

  reserved: row("nothing", { PLACED: ["RESERVED", "CONFIRMED"] }),
  // The order stays when unpaid orders of its account are cancelled first.
  short: row("nothing", { PLACED: ["PLACED", "REJECTED", "CANCELLED"] }),
  paymentStarted: row("nothing", { RESERVED: ["RESERVED", "AUTHORIZED", "CREATED"] }),
  actionRequired: row("nothing", { RESERVED: ["RESERVED"] }),
  unpaidCounted: row("nothing", { RESERVED: ["RESERVED"] }),
  unpaidLimitReached: row("nothing", { RESERVED: ["RESERVED"] }),
  couponsExhausted: row("nothing", { PLACED: ["REJECTED", "CANCELLED"] }),
  unpaidCancelled: row("nothing", { PLACED: ["PLACED", "CANCELLED"] }),
  // AUTHORIZED when the order was cancelled meanwhile.
  authorized: row("nothing", { RESERVED: ["AUTHORIZED", "CREATED"] }),
  declined: row("nothing", { RESERVED: ["RESERVED"], CREATED: ["CREATED"] }),
  // Outcomes of an effect of earlier releases. A free order has no payment, and is confirmed by the same decision.
  created: row("nothing", { RESERVED: ["CREATED", "CONFIRMED"], AUTHORIZED: ["CREATED"] }),
  keyTaken: row("nothing", { RESERVED: ["RESERVED"], AUTHORIZED: ["AUTHORIZED"] }),
  // An order is CAPTURED only while an effect of an earlier release commits its stock.
  captured: row("nothing", { CREATED: ["CONFIRMED"] }),
  committed: row("nothing", { CREATED: ["CONFIRMED"], CAPTURED: ["CONFIRMED"] }),
  // A compensation ends with its last step. Until then the order keeps the status in which the compensation started.
  released: row("nothing", {
    PLACED: ["CANCELLED"],
    RESERVED: ["RESERVED", "REJECTED", "CANCELLED"],
    AUTHORIZED: ["AUTHORIZED", "REJECTED", "CANCELLED"],
    CREATED: ["CREATED", "REJECTED", "CANCELLED"],
    NEEDS_ATTENTION: ["NEEDS_ATTENTION"],
  }),
  voided: row("nothing", {
    RESERVED: ["RESERVED", "REJECTED", "CANCELLED"],
    AUTHORIZED: ["AUTHORIZED", "REJECTED", "CANCELLED"],
    CREATED: ["CREATED", "REJECTED", "CANCELLED"],
    NEEDS_ATTENTION: ["NEEDS_ATTENTION"],
  }),
  restocked: row("nothing", {
    CREATED: ["CANCELLED"],
    CAPTURED: ["CAPTURED", "CANCELLED"],
    CONFIRMED: ["CONFIRMED", "CANCELLED"],
    FULFILLED: ["FULFILLED"],
    DELIVERED: ["DELIVERED"],
    PARTIALLY_REFUNDED: ["PARTIALLY_REFUNDED", "CANCELLED"],
    REFUNDED: ["REFUNDED"],
    NEEDS_ATTENTION: ["NEEDS_ATTENTION"],
  }),
  refunded: row("nothing", {
    CAPTURED: ["CAPTURED", "CANCELLED"],
    CONFIRMED: ["CONFIRMED", "PARTIALLY_REFUNDED", "REFUNDED", "CANCELLED"],
    FULFILLED: ["PARTIALLY_REFUNDED", "REFUNDED"],
    DELIVERED: ["PARTIALLY_REFUNDED", "REFUNDED"],
    PARTIALLY_REFUNDED: ["PARTIALLY_REFUNDED", "REFUNDED", "CANCELLED"],
    NEEDS_ATTENTION: ["NEEDS_ATTENTION"],
  }),
  refundNotOwed: row("nothing", {
    CAPTURED: ["CAPTURED", "CANCELLED"],
    CONFIRMED: ["CONFIRMED", "CANCELLED"],
    PARTIALLY_REFUNDED: ["PARTIALLY_REFUNDED", "CANCELLED"],
    NEEDS_ATTENTION: ["NEEDS_ATTENTION"],
  }),
  refundFailed: row("nothing", {
    CONFIRMED: ["CONFIRMED"],
    FULFILLED: ["FULFILLED"],
    DELIVERED: ["DELIVERED"],
    PARTIALLY_REFUNDED: ["PARTIALLY_REFUNDED"],
    NEEDS_ATTENTION: ["NEEDS_ATTENTION"],
  }),
  acknowledged: row("nothing", {}),
  exhausted: row(["NEEDS_ATTENTION"], {
    NEW: "nothing",
    CART: "nothing",
    REJECTED: "nothing",
    CANCELLED: "nothing",
  }),
};
