import type { Command, Rejection } from "./commands.ts";
import type { OrderStatus } from "./model.ts";

/** A command as the table knows it. An order is placed from lines, or from the cart that it was. */
export type CommandName = Exclude<Command["type"], "placeOrder"> | "placeLines" | "placeCart";

export function commandName(command: Command): CommandName {
  if (command.type !== "placeOrder") return command.type;
  return command.lines === undefined ? "placeCart" : "placeLines";
}

/**
 * What a command may do to an order of some status: lead to one of these, which may be the same; change nothing,
 * because it was done already or nobody waits for it; or be refused. Where it may do something, the rest of the state
 * has its say too.
 */
export type Transition = readonly OrderStatus[] | "nothing" | Rejection;
type Row = Readonly<Record<OrderStatus, Transition>>;

export const statuses = [
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
] as const satisfies readonly OrderStatus[];

/** What one command does in every status: the ones named, and all others alike. */
function row(others: Transition, named: Partial<Row>): Row {
  return { ...(Object.fromEntries(statuses.map((status) => [status, others])) as Row), ...named };
}

function refuse(reason: string, field: string): (message: string) => Rejection {
  return (message) => ({ reason, message, field: [field] });
}

const noOrder = refuse("NOT_FOUND", "orderId")("there is no such order");
const noCart = refuse("NOT_FOUND", "cartId")("there is no such cart");
const placedCart = refuse("CART_ALREADY_PLACED", "cartId")("this cart has become an order");
const takenKey = refuse("IDEMPOTENCY_KEY_REUSED", "idempotencyKey")("this key was used for another order");
const notCancellable = refuse("NOT_CANCELLABLE", "orderId");
const notRefundable = refuse("NOT_REFUNDABLE", "orderId");
const notFulfillable = refuse("NOT_FULFILLABLE", "orderId");
const notDeliverable = refuse("NOT_DELIVERABLE", "orderId");
const nothingToResolve = refuse("NOT_RESOLVABLE", "orderId")("there is nothing to decide about this order");

const shipped = notCancellable("it has been shipped: it can be refunded");
const unpaid = notRefundable("nothing has been paid that could be given back");
const unsent = "only what is paid is sent";
const underWay = refuse("IN_PROGRESS", "orderId")("the order is still under way");
const anyStatus = Object.fromEntries(statuses.map((status) => [status, [status]])) as unknown as Row;

