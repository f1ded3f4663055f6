import { isCountry } from "../../../kit/domain/countries.ts";
import { type CurrencyCode, parseCurrency } from "../../../kit/domain/money.ts";
import { type DomainError, ok, type Result } from "../../../kit/domain/result.ts";
import { invalid, invalidSlug, isSlug, parseName } from "../fields.ts";
import { maxPricing } from "../limits.ts";

export interface Market {
  readonly slug: string;
  readonly name: string;
  /** ISO 3166-1 alpha-2. Empty in the market of all countries of no other market. */
  readonly countryCodes: readonly string[];
  /** The first one is the default. */
  readonly currencies: readonly string[];
  readonly taxesIncluded: boolean;
  readonly taxRounding: "LINE" | "ORDER";
}

/** Validates a market. Duplicate countries and currencies are removed. */
export function parseMarket(input: Market): Result<Market, DomainError> {
  const slug = input.slug.trim();
  if (!isSlug(slug)) return invalidSlug;
  const name = parseName(input.name, maxPricing.name, "name");
  if (!name.ok) return name;
  const countryCodes = parseCountries(input.countryCodes);
  if (!countryCodes.ok) return countryCodes;
  const currencies = [...new Set(input.currencies)].map(parseCurrency);
  if (currencies.length === 0 || currencies.includes(undefined)) {
    return invalid("INVALID_CURRENCY", "A market has at least one currency, and only supported ones", "currencies");
  }
  return ok({
    ...input,
    slug,
    name: name.value,
    countryCodes: countryCodes.value,
    currencies: currencies as CurrencyCode[],
  });
}

/** Validates a list of countries. Duplicates are removed. */
export function parseCountries(codes: readonly string[]): Result<readonly string[], DomainError> {
  const unknown = codes.find((code) => !isCountry(code));
  if (unknown === undefined) return ok([...new Set(codes)]);
  const message = `"${unknown.slice(0, 10)}" is not an upper-case ISO 3166-1 alpha-2 code`;
  return invalid("INVALID_COUNTRY", message, "countryCodes");
}
