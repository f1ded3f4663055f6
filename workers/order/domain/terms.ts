import type { CurrencyCode, Money } from "../../kit/domain/money.ts";
import { amountRules } from "../../kit/domain/payment-amounts.ts";
import type { OrderLine } from "./model.ts";
import type { AppliedTaxRate, Candidate, PricedLine, Pricing, PricingTerms } from "./pricing/model.ts";
import { price } from "./pricing/price.ts";
import type { PriceQuote } from "./pricing/quote.ts";

/** What the price of an order depends on besides its lines and promotions. It is fixed when the order is placed. */
export interface Terms {
  readonly taxesIncluded: boolean;
  readonly taxRounding: PricingTerms["taxRounding"];
  readonly isReverseCharge: boolean;
  /** The tax rates of each SKU. A SKU without an entry is not taxed. */
  readonly lineTaxRates: readonly { readonly sku: string; readonly rates: readonly AppliedTaxRate[] }[];
  readonly shipping: {
    /** The code of the method. Absent for orders of older releases. */
    readonly method?: string;
    /** Before discounts. */
    readonly price: Money;
    readonly taxRates: readonly AppliedTaxRate[];
  };
}

/** Returns the terms of an order that is placed with this quote and has this price. */
export function toTerms(quote: PriceQuote, { shipping }: Pricing, isReverseCharge: boolean): Terms {
  const { taxesIncluded, taxRounding, currency, lines, shippingMethods } = quote;
  const method = shippingMethods.find(({ code }) => code === shipping.method);
  return {
    taxesIncluded,
    taxRounding,
    isReverseCharge,
    lineTaxRates: lines.flatMap(({ sku, taxRates }) => (taxRates.length === 0 ? [] : [{ sku, rates: taxRates }])),
    shipping: {
      ...(method === undefined ? {} : { method: method.code }),
      price: { amountMinor: shipping.price, currency },
      taxRates: method?.taxRates ?? [],
    },
  };
}

/**
 * Prices an order again, with the prices and promotions that its reservation read. Every line must be in `currency`. The
 * indexes of `candidates` refer to `lines`.
 */
export function priceReserved(
  lines: readonly OrderLine[],
  candidates: readonly Candidate[],
  currency: CurrencyCode,
  terms: Terms,
): Pricing {
  const { taxesIncluded, taxRounding, isReverseCharge, lineTaxRates, shipping } = terms;
  const ratesBySku = new Map(lineTaxRates.map(({ sku, rates }) => [sku, rates]));
  const pricedLines = lines.map(({ sku, quantity, unitPrice }): PricedLine => {
    // A bug: amounts of different currencies must never be added up.
    if (unitPrice.currency !== currency) throw new RangeError(`Cannot add ${unitPrice.currency} to ${currency}`);
    return { sku, quantity, unitPrice: unitPrice.amountMinor, taxRates: ratesBySku.get(sku) ?? [] };
  });
  const code = shipping.method ?? "";
  const { pricing } = price(pricedLines, candidates, {
    currency,
    step: amountRules[currency].step,
    taxesIncluded,
    taxRounding,
    isReverseCharge,
    shippingMethods: [{ code, rates: [{ price: shipping.price.amountMinor }], taxRates: shipping.taxRates }],
  });
  if (code !== "") return pricing;
  const { method: _, ...unnamed } = pricing.shipping;
  return { ...pricing, shipping: unnamed };
}
