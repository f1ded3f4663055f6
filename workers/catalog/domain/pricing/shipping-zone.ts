import type { Money } from "../../../kit/domain/money.ts";
import { findStepProblem } from "../../../kit/domain/payment-amounts.ts";
import { type DomainError, ok, type Result } from "../../../kit/domain/result.ts";
import { invalid, invalidSlug, isSlug, parseName } from "../fields.ts";
import { maxPricing } from "../limits.ts";
import { normalizePostalCode, normalizeRegion } from "./area.ts";
import { parseCountries } from "./market.ts";

/** Lower bounds are inclusive, upper bounds are exclusive. All amounts are in the currency of the price. */
export interface ShippingRate {
  readonly fromWeightGrams?: number;
  readonly toWeightGrams?: number;
  readonly fromAmount?: Money;
  readonly toAmount?: Money;
  readonly price: Money;
}

export interface ShippingMethod {
  readonly code: string;
  readonly name: string;
  readonly taxClass: string;
  /** The carrier that quotes the price. Null if `rates` set it. */
  readonly carrier: string | null;
  readonly rates: readonly ShippingRate[];
  readonly minDeliveryDays: number | null;
  readonly maxDeliveryDays: number | null;
  readonly active: boolean;
}

export interface ShippingZone {
  readonly slug: string;
  readonly name: string;
  /** Empty for the rest of the world. */
  readonly countryCodes: readonly string[];
  readonly regions: readonly string[];
  readonly postalCodePrefixes: readonly string[];
  readonly methods: readonly ShippingMethod[];
}

const { zoneMethods: maxMethods, methodRates: maxRates, zoneAreas: maxAreas, deliveryDays: maxDays } = maxPricing;

/** Validates a shipping zone and its methods. */
export function parseShippingZone(input: ShippingZone): Result<ShippingZone, DomainError> {
  const slug = input.slug.trim();
  if (!isSlug(slug)) return invalidSlug;
  const name = parseName(input.name, maxPricing.name, "name");
  if (!name.ok) return name;
  const countryCodes = parseCountries(input.countryCodes);
  if (!countryCodes.ok) return countryCodes;
  const regions = input.regions.map(normalizeRegion);
  if (regions.includes(undefined) || regions.length > maxAreas) {
    return invalid("INVALID_REGION", `A region must be 1 to 100 characters. At most ${maxAreas} regions`, "regions");
  }
  const prefixes = input.postalCodePrefixes.map(normalizePostalCode);
  if (prefixes.includes(undefined) || prefixes.length > maxAreas) {
    const message = `A prefix must be 1 to 20 alphanumeric characters. At most ${maxAreas} prefixes`;
    return invalid("INVALID_POSTAL_CODE", message, "postalCodePrefixes");
  }
  if (countryCodes.value.length !== 1 && regions.length + prefixes.length > 0) {
    const message = "Only a zone of one country has regions or postal codes";
    return invalid("INVALID_ZONE", message, regions.length > 0 ? "regions" : "postalCodePrefixes");
  }
  const methods = parseMethods(input.methods);
  if (!methods.ok) return methods;
  return ok({
    slug,
    name: name.value,
    countryCodes: countryCodes.value,
    regions: [...new Set(regions)] as string[],
    postalCodePrefixes: [...new Set(prefixes)] as string[],
    methods: methods.value,
  });
}

/** Returns an error for a method with a carrier that the shop is not configured for. */
export function checkCarriers(
  methods: readonly ShippingMethod[],
  carriers: readonly string[],
): Result<undefined, DomainError> {
  const index = methods.findIndex(({ carrier }) => carrier !== null && !carriers.includes(carrier));
  if (index === -1) return ok(undefined);
  const known = carriers.length === 0 ? "no carrier" : `these carriers: ${carriers.join(", ")}`;
  const message = `The shop is configured for ${known}`;
  return invalid("INVALID_SHIPPING_METHOD", message, "methods", String(index), "carrier");
}

