import { type CurrencyCode, type Money, zero } from "../../kit/domain/money.ts";
import { amountRules } from "../../kit/domain/payment-amounts.ts";
import type { OrderLine } from "./model.ts";
import type { AppliedTaxRate, Pricing } from "./pricing/model.ts";
import { price } from "./pricing/price.ts";

/** The shipping price and the tax of an order. They are fixed when the order is placed. */
export interface Terms {
  readonly shipping: Money;
  /** The code of the shipping method that has this price. Absent in a cart, and for orders of older releases. */
  readonly shippingMethod?: string;
  readonly tax: Tax;
}

export interface Tax {
  /** The tax rate in hundredths of a percent: 2100 is 21 %. */
  readonly basisPoints: number;
  /** Whether the prices of lines and shipping already include the tax. */
  readonly included: boolean;
}

/** Returns the terms of a cart, which has no destination yet: free shipping and no tax. */
export function noTerms(currency: CurrencyCode): Terms {
  return { shipping: zero(currency), tax: { basisPoints: 0, included: true } };
}

/**
 * Prices an order, when it is placed and again with the prices that the reservation read. Every line must be in
 * `currency`. Events store the result.
 */
export function priceLines(lines: readonly OrderLine[], currency: CurrencyCode, terms: Terms): Pricing {
  const taxRates = toTaxRates(terms.tax);
  const pricedLines = lines.map(({ sku, quantity, unitPrice }) => {
    // A bug: amounts of different currencies must never be added up.
    if (unitPrice.currency !== currency) throw new RangeError(`Cannot add ${unitPrice.currency} to ${currency}`);
    return { sku, quantity, unitPrice: unitPrice.amountMinor, taxRates };
  });
  const code = terms.shippingMethod ?? "";
  const { pricing } = price(pricedLines, [], {
    currency,
    step: amountRules[currency].step,
    taxesIncluded: terms.tax.included,
    taxRounding: "LINE",
    isReverseCharge: false,
    shippingMethods: [{ code, rates: [{ price: terms.shipping.amountMinor }], taxRates }],
  });
  if (code !== "") return pricing;
  const { method: _, ...shipping } = pricing.shipping;
  return { ...pricing, shipping };
}

function toTaxRates({ basisPoints, included }: Tax): readonly AppliedTaxRate[] {
  return basisPoints === 0 ? [] : [{ name: included ? "VAT" : "Tax", ratePpm: basisPoints * 100 }];
}
