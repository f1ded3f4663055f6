import { isCountry } from "../../../kit/domain/countries.ts";
import { maxCouponCodes } from "../../../kit/domain/limits.ts";
import { type CurrencyCode, parseCurrency } from "../../../kit/domain/money.ts";
import { type DomainError, ok, type Result } from "../../../kit/domain/result.ts";
import { invalid } from "../fields.ts";
import { maxCounts } from "../limits.ts";
import { normalizePostalCode, normalizeRegion } from "./area.ts";
import { isCouponCode } from "./coupon-code.ts";

/** Where an order goes. Regions and postal codes have the form in which they are compared. Empty strings match none. */
export interface Destination {
  readonly countryCode: string;
  readonly region: string;
  readonly postalCode: string;
}

/** What the prices of an order depend on besides its lines. */
export interface PriceContext {
  /** Undefined for the market with the slug. */
  readonly marketId: string | undefined;
  /** Undefined for the market of the destination. */
  readonly marketSlug: string | undefined;
  /** Undefined for the default of the market. */
  readonly currency: CurrencyCode | undefined;
  readonly destination: Destination | undefined;
  readonly customerGroupIds: readonly string[];
  /** As the caller wrote them. */
  readonly couponCodes: readonly string[];
  readonly customerKeys: readonly string[];
}

export interface PriceContextInput {
  readonly marketId: string;
  readonly marketSlug: string;
  readonly currencyCode: string;
  readonly destination?: Destination | undefined;
  readonly customerGroupIds: readonly string[];
  readonly couponCodes: readonly string[];
  readonly customerKeys: readonly string[];
}

/** Validates a price context. Strings that are no region, postal code or coupon code are accepted: they match nothing. */
export function parsePriceContext(input: PriceContextInput): Result<PriceContext, DomainError> {
  const { marketId, marketSlug, currencyCode, destination, customerGroupIds, couponCodes, customerKeys } = input;
  const currency = parseCurrency(currencyCode);
  if (currencyCode !== "" && currency === undefined) {
    return invalid("INVALID_CURRENCY", "The currency is not supported", "currencyCode");
  }
  if (destination !== undefined && !isCountry(destination.countryCode)) {
    return invalid("INVALID_COUNTRY", "`countryCode` must be an upper-case ISO 3166-1 alpha-2 code", "destination");
  }
  if (couponCodes.length > maxCouponCodes) {
    const message = `An order has at most ${maxCouponCodes} coupon codes`;
    return invalid("TOO_MANY_COUPONS", message, "couponCodes");
  }
  if (customerGroupIds.length > maxCounts.customerGroups || customerKeys.length > maxCounts.customerKeys) {
    return invalid("TOO_MANY", "The customer has too many groups or keys", "customerGroupIds");
  }
  return ok({
    marketId: marketId === "" ? undefined : marketId,
    marketSlug: marketSlug === "" ? undefined : marketSlug,
    currency,
    destination: destination && {
      countryCode: destination.countryCode,
      region: normalizeRegion(destination.region) ?? "",
      postalCode: normalizePostalCode(destination.postalCode) ?? "",
    },
    customerGroupIds,
    couponCodes,
    customerKeys: [...new Set(customerKeys)],
  });
}

/** Returns the codes of the context as SQL compares them. A string that no coupon code can be becomes empty. */
export function comparableCodes({ couponCodes }: PriceContext): readonly string[] {
  return couponCodes.map((code) => (isCouponCode(code) ? code : ""));
}
