import { type CurrencyCode, type Money, zero } from "../../kit/domain/money.ts";
import { amountRules } from "../../kit/domain/payment-amounts.ts";
import type { OrderLine } from "./model.ts";
import type { AppliedTaxRate, LinePricing, Pricing, ShippingPricing, Tax, TaxLine } from "./pricing/model.ts";
import type { Terms } from "./terms.ts";

/** The terms of orders whose events have no price: one shipping price, and one tax rate for all lines and shipping. */
export interface ReleasedTerms {
  readonly shipping: Money;
  readonly shippingMethod?: string;
  readonly tax: {
    /** In hundredths of a percent. */
    readonly basisPoints: number;
    readonly included: boolean;
  };
}

/** Returns no shipping price and no tax, for orders that were placed before both existed. */
export function noReleasedTerms(currency: CurrencyCode): ReleasedTerms {
  return { shipping: zero(currency), tax: { basisPoints: 0, included: true } };
}

/** Converts terms to their present form. */
export function upgradeTerms(
  { shipping, shippingMethod, tax }: ReleasedTerms,
  lines: readonly Pick<OrderLine, "sku">[],
): Terms {
  const rates = toTaxRates(tax);
  return {
    taxesIncluded: tax.included,
    taxRounding: "LINE",
    isReverseCharge: false,
    lineTaxRates: rates.length === 0 ? [] : lines.map(({ sku }) => ({ sku, rates })),
    shipping: { ...(shippingMethod === undefined ? {} : { method: shippingMethod }), price: shipping, taxRates: rates },
  };
}

/** Returns the terms that `upgradeTerms` converted. */
export function restoreTerms({ taxesIncluded, shipping }: Terms): ReleasedTerms {
  const ratePpm = shipping.taxRates[0]?.ratePpm ?? 0;
  return { shipping: shipping.price, tax: { basisPoints: ratePpm / 100, included: taxesIncluded } };
}

/**
 * Prices an order whose events have no price, as older releases priced it each time they folded its log. Only the
 * upcasters use it. It never changes: the amounts of these orders are charged already.
 *
 * Tax is rounded half up to an amount that can be paid, once per line and once for shipping.
 */
export function priceReleased(lines: readonly OrderLine[], currency: CurrencyCode, terms: ReleasedTerms): Pricing {
  const { included } = terms.tax;
  const pricedLines = lines.map(({ sku, quantity, unitPrice: { amountMinor: unitPrice } }): LinePricing => {
    const total = unitPrice * BigInt(quantity);
    return { sku, quantity, unitPrice, total, discountTotal: 0n, ...taxOn(total, currency, terms) };
  });
  const price = terms.shipping.amountMinor;
  const shipping: ShippingPricing = { price, discountTotal: 0n, ...taxOn(price, currency, terms) };
  const parts = [...pricedLines, shipping];
  const subtotal = pricedLines.reduce((sum, { total }) => sum + total, 0n);
  const tax = parts.reduce((sum, part) => sum + part.tax, 0n);
  const beforeTax = subtotal + price;
  return {
    currency,
    taxesIncluded: included,
    lines: pricedLines,
    shipping,
    discounts: [],
    subtotal,
    discountTotal: 0n,
    tax,
    taxLines: toTaxLines(tax, included ? beforeTax - tax : beforeTax, terms),
    reverseChargeAmount: 0n,
    total: included ? beforeTax : beforeTax + tax,
  };
}

/** Returns the tax that an amount includes, or that is added to it. */
function taxOn(amount: bigint, currency: CurrencyCode, terms: ReleasedTerms): Tax {
  const { basisPoints, included } = terms.tax;
  const rate = BigInt(basisPoints);
  const { step } = amountRules[currency];
  const divisor = (included ? 10_000n + rate : 10_000n) * step;
  const tax = ((2n * amount * rate + divisor) / (2n * divisor)) * step;
  return { tax, taxLines: toTaxLines(tax, included ? amount - tax : amount, terms), reverseChargeAmount: 0n };
}

function toTaxLines(amount: bigint, taxableAmount: bigint, { tax }: ReleasedTerms): readonly TaxLine[] {
  return toTaxRates(tax).map((rate) => ({ ...rate, taxableAmount, amount }));
}

function toTaxRates({ basisPoints, included }: ReleasedTerms["tax"]): readonly AppliedTaxRate[] {
  return basisPoints === 0 ? [] : [{ name: included ? "VAT" : "Tax", ratePpm: basisPoints * 100 }];
}
