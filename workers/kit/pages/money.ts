/** An amount as the API has it: in the smallest unit of its currency, as digits. */
export interface Money {
  readonly amountMinor: string;
  readonly currency: string;
}

const formatters = new Map<string, Intl.NumberFormat>();

/** Formats an amount in a locale. Exact for all amounts, because the digits are never converted to a number. */
export function formatMoney({ amountMinor, currency }: Money, locale: string): string {
  const formatter = getFormatter(locale, currency);
  const digits = formatter.resolvedOptions().maximumFractionDigits ?? 2;
  // The type of `format` does not have decimal strings yet.
  return formatter.format(toDecimal(amountMinor, digits) as unknown as number);
}

/** Returns an amount as a decimal number, for example "19.99", as JSON-LD and number inputs need it. */
export function toDecimalAmount({ amountMinor, currency }: Money): string {
  return toDecimal(amountMinor, getFormatter("en", currency).resolvedOptions().maximumFractionDigits ?? 2);
}

function toDecimal(amountMinor: string, digits: number): string {
  if (digits === 0) return amountMinor;
  const [, sign = "", units = ""] = /^(-?)(\d+)$/.exec(amountMinor) ?? [];
  const padded = units.padStart(digits + 1, "0");
  return `${sign}${padded.slice(0, -digits)}.${padded.slice(-digits)}`;
}

function getFormatter(locale: string, currency: string): Intl.NumberFormat {
  const key = `${locale} ${currency}`;
  let formatter = formatters.get(key);
  if (formatter === undefined) {
    formatter = new Intl.NumberFormat(locale, { style: "currency", currency });
    formatters.set(key, formatter);
  }
  return formatter;
}

/** Returns an amount that a visitor typed, as the API has it. Undefined if it is no amount of this currency. */
export function parseDecimalAmount(text: string, currency: string): string | undefined {
  const digits = getDigits(currency);
  const [, units, fraction = ""] = /^(\d{1,9})(?:[.,](\d+))?$/.exec(text.trim()) ?? [];
  if (units === undefined || digits === undefined || fraction.length > digits) return undefined;
  return String(BigInt(units + fraction.padEnd(digits, "0")));
}

function getDigits(currency: string): number | undefined {
  try {
    return getFormatter("en", currency).resolvedOptions().maximumFractionDigits ?? 2;
  } catch {
    return undefined;
  }
}
