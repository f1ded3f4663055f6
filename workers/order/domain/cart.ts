import { err, ok, type Result } from "../../kit/domain/result.ts";
import type { Rejection, UserCommand } from "./commands.ts";
import type { OrderEvent } from "./events.ts";
import type { OrderState } from "./order.ts";
import { mostLines, mostUnits } from "./placing.ts";

type CartCommand = Extract<UserCommand, { type: "createCart" | "setCartLine" }>;

export function decideCart(command: CartCommand, state: OrderState): Result<readonly OrderEvent[], Rejection> {
  if (command.type === "setCartLine") return setLine(command, state);
  const { orderId, accountId, currency } = command;
  return ok([{ type: "CartCreated", orderId, accountId, currency }]);
}

function setLine(
  { line, quote }: Extract<CartCommand, { type: "setCartLine" }>,
  state: OrderState,
): Result<readonly OrderEvent[], Rejection> {
  const present = state.lines.some(({ sku }) => sku === line.sku);
  if (line.quantity === 0) return ok(present ? [{ type: "CartLineRemoved", sku: line.sku }] : []);
  if (line.quantity > mostUnits) {
    return err({ reason: "INVALID_QUANTITY", message: `at most ${mostUnits} of one SKU`, field: ["quantity"] });
  }
  if (quote === undefined) {
    return err({ reason: "UNKNOWN_SKU", message: `${line.sku} is not on sale`, field: ["sku"] });
  }
  const others = state.lines.filter(({ sku }) => sku !== line.sku);
  if (others.length >= mostLines) {
    return err({ reason: "TOO_MANY_LINES", message: `at most ${mostLines} lines`, field: ["sku"] });
  }
  const currency = others[0]?.unitPrice.currency;
  if (currency !== undefined && currency !== quote.unitPrice.currency) {
    return err({ reason: "MIXED_CURRENCIES", message: `this cart is in ${currency}`, field: ["sku"] });
  }
  return ok([{ type: "CartLineSet", line: { ...quote, quantity: line.quantity } }]);
}
