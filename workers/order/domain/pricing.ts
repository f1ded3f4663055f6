import { add, type CurrencyCode, type Money, multiply, zero } from "../../kit/money.ts";
import type { OrderLine, Totals } from "./order.ts";

export function lineTotal(line: OrderLine): Money {
  return multiply(line.unitPrice, line.quantity);
}

/** What an order costs. Every line is in the order's currency: placing refuses anything else. */
export function priceOrder(lines: readonly OrderLine[], currency: CurrencyCode): Totals {
  const subtotal = lines.reduce((sum, line) => add(sum, lineTotal(line)), zero(currency));
  return { subtotal, shipping: zero(currency), tax: zero(currency), total: subtotal };
}
