import { err, ok, type Result } from "../../kit/domain/result.ts";
import { indexBySku } from "../../kit/domain/sku.ts";
import type { Rejection, UserCommand } from "./commands.ts";
import type { OrderEvent } from "./events.ts";
import type { OrderState } from "./order.ts";
import { maxLines, maxUnits } from "./placing.ts";

type CartCommand = Extract<UserCommand, { type: "createCart" | "setCartLine" }>;

/** Creates a cart, or sets or removes one of its lines. */
export function decideCart(command: CartCommand, state: OrderState): Result<readonly OrderEvent[], Rejection> {
  if (command.type === "setCartLine") return setLine(command, state);
  const { orderId, accountId, currency } = command;
  return ok([{ type: "CartCreated", orderId, accountId, currency }]);
}

function setLine(
  { line, quote }: Extract<CartCommand, { type: "setCartLine" }>,
  state: OrderState,
): Result<readonly OrderEvent[], Rejection> {
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
  return ok([{ type: "CartLineSet", line: { ...quote, quantity: line.quantity } }]);
}
