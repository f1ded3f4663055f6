import { add, type CurrencyCode, type Money, multiply, zero } from "../../kit/domain/money.ts";
import type { OrderLine, Totals } from "./model.ts";
import type { Tax, Terms } from "./terms.ts";

/**
 * What an order costs. Tax is rounded once a line, and once for shipping, half up; so what the lines show adds up to what
 * is captured. Every line is in the order's currency: placing refuses anything else.
 */
export function priceOrder(lines: readonly OrderLine[], currency: CurrencyCode, { shipping, tax }: Terms): Totals {
  const prices = lines.map(({ unitPrice, quantity }) => multiply(unitPrice, quantity));
  const subtotal = sum(prices, currency);
  const taxes = sum(
    [...prices, shipping].map((price) => taxOn(price, tax)),
    currency,
  );
  const before = add(subtotal, shipping);
  return { subtotal, shipping, tax: taxes, total: tax.included ? before : add(before, taxes) };
}

/** The tax in a price, or on top of it. */
function taxOn({ amountMinor, currency }: Money, { basisPoints, included }: Tax): Money {
  const rate = BigInt(basisPoints);
  const whole = included ? 10_000n + rate : 10_000n;
  return { amountMinor: (2n * amountMinor * rate + whole) / (2n * whole), currency };
}

function sum(amounts: readonly Money[], currency: CurrencyCode): Money {
  return amounts.reduce((total, amount) => add(total, amount), zero(currency));
}
