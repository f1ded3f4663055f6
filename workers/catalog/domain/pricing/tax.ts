import { isCountry } from "../../../kit/domain/countries.ts";
import { type DomainError, ok, type Result } from "../../../kit/domain/result.ts";
import { invalid, isSlug, parseName } from "../fields.ts";
import { maxPricing } from "../limits.ts";
import { normalizePostalCode, normalizeRegion } from "./area.ts";
import { findPeriodProblem, type Period } from "./period.ts";

export interface TaxClass {
  readonly code: string;
  readonly name: string;
}

/** The class that is never taxed. It has no rates. */
const exempt = "exempt";

export interface TaxRate extends Period {
  readonly name: string;
  readonly taxClass: string;
  readonly countryCode: string;
  /** In upper case. Null for all regions. */
  readonly region: string | null;
  /** In upper case, without spaces and hyphens. Null for all postal codes. */
  readonly postalCodePrefix: string | null;
  /** Parts per million: 210000 is 21 %. */
  readonly ratePpm: number;
  /** Whether the rate is added to the rates of the wider area. Otherwise it replaces them. */
  readonly combinable: boolean;
}

/** Validates a tax class. */
export function parseTaxClass({ code, name }: TaxClass): Result<TaxClass, DomainError> {
  const parsedName = parseName(name, maxPricing.name, "name");
  if (!parsedName.ok) return parsedName;
  if (!isSlug(code)) {
    return invalid("INVALID_TAX_CLASS", "A tax class has a code of a-z, 0-9 and single hyphens", "code");
  }
  return ok({ code, name: parsedName.value });
}

/** Validates a tax rate. The tax class must exist. */
export function parseTaxRate(input: TaxRate): Result<TaxRate, DomainError> {
  const name = parseName(input.name, maxPricing.name, "name");
  if (!name.ok) return name;
  if (input.taxClass === exempt) {
    return invalid("INVALID_TAX_CLASS", "The tax class `exempt` is never taxed", "taxClassCode");
  }
  if (!isCountry(input.countryCode)) {
    return invalid("INVALID_COUNTRY", "`countryCode` must be an upper-case ISO 3166-1 alpha-2 code", "countryCode");
  }
  if (!Number.isInteger(input.ratePpm) || input.ratePpm < 0 || input.ratePpm > maxPricing.taxRatePpm) {
    return invalid(
      "INVALID_TAX_RATE",
      `\`ratePpm\` must be 0 to ${maxPricing.taxRatePpm} parts per million`,
      "ratePpm",
    );
  }
  const region = input.region === null ? null : normalizeRegion(input.region);
  if (region === undefined) return invalid("INVALID_REGION", "The region must be 1 to 100 characters", "region");
  const postalCodePrefix = input.postalCodePrefix === null ? null : normalizePostalCode(input.postalCodePrefix);
  if (postalCodePrefix === undefined) {
    return invalid("INVALID_POSTAL_CODE", "The prefix must be 1 to 20 alphanumeric characters", "postalCodePrefix");
  }
  const period = findPeriodProblem(input);
  if (period !== undefined) return period;
  return ok({ ...input, name: name.value, region, postalCodePrefix });
}

/** A tax rate whose area contains a destination. */
export type MatchingTaxRate = Pick<
  TaxRate,
  "name" | "taxClass" | "region" | "postalCodePrefix" | "ratePpm" | "combinable"
>;

/**
 * Returns the rates of a tax class that apply, from wide to narrow. A rate that is not combinable replaces the rates of wider
 * areas, but not others of its own area.
 */
export function combineTaxRates<T extends MatchingTaxRate>(matching: readonly T[], taxClass: string): readonly T[] {
  const rates = matching.filter((rate) => rate.taxClass === taxClass).sort((a, b) => narrowness(a) - narrowness(b));
  let applied: readonly T[] = [];
  for (const rate of rates) {
    const previous = rate.combinable ? applied : applied.filter((wider) => narrowness(wider) >= narrowness(rate));
    applied = [...previous, rate];
  }
  return applied;
}

/** A postal code is narrower than a region, a longer prefix narrower than a shorter one. */
function narrowness({ region, postalCodePrefix }: MatchingTaxRate): number {
  return 2 * (postalCodePrefix?.length ?? 0) + (region === null ? 0 : 1);
}