/** Every command in every status. Whatever is not decided here does not happen. */
export const transitions: Readonly<Record<CommandName, Row>> = {
  createCart: row("nothing", { NEW: ["CART"] }),
  setCartLine: row(placedCart, { NEW: noCart, CART: ["CART"] }),
  placeCart: row(placedCart, { NEW: noCart, CART: ["PLACED", "REJECTED"] }),
  placeLines: row(takenKey, { NEW: ["PLACED", "REJECTED"] }),
  cancelOrder: {
    NEW: noOrder,
    CART: ["CANCELLED"],
    // While a step is under way the wish is recorded, and that step's outcome begins the undoing.
    PLACED: ["PLACED"],
    RESERVED: ["RESERVED"],
    AUTHORIZED: ["AUTHORIZED"],
    CREATED: ["CREATED"],
    CAPTURED: ["CAPTURED"],
    // The money goes back and the goods are put back first.
    CONFIRMED: ["CONFIRMED"],
    PARTIALLY_REFUNDED: ["PARTIALLY_REFUNDED"],
    FULFILLED: shipped,
    DELIVERED: shipped,
    REFUNDED: notCancellable("the order was refunded"),
    REJECTED: notCancellable("the order was rejected: nothing is held and nothing was taken"),
    CANCELLED: notCancellable("the order is cancelled"),
    NEEDS_ATTENTION: notCancellable("the order waits for our staff"),
  },
  refundOrder: row(unpaid, {
    NEW: noOrder,
    CONFIRMED: ["CONFIRMED"],
    FULFILLED: ["FULFILLED"],
    DELIVERED: ["DELIVERED"],
    PARTIALLY_REFUNDED: ["PARTIALLY_REFUNDED"],
    REFUNDED: notRefundable("all of it is given back already"),
    CANCELLED: notRefundable("whatever was paid is given back already"),
    NEEDS_ATTENTION: notRefundable("the order waits for our staff"),
  }),
  noteRefund: row("nothing", {
    // The provider tells again later. An order that is on its way to be confirmed finds it by what it is called.
    CREATED: underWay,
    CAPTURED: underWay,
    NEEDS_ATTENTION: underWay,
    CONFIRMED: ["PARTIALLY_REFUNDED", "REFUNDED"],
    FULFILLED: ["PARTIALLY_REFUNDED", "REFUNDED"],
    DELIVERED: ["PARTIALLY_REFUNDED", "REFUNDED"],
    PARTIALLY_REFUNDED: ["PARTIALLY_REFUNDED", "REFUNDED"],
  }),
  fulfilOrder: row(notFulfillable(unsent), {
    NEW: noOrder,
    CONFIRMED: ["CONFIRMED", "FULFILLED"],
    PARTIALLY_REFUNDED: ["PARTIALLY_REFUNDED"],
    FULFILLED: notFulfillable("all of it has been shipped"),
    DELIVERED: notFulfillable("all of it has been shipped"),
    REFUNDED: notFulfillable("the order was refunded"),
    NEEDS_ATTENTION: notFulfillable("the order waits for our staff"),
  }),
  markDelivered: row(notDeliverable(unsent), {
    NEW: noOrder,
    CONFIRMED: notDeliverable("not all of it has been shipped"),
    FULFILLED: ["DELIVERED"],
    DELIVERED: "nothing",
    PARTIALLY_REFUNDED: ["PARTIALLY_REFUNDED"],
    REFUNDED: ["REFUNDED"],
    NEEDS_ATTENTION: notDeliverable("the order waits for our staff"),
  }),
  resolveOrder: row(nothingToResolve, {
    NEW: noOrder,
    // Back to where it was, or, when nothing is left to do, to its end.
    NEEDS_ATTENTION: statuses.filter((status) => !["NEW", "CART", "NEEDS_ATTENTION", "REFUNDED"].includes(status)),
  }),
  changeOwner: { ...anyStatus, NEW: noOrder },
  erasePersonalData: {
    ...anyStatus,
    NEW: noOrder,
    PLACED: underWay,
    RESERVED: underWay,
    AUTHORIZED: underWay,
    CREATED: underWay,
    CAPTURED: underWay,
  },

  reserved: row("nothing", { PLACED: ["RESERVED"] }),
  short: row("nothing", { PLACED: ["REJECTED", "CANCELLED"] }),
  paymentStarted: row("nothing", { RESERVED: ["RESERVED"] }),
  actionRequired: row("nothing", { RESERVED: ["RESERVED"] }),
  authorized: row("nothing", { RESERVED: ["AUTHORIZED"] }),
  declined: row("nothing", { RESERVED: ["RESERVED"], CREATED: ["CREATED"] }),
  // What is free needs no payment: it is created once it is reserved, and confirmed once it is sold.
  created: row("nothing", { RESERVED: ["CREATED"], AUTHORIZED: ["CREATED"] }),
  keyTaken: row("nothing", { RESERVED: ["RESERVED"], AUTHORIZED: ["AUTHORIZED"] }),
  captured: row("nothing", { CREATED: ["CAPTURED"] }),
  committed: row("nothing", { CREATED: ["CONFIRMED"], CAPTURED: ["CONFIRMED"] }),
  // Undoing ends when its last part is done; until then the order is what it was when the undoing began.
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
    PARTIALLY_REFUNDED: ["PARTIALLY_REFUNDED", "CANCELLED"],
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
  refundFailed: row("nothing", {
    CONFIRMED: ["CONFIRMED"],
    FULFILLED: ["FULFILLED"],
    DELIVERED: ["DELIVERED"],
    PARTIALLY_REFUNDED: ["PARTIALLY_REFUNDED"],
    NEEDS_ATTENTION: ["NEEDS_ATTENTION"],
  }),
  told: row("nothing", {}),
  exhausted: row(["NEEDS_ATTENTION"], {
    NEW: "nothing",
    CART: "nothing",
    REJECTED: "nothing",
    CANCELLED: "nothing",
    REFUNDED: "nothing",
  }),
};
