/** Above every price, which `maxAmountMinor` limits. */
export const currencyStep = 10n ** 16n;

/**
 * Returns the position of a currency in lists by price: 0 for the requested one. The others follow by code. Three capital
 * characters are a number in base 27.
 */
export function currencyRank(currency: string, requested: string): bigint {
  if (currency === requested) return 0n;
  return [...currency].reduce((rank, char) => rank * 27n + BigInt(char.charCodeAt(0) - 64), 0n);
}
