import { add, type CurrencyCode, multiply, zero } from "../../kit/money.ts";
import type { OrderLine, Totals } from "./order.ts";

/** What an order costs. Every line is in the order's currency: placing refuses anything else. */
export function priceOrder(lines: readonly OrderLine[], currency: CurrencyCode): Totals {
  const subtotal = lines.reduce(
    (sum, { unitPrice, quantity }) => add(sum, multiply(unitPrice, quantity)),
    zero(currency),
  );
  return { subtotal, shipping: zero(currency), tax: zero(currency), total: subtotal };
}
