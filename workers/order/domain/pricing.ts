import { add, type CurrencyCode, type Money, multiply, zero } from "../../kit/domain/money.ts";
import { amountRules } from "../../kit/domain/payment-amounts.ts";
import type { OrderLine, Totals } from "./model.ts";
import type { Tax, Terms } from "./terms.ts";

/**
 * Returns the totals of an order. Tax is rounded half up to an amount that can be paid, once per line and once for shipping, so the amounts that the
 * lines show add up to the amount that is captured. Every line must be in `currency`: placing an order rejects any other.
 */
export function priceOrder(lines: readonly OrderLine[], currency: CurrencyCode, { shipping, tax }: Terms): Totals {
  const prices = lines.map(({ unitPrice, quantity }) => multiply(unitPrice, quantity));
  const subtotal = sum(prices, currency);
  const taxes = sum(
    [...prices, shipping].map((price) => taxOn(price, tax)),
    currency,
  );
  const beforeTax = add(subtotal, shipping);
  return { subtotal, shipping, tax: taxes, total: tax.included ? beforeTax : add(beforeTax, taxes) };
}

/** Returns the tax that a price includes, or that is added to it. */
function taxOn({ amountMinor, currency }: Money, { basisPoints, included }: Tax): Money {
  const rate = BigInt(basisPoints);
  const { step } = amountRules[currency];
  const divisor = (included ? 10_000n + rate : 10_000n) * step;
  return { amountMinor: ((2n * amountMinor * rate + divisor) / (2n * divisor)) * step, currency };
}

function sum(amounts: readonly Money[], currency: CurrencyCode): Money {
  return amounts.reduce((total, amount) => add(total, amount), zero(currency));
}
