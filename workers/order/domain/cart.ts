import { err, ok, type Result } from "../../kit/domain/result.ts";
import { indexBySku } from "../../kit/domain/sku.ts";
import type { Rejection, UserCommand } from "./commands.ts";
import type { OrderEvent } from "./events.ts";
import { maxCartChanges, maxLines, maxUnits } from "./limits.ts";
import type { OrderState } from "./order.ts";
import { cartPlaced } from "./transitions.ts";

type CartCommand = Extract<UserCommand, { type: "createCart" | "setCartLine" }>;
type SetCartLine = Extract<CartCommand, { type: "setCartLine" }>;

/** The cart can be changed by the same command with `reopens`. No client receives this reason. */
export const cartRejected: Rejection = {
  reason: "CART_REJECTED",
  message: "The placement of the cart was rejected",
  field: ["cartId"],
};

/** Creates a cart, or sets or removes one of its lines. */
export function decideCart(command: CartCommand, state: OrderState): Result<readonly OrderEvent[], Rejection> {
  if (command.type === "setCartLine") {
    const decided = state.status === "REJECTED" ? reopen(command, state) : setLine(command, state);
    return decided.ok && decided.value.length > 0 && hasTooManyChanges(state) ? tooManyChanges : decided;
  }
  const { orderId, accountId, currency } = command;
  return ok([{ type: "CartCreated", orderId, accountId, currency }]);
}

/** Returns whether the cart had the maximum of changes. The first event of a cart is none. */
function hasTooManyChanges({ sequence }: OrderState): boolean {
  return sequence > maxCartChanges;
}

const tooManyChanges = err({
  reason: "TOO_MANY_CHANGES",
  message: `At most ${maxCartChanges} changes per cart. Place the cart, or create a new one.`,
  field: ["cartId"],
});

/** Makes a rejected order a cart again, and changes its line. An order that was placed from lines is no cart. */
function reopen(command: SetCartLine, state: OrderState): Result<readonly OrderEvent[], Rejection> {
  if (!state.isFromCart) return err(cartPlaced);
  const changed = setLine(command, state);
  if (!changed.ok) return changed;
  if (command.reopens === undefined) return err(cartRejected);
  return ok([{ type: "CartReopened" }, ...changed.value]);
}

function setLine({ line, quote }: SetCartLine, state: OrderState): Result<readonly OrderEvent[], Rejection> {
  if (line.quantity === 0) {
    const removed = indexBySku(state.lines)(line.sku);
    return ok(removed === undefined ? [] : [{ type: "CartLineRemoved", sku: removed.sku }]);
  }
  if (line.quantity > maxUnits) {
    return err({ reason: "INVALID_QUANTITY", message: `At most ${maxUnits} units per SKU`, field: ["quantity"] });
  }
  if (quote === undefined) {
    return err({ reason: "UNKNOWN_SKU", message: `SKU ${line.sku} is not on sale`, field: ["sku"] });
  }
  const otherLines = state.lines.filter(({ sku }) => sku !== quote.sku);
  if (otherLines.length >= maxLines) {
    return err({ reason: "TOO_MANY_LINES", message: `At most ${maxLines} lines per order`, field: ["sku"] });
  }
  const currency = otherLines[0]?.unitPrice.currency;
  if (currency !== undefined && currency !== quote.unitPrice.currency) {
    return err({ reason: "MIXED_CURRENCIES", message: `The cart's currency is ${currency}`, field: ["sku"] });
  }
  const current = state.lines.find(({ sku }) => sku === quote.sku);
  const addedAt = current === undefined ? state.sequence + 1 : (current.addedAt ?? 0);
  return ok([{ type: "CartLineSet", line: { ...quote, quantity: line.quantity }, addedAt }]);
}
