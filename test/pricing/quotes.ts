import type { Money } from "../../workers/kit/domain/money.ts";
import type { Customer } from "../../workers/order/domain/model.ts";
import type { PriceQuote, QuotedLine } from "../../workers/order/domain/pricing/quote.ts";
import type { Terms } from "../../workers/order/domain/terms.ts";

/** A line to quote. The name and the product follow from the SKU unless they are given. */
export interface LineToQuote {
  readonly sku: string;
  readonly quantity: number;
  readonly unitPrice: Money;
  readonly name?: string;
  readonly productId?: string;
}

/** Returns a quote with these lines, free shipping, no tax and no promotion, or with what `changes` replaces. */
export function createQuote(lines: readonly LineToQuote[], changes: Partial<PriceQuote> = {}): PriceQuote {
  return {
    marketId: "mkt_1",
    currency: lines[0]?.unitPrice.currency ?? "USD",
    taxesIncluded: true,
    taxRounding: "LINE",
    isSoldInMarket: true,
    lines: lines.map(
      ({ sku, quantity, unitPrice, name = sku, productId = "prd_1" }): QuotedLine => ({
        sku,
        quantity,
        name,
        productId,
        unitPrice: unitPrice.amountMinor,
        taxRates: [],
      }),
    ),
    skusNotSoldInCurrency: [],
    shippingMethods: [{ code: "standard", name: "Standard", rates: [{ price: 0n }], taxRates: [] }],
    candidates: [],
    couponCodes: [],
    hasBasePricesOnly: true,
    isSameForCountry: true,
    ...changes,
  };
}

/** A customer with an account and without groups or earlier orders. */
export const newCustomer: Customer = { groupIds: [], keys: ["acc_1"], isFirstOrder: true };

/** Terms with free shipping and no tax. */
export const freeTerms: Terms = {
  taxesIncluded: true,
  taxRounding: "LINE",
  isReverseCharge: false,
  lineTaxRates: [],
  shipping: { method: "standard", price: { amountMinor: 0n, currency: "USD" }, taxRates: [] },
};
