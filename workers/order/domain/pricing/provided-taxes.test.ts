import { describe, expect, it } from "vitest";
import type { Tax } from "./model.ts";
import type { PriceQuote, QuoteRequest } from "./quote.ts";
import { quoteOrder } from "./quote.ts";

const line = { name: "Mug", productId: "prd_1", taxRates: [] };
const quote: PriceQuote = {
  marketId: "mkt_1",
  currency: "USD",
  taxesIncluded: false,
  taxRounding: "LINE",
  isSoldInMarket: true,
  lines: [
    { ...line, sku: "MUG", quantity: 2, unitPrice: 1_000n },
    { ...line, sku: "BOOK", quantity: 1, unitPrice: 500n },
  ],
  skusNotSoldInCurrency: [],
  shippingMethods: [{ code: "flat", name: "Flat", rates: [{ price: 300n }], taxRates: [] }],
  candidates: [],
  couponCodes: [],
  hasBasePricesOnly: true,
  isSameForCountry: true,
};
const request: QuoteRequest = {
  lines: quote.lines.map(({ sku, quantity }) => ({ sku, quantity })),
  hasDestination: true,
  isReverseCharge: false,
  isFirstOrder: true,
};
const taxOf = (tax: bigint, taxableAmount: bigint): Tax => ({
  tax,
  taxLines: [{ name: "Sales Tax", ratePpm: 62_500, taxableAmount, amount: tax }],
  reverseChargeAmount: 0n,
});
const taxes = {
  calculationId: "taxcalc_1",
  lines: [taxOf(125n, 2_000n), taxOf(31n, 500n)],
  shipping: taxOf(19n, 300n),
};

describe("the taxes of a provider", () => {
  it("replace those of tax rates, by line and for shipping, and are part of the total", () => {
    const { pricing } = quoteOrder({ ...quote, taxes }, request);
    expect(pricing.lines.map(({ tax }) => tax)).toEqual([125n, 31n]);
    expect(pricing.shipping).toMatchObject({ method: "flat", price: 300n, tax: 19n });
    expect(pricing).toMatchObject({ subtotal: 2_500n, tax: 175n, total: 2_975n, taxCalculation: "taxcalc_1" });
    expect(pricing.taxLines).toEqual([{ name: "Sales Tax", ratePpm: 62_500, taxableAmount: 2_800n, amount: 175n }]);
  });

  it("are inside the total when prices include tax, and reverse charge deducts them", () => {
    const included = quoteOrder({ ...quote, taxesIncluded: true, taxes }, request).pricing;
    expect(included).toMatchObject({ tax: 175n, total: 2_800n });
    const deducted = (tax: Tax): Tax => ({ tax: 0n, taxLines: [], reverseChargeAmount: tax.tax });
    const reversed = { ...taxes, lines: taxes.lines.map(deducted), shipping: deducted(taxes.shipping) };
    const { pricing } = quoteOrder({ ...quote, taxesIncluded: true, taxes: reversed }, request);
    expect(pricing).toMatchObject({ tax: 0n, reverseChargeAmount: 175n, total: 2_625n, taxLines: [] });
  });

  it("must be complete: a line without one is an error", () => {
    const incomplete = { ...taxes, lines: taxes.lines.slice(0, 1) };
    expect(() => quoteOrder({ ...quote, taxes: incomplete }, request)).toThrow(RangeError);
  });

  it("cannot be calculated for an unknown destination, which is a problem of the quote", () => {
    const { problems } = quoteOrder({ ...quote, isDestinationTaxable: false }, request);
    expect(problems).toMatchObject([{ code: "INVALID_ADDRESS", field: ["destination", "postalCode"] }]);
  });
});
