import { maxAddressLengths, maxCouponCodeLength, maxCouponCodes } from "../../../kit/domain/limits.ts";
import { type CurrencyCode, parseCurrency } from "../../../kit/domain/money.ts";
import { invalid } from "../../../kit/errors/failure.ts";
import { parseCountry } from "../../../kit/validation/postal-address.ts";
import { parseOptionalText, parseText } from "../../../kit/validation/text.ts";
import { uniqueCouponCodes } from "../../domain/coupon-codes.ts";
import { maxMarketSlugLength, maxShippingMethodLength } from "../../domain/limits.ts";
import type { QuoteQuery } from "./order-quotes.ts";

/** The fields of a request that select prices. */
interface PriceOptions {
  readonly shippingMethod?: string | undefined;
  readonly currencyCode?: string | undefined;
  readonly marketSlug?: string | undefined;
  readonly couponCodes?: { readonly codes: readonly string[] } | undefined;
}

/** Narrows the fields of a request that select prices. Absent fields stay absent. */
export function parsePriceOptions({ shippingMethod, currencyCode, marketSlug, couponCodes }: PriceOptions): {
  readonly shippingMethod?: string;
  readonly couponCodes?: readonly string[];
  readonly currency?: CurrencyCode;
  readonly marketSlug?: string;
} {
  const slug = parseMarketSlug(marketSlug);
  return {
    ...(shippingMethod === undefined
      ? {}
      : { shippingMethod: parseText(shippingMethod, maxShippingMethodLength, "shippingMethod") }),
    ...(couponCodes === undefined ? {} : { couponCodes: parseCouponCodes(couponCodes.codes) }),
    ...(currencyCode === undefined ? {} : { currency: parseCurrencyCode(currencyCode) }),
    ...(slug === undefined ? {} : { marketSlug: slug }),
  };
}

/** Returns the codes without repetitions. */
export function parseCouponCodes(codes: readonly string[]): readonly string[] {
  if (codes.length > maxCouponCodes) {
    throw invalid("TOO_MANY_COUPONS", `At most ${maxCouponCodes} coupon codes`, "couponCodes");
  }
  return uniqueCouponCodes(
    codes.map((code, index) => parseText(code, maxCouponCodeLength, "couponCodes", String(index))),
  );
}

export function parseMarketSlug(slug: string | undefined): string | undefined {
  return parseOptionalText(slug, maxMarketSlugLength, "marketSlug");
}

export function parseCurrencyCode(code: string): CurrencyCode {
  const currency = parseCurrency(code);
  if (currency === undefined) throw invalid("INVALID_CURRENCY", `${code} is not a supported currency`, "currency");
  return currency;
}

/** Narrows the destination of a quote. */
export function parseDestination(destination: {
  readonly countryCode: string;
  readonly region?: string | undefined;
  readonly postalCode?: string | undefined;
}): NonNullable<QuoteQuery["destination"]> {
  const field = "destination";
  const { countryCode, region, postalCode } = destination;
  return {
    countryCode: parseCountry(countryCode, field, "countryCode"),
    region: parseOptionalText(region, maxAddressLengths.region, field, "region") ?? "",
    postalCode: parseOptionalText(postalCode, maxAddressLengths.postalCode, field, "postalCode") ?? "",
  };
}
