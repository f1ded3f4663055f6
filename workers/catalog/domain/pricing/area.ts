import { isPrintable } from "../../../kit/domain/text.ts";
import { maxPricing } from "../limits.ts";

/** Returns a region in the form in which regions are compared: upper case, NFC. Undefined for an invalid region. */
export function normalizeRegion(region: string): string | undefined {
  const normalized = region.normalize("NFC").trim().toUpperCase();
  return normalized !== "" && normalized.length <= maxPricing.region && isPrintable(normalized)
    ? normalized
    : undefined;
}

/**
 * Returns a postal code, or a prefix of one, in the form in which they are compared: upper case, without spaces and hyphens.
 * Undefined for an invalid postal code.
 */
export function normalizePostalCode(code: string): string | undefined {
  const normalized = code.replaceAll(/[\s-]/g, "").toUpperCase();
  const isValid = /^[\p{L}\p{N}]+$/u.test(normalized) && normalized.length <= maxPricing.postalCodePrefix;
  return isValid ? normalized : undefined;
}