function parseMethods(methods: readonly ShippingMethod[]): Result<readonly ShippingMethod[], DomainError> {
  if (methods.length > maxMethods) {
    return invalid("TOO_MANY_METHODS", `A zone has at most ${maxMethods} methods`, "methods");
  }
  const parsed: ShippingMethod[] = [];
  for (const [index, method] of methods.entries()) {
    const result = parseMethod(method, ["methods", String(index)]);
    if (!result.ok) return result;
    if (parsed.some(({ code }) => code === result.value.code)) {
      const message = `Two methods of the zone have the code "${result.value.code}"`;
      return invalid("CODE_TAKEN", message, "methods", String(index), "code");
    }
    parsed.push(result.value);
  }
  return ok(parsed);
}

function parseMethod(method: ShippingMethod, path: readonly string[]): Result<ShippingMethod, DomainError> {
  const name = parseName(method.name, maxPricing.name, ...path, "name");
  if (!name.ok) return name;
  if (!isSlug(method.code)) {
    const message = "A method has a code of a-z, 0-9 and single hyphens";
    return invalid("INVALID_SHIPPING_METHOD", message, ...path, "code");
  }
  const { carrier, rates, minDeliveryDays, maxDeliveryDays } = method;
  if (carrier !== null && !isSlug(carrier)) {
    const message = "The code of a carrier has a-z, 0-9 and single hyphens";
    return invalid("INVALID_SHIPPING_METHOD", message, ...path, "carrier");
  }
  if ((carrier === null) !== rates.length > 0) {
    return invalid("INVALID_SHIPPING_METHOD", "A method has either rates or a carrier", ...path, "rates");
  }
  if (rates.length > maxRates) {
    return invalid("INVALID_SHIPPING_METHOD", `A method has at most ${maxRates} rates`, ...path, "rates");
  }
  const isDays = (days: number | null) => days === null || (Number.isInteger(days) && days >= 0 && days <= maxDays);
  if (
    !isDays(minDeliveryDays) ||
    !isDays(maxDeliveryDays) ||
    (minDeliveryDays !== null && maxDeliveryDays !== null && minDeliveryDays > maxDeliveryDays)
  ) {
    const message = `Delivery takes 0 to ${maxDays} days, and the minimum is at most the maximum`;
    return invalid("INVALID_DELIVERY_DAYS", message, ...path, "maxDeliveryDays");
  }
  for (const [index, rate] of rates.entries()) {
    const problem = findRateProblem(rate);
    if (problem !== undefined) return invalid(problem.code, problem.message, ...path, "rates", String(index));
  }
  return ok({ ...method, name: name.value });
}

function findRateProblem(rate: ShippingRate): { readonly code: string; readonly message: string } | undefined {
  const { fromWeightGrams, toWeightGrams, fromAmount, toAmount, price } = rate;
  const bounds = [fromAmount, toAmount].filter((amount) => amount !== undefined);
  if (bounds.some(({ currency }) => currency !== price.currency)) {
    return { code: "INVALID_SHIPPING_RATE", message: "The bounds of a rate are in the currency of its price" };
  }
  if ([price, ...bounds].some(({ amountMinor }) => amountMinor < 0n)) {
    return { code: "INVALID_AMOUNT", message: "Amounts of a rate are not negative" };
  }
  const isEmpty = (from: number | bigint | undefined, to: number | bigint | undefined) =>
    from !== undefined && to !== undefined && from >= to;
  if (isEmpty(fromWeightGrams, toWeightGrams) || isEmpty(fromAmount?.amountMinor, toAmount?.amountMinor)) {
    return { code: "INVALID_SHIPPING_RATE", message: "The upper bound of a rate is above its lower bound" };
  }
  if ([fromWeightGrams, toWeightGrams].some((weight) => weight !== undefined && weight < 0)) {
    return { code: "INVALID_SHIPPING_RATE", message: "Weights of a rate are not negative" };
  }
  return findStepProblem(price);
}
