/** ISO 4217 currencies that the shop supports, with the number of digits after the decimal point. */
const exponents = { USD: 2, EUR: 2, GBP: 2, JPY: 0, KWD: 3, INR: 2 } as const;

export type CurrencyCode = keyof typeof exponents;

/** An amount in the smallest unit of its currency: `{ amountMinor: 1999n, currency: "USD" }` is 19.99 dollars. */
export interface Money {
  readonly amountMinor: bigint;
  readonly currency: CurrencyCode;
}

/** Narrows a string to a currency. Returns undefined when the shop does not support it. */
export function parseCurrency(text: string): CurrencyCode | undefined {
  return Object.hasOwn(exponents, text) ? (text as CurrencyCode) : undefined;
}

/**
 * Returns a decimal number, such as "19.99", as an exact fraction in the smallest unit of a currency. Undefined for any other
 * text, and for a negative number.
 */
export function parseDecimal(
  text: string,
  currency: CurrencyCode,
): { readonly numerator: bigint; readonly denominator: bigint } | undefined {
  const [, whole, decimals = ""] = /^(\d{1,15})(?:\.(\d{1,15}))?$/.exec(text) ?? [];
  if (whole === undefined) return undefined;
  const numerator = BigInt(whole + decimals) * 10n ** BigInt(exponents[currency]);
  return { numerator, denominator: 10n ** BigInt(decimals.length) };
}

export function zero(currency: CurrencyCode): Money {
  return { amountMinor: 0n, currency };
}

/** Adds two amounts. Throws a RangeError when their currencies differ, which is a bug and not a user error. */
export function add(a: Money, b: Money): Money {
  if (a.currency !== b.currency) throw new RangeError(`Cannot add ${b.currency} to ${a.currency}`);
  return { amountMinor: a.amountMinor + b.amountMinor, currency: a.currency };
}

/** Subtracts `b` from `a`. Throws as `add`. */
export function subtract(a: Money, b: Money): Money {
  return add(a, { amountMinor: -b.amountMinor, currency: b.currency });
}

export function multiply(money: Money, quantity: number): Money {
  return { amountMinor: money.amountMinor * BigInt(quantity), currency: money.currency };
}

export function isSameMoney(a: Money, b: Money): boolean {
  return a.amountMinor === b.amountMinor && a.currency === b.currency;
}

const englishFormatters = new Map<CurrencyCode, Intl.NumberFormat>();

/**
 * Formats an amount in a locale: "$1,299.00" or "¥1,299" in English. Exact for every int64, because it uses no floating
 * point. Unknown locales are formatted in English.
 */
export function formatMoney(money: Money, locale = "en"): string {
  const exponent = exponents[money.currency];
  const digits = (money.amountMinor < 0n ? -money.amountMinor : money.amountMinor)
    .toString()
    .padStart(exponent + 1, "0");
  const split = digits.length - exponent;
  const sign = money.amountMinor < 0n ? "-" : "";
  const decimal = exponent === 0 ? digits : `${digits.slice(0, split)}.${digits.slice(split)}`;
  return getFormatter(money.currency, locale).format(`${sign}${decimal}` as Intl.StringNumericLiteral);
}

function getFormatter(currency: CurrencyCode, locale: string): Intl.NumberFormat {
  const options = { style: "currency", currency } as const;
  if (locale !== "en") return new Intl.NumberFormat([locale, "en"], options);
  const formatter = englishFormatters.get(currency) ?? new Intl.NumberFormat("en", options);
  englishFormatters.set(currency, formatter);
  return formatter;
}
