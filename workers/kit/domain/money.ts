/** ISO 4217 currencies that the shop can price in, with the number of digits after the decimal point. */
const exponents = { USD: 2, EUR: 2, GBP: 2, JPY: 0, KWD: 3, INR: 2 } as const;

export type CurrencyCode = keyof typeof exponents;

/** An amount in the smallest unit of its currency: `{ amountMinor: 1999n, currency: "USD" }` is 19.99 dollars. */
export interface Money {
  readonly amountMinor: bigint;
  readonly currency: CurrencyCode;
}

/** Above this an amount is taken for a mistake: a billion of the major unit of a two-digit currency. */
export const largestAmountMinor = 100_000_000_000n;

/** Narrows a text to a currency, or undefined when it is none that the shop can price in. */
export function parseCurrency(text: string): CurrencyCode | undefined {
  return Object.hasOwn(exponents, text) ? (text as CurrencyCode) : undefined;
}

export function zero(currency: CurrencyCode): Money {
  return { amountMinor: 0n, currency };
}

/** The sum of two amounts. Throws a RangeError when their currencies differ: that is a bug, never a user's mistake. */
export function add(a: Money, b: Money): Money {
  if (a.currency !== b.currency) throw new RangeError(`cannot add ${b.currency} to ${a.currency}`);
  return { amountMinor: a.amountMinor + b.amountMinor, currency: a.currency };
}

/** As `add`. */
export function subtract(a: Money, b: Money): Money {
  return add(a, { amountMinor: -b.amountMinor, currency: b.currency });
}

export function multiply(money: Money, quantity: number): Money {
  return { amountMinor: money.amountMinor * BigInt(quantity), currency: money.currency };
}

export function isSameMoney(a: Money, b: Money): boolean {
  return a.amountMinor === b.amountMinor && a.currency === b.currency;
}

const formatters = new Map<CurrencyCode, Intl.NumberFormat>();

/** For people to read, in English: "$1,299.00", "¥1,299". Exact for every int64: no amount passes through a float. */
export function formatMoney(money: Money): string {
  const exponent = exponents[money.currency];
  const digits = (money.amountMinor < 0n ? -money.amountMinor : money.amountMinor)
    .toString()
    .padStart(exponent + 1, "0");
  const split = digits.length - exponent;
  const sign = money.amountMinor < 0n ? "-" : "";
  const decimal = exponent === 0 ? digits : `${digits.slice(0, split)}.${digits.slice(split)}`;
  let formatter = formatters.get(money.currency);
  if (formatter === undefined) {
    formatter = new Intl.NumberFormat("en", { style: "currency", currency: money.currency });
    formatters.set(money.currency, formatter);
  }
  return formatter.format(`${sign}${decimal}` as Intl.StringNumericLiteral);
}
