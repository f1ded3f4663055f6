import type { LinePricing, Pricing, Tax } from "./model.ts";
import { addUp } from "./price.ts";

/** Taxes that a provider calculated for the amounts of an order. */
export interface ProvidedTaxes {
  readonly calculationId: string;
  /** In the order of the lines. */
  readonly lines: readonly Tax[];
  readonly shipping: Tax;
}

/** Returns the price of an order with the taxes of a provider instead of those of tax rates. */
export function withProvidedTaxes(pricing: Pricing, { calculationId, lines, shipping }: ProvidedTaxes): Pricing {
  const taxed = pricing.lines.map((line, index): LinePricing => {
    const tax = lines[index];
    // A bug: a line must never be sold without the tax of the provider.
    if (tax === undefined) throw new RangeError(`The provider calculated no tax for ${line.sku}`);
    return { ...line, ...tax };
  });
  return {
    ...addUp(taxed, { ...pricing.shipping, ...shipping }, pricing.discounts, pricing),
    taxCalculation: calculationId,
  };
}
