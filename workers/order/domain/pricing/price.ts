import type {
  Candidate,
  CandidateStatus,
  LinePricing,
  PricedLine,
  Pricing,
  PricingTerms,
  ShippingPricing,
} from "./model.ts";
import { promote, type Shortfall } from "./promote.ts";
import type { ShippingOption } from "./shipping.ts";
import { sumTaxLines, taxParts } from "./tax.ts";

/** The price of an order, with what a quote shows beside it. */
export interface PricingResult {
  readonly pricing: Pricing;
  /** Cheapest first. Empty without a destination. */
  readonly shippingOptions: readonly ShippingOption[];
  /** The status of each candidate, in the order of `candidates`. */
  readonly statuses: readonly CandidateStatus[];
  /** What each candidate misses to its minimums, in the order of `candidates`. */
  readonly shortfalls: readonly Shortfall[];
}

/**
 * Prices an order: discounts, shipping, tax and total, by the rules in docs/pricing.md. Every price must be a multiple of
 * the currency's step. A SKU has one line.
 */
export function price(
  lines: readonly PricedLine[],
  candidates: readonly Candidate[],
  terms: PricingTerms,
): PricingResult {
  const promoted = promote(lines, candidates, terms);
  const { remaining, remainingShipping, shipping, shippingOptions, discounts, statuses, shortfalls } = promoted;
  const taxes = taxParts(
    [
      ...lines.map(({ taxRates }, index) => ({ amount: remaining[index] ?? 0n, taxRates })),
      { amount: remainingShipping, taxRates: shipping?.method.taxRates ?? [] },
    ],
    terms,
  );
  const linePricings = lines.map(({ sku, quantity, unitPrice }, index): LinePricing => {
    const total = unitPrice * BigInt(quantity);
    const tax = taxes[index] ?? noTax;
    return { sku, quantity, unitPrice, total, discountTotal: total - (remaining[index] ?? 0n), ...tax };
  });
  const shippingPrice = shipping?.price ?? 0n;
  const shippingPricing: ShippingPricing = {
    ...(shipping === undefined ? {} : { method: shipping.method.code }),
    price: shippingPrice,
    discountTotal: shippingPrice - remainingShipping,
    ...(taxes[lines.length] ?? noTax),
  };
  return {
    pricing: addUp(linePricings, shippingPricing, discounts, terms),
    shippingOptions,
    statuses,
    shortfalls,
  };
}

const noTax = { tax: 0n, taxLines: [], reverseChargeAmount: 0n };

/** Adds up the price of an order from its parts. */
export function addUp(
  lines: readonly LinePricing[],
  shipping: ShippingPricing,
  discounts: Pricing["discounts"],
  { currency, taxesIncluded }: Pick<PricingTerms, "currency" | "taxesIncluded">,
): Pricing {
  const parts = [...lines, shipping];
  const sumOf = (key: "tax" | "discountTotal" | "reverseChargeAmount") =>
    parts.reduce((sum, part) => sum + part[key], 0n);
  const subtotal = lines.reduce((sum, { total }) => sum + total, 0n);
  const [discountTotal, tax, reverseChargeAmount] = [
    sumOf("discountTotal"),
    sumOf("tax"),
    sumOf("reverseChargeAmount"),
  ];
  const beforeTax = subtotal + shipping.price - discountTotal - reverseChargeAmount;
  return {
    currency,
    taxesIncluded,
    lines,
    shipping,
    discounts,
    subtotal,
    discountTotal,
    tax,
    taxLines: sumTaxLines(parts.flatMap(({ taxLines }) => taxLines)),
    reverseChargeAmount,
    total: taxesIncluded ? beforeTax : beforeTax + tax,
  };
}
