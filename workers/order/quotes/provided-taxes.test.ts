import { describe, expect, it } from "vitest";
import { type PriceQuote, type QuoteRequest, quoteOrder } from "../domain/pricing/quote.ts";
import type { TaxableOrder, TaxCalculation } from "../taxes/port.ts";
import { addProvidedTaxes } from "./provided-taxes.ts";

const destination = { countryCode: "NL", region: "", postalCode: "3511 AB" };
const vat = { name: "VAT", ratePpm: 210_000 };
const quote: PriceQuote = {
  marketId: "mkt_1",
  currency: "EUR",
  taxesIncluded: true,
  taxRounding: "LINE",
  isSoldInMarket: true,
  lines: [
    {
      sku: "MUG",
      name: "Mug",
      productId: "prd_1",
      quantity: 2,
      unitPrice: 1_000n,
      taxClass: "standard",
      taxRates: [vat],
    },
    {
      sku: "BOOK",
      name: "Book",
      productId: "prd_2",
      quantity: 1,
      unitPrice: 500n,
      taxClass: "reduced",
      taxRates: [vat],
    },
  ],
  skusNotSoldInCurrency: [],
  shippingMethods: [
    { code: "post", name: "Post", taxClass: "exempt", rates: [{ price: 300n }], taxRates: [vat] },
    { code: "courier", name: "Courier", taxClass: "standard", rates: [{ price: 900n }], taxRates: [vat] },
  ],
  candidates: [
    {
      promotionId: "prm_1",
      version: 1,
      name: "Ten percent",
      class: "ORDER",
      priority: 0,
      combinesWith: [],
      conditions: { lines: [0, 1], shippingMethods: [] },
      reward: { type: "percentage", basisPoints: 1_000, lines: [0, 1] },
      createdAt: 0,
    },
  ],
  couponCodes: [],
  hasBasePricesOnly: true,
  isSameForCountry: true,
};
const request: QuoteRequest = {
  lines: quote.lines.map(({ sku, quantity }) => ({ sku, quantity })),
  hasDestination: true,
  shippingMethod: "courier",
  isReverseCharge: false,
  isFirstOrder: true,
};

interface Options {
  readonly quote?: PriceQuote;
  readonly request?: QuoteRequest;
  readonly hasDestination?: boolean;
  readonly result?: TaxCalculation;
}

/** Prices an order with a provider that taxes every part by 10 %, on top or inside. */
async function price(options: Options = {}) {
  const priced = options.quote ?? quote;
  const asked = options.request ?? request;
  const orders: TaxableOrder[] = [];
  const taxes = {
    calculate: async (order: TaxableOrder): Promise<TaxCalculation> => {
      orders.push(order);
      if (options.result !== undefined) return options.result;
      const taxOf = ({ amount }: { readonly amount: bigint }) => {
        const tax = order.isReverseCharge ? 0n : amount / (order.taxesIncluded ? 11n : 10n);
        return { tax, taxLines: [] };
      };
      return {
        type: "calculated",
        calculationId: `taxcalc_${orders.length}`,
        lines: order.lines.map(taxOf),
        shipping: taxOf(order.shipping),
      };
    },
  };
  const trace = { traceId: "0".repeat(32) } as never;
  const to = options.hasDestination === false ? undefined : destination;
  const taxed = await addProvidedTaxes(priced, asked, to, { taxes, signal: new AbortController().signal, trace });
  return { ...quoteOrder(taxed, asked), orders };
}

describe("the taxes of a provider in a quote", () => {
  it("are calculated once, for the amounts after all discounts and the requested shipping method", async () => {
    const { orders, pricing } = await price();
    expect(orders).toEqual([
      {
        currency: "EUR",
        taxesIncluded: true,
        isReverseCharge: false,
        destination,
        lines: [
          { sku: "MUG", quantity: 2, amount: 1_800n, taxClass: "standard" },
          { sku: "BOOK", quantity: 1, amount: 450n, taxClass: "reduced" },
        ],
        shipping: { amount: 900n, taxClass: "standard" },
      },
    ]);
    expect(pricing.lines.map(({ tax }) => tax)).toEqual([163n, 40n]);
    expect(pricing).toMatchObject({ tax: 284n, total: 3_150n, taxCalculation: "taxcalc_1" });
  });

  it("fail the quote with UNAVAILABLE while the provider does not respond", async () => {
    const failing = price({ result: { type: "unavailable", reason: "timeout" } });
    await expect(failing).rejects.toMatchObject({ reason: "UNAVAILABLE" });
  });

  it("are missing for an unknown destination, which prevents the order", async () => {
    const { pricing, problems } = await price({ result: { type: "unknownDestination" } });
    expect(pricing.tax).toBe(0n);
    expect(problems.map(({ code }) => code)).toEqual(["INVALID_ADDRESS"]);
  });

  it("are not requested without a destination, outside the market, and for an order that costs nothing", async () => {
    const free = {
      ...quote,
      lines: quote.lines.map((line) => ({ ...line, unitPrice: 0n })),
      shippingMethods: quote.shippingMethods.map((method) => ({ ...method, rates: [{ price: 0n }] })),
    };
    for (const options of [
      { hasDestination: false },
      { quote: { ...quote, isSoldInMarket: false } },
      { quote: free },
      { quote: { ...quote, lines: [], shippingMethods: [] } },
    ]) {
      const { orders, pricing } = await price(options);
      // The shop's own rates never apply.
      expect([orders, pricing.tax, pricing.taxCalculation]).toEqual([[], 0n, undefined]);
    }
  });

  it("are deducted with reverse charge, and the provider calculates what is left", async () => {
    const { orders, pricing } = await price({ request: { ...request, isReverseCharge: true } });
    expect(orders.map(({ taxesIncluded, isReverseCharge }) => [taxesIncluded, isReverseCharge])).toEqual([
      [true, false],
      [false, true],
    ]);
    expect(orders[1]?.lines.map(({ amount }) => amount)).toEqual([1_637n, 410n]);
    expect(orders[1]?.shipping.amount).toBe(819n);
    expect(pricing).toMatchObject({ tax: 0n, reverseChargeAmount: 284n, total: 2_866n, taxCalculation: "taxcalc_2" });
    const onTop = await price({
      quote: { ...quote, taxesIncluded: false },
      request: { ...request, isReverseCharge: true },
    });
    expect(onTop.orders).toHaveLength(1);
    expect(onTop.pricing).toMatchObject({ tax: 0n, reverseChargeAmount: 0n, total: 3_150n });
  });

  it("leave a quote unchanged when the shop has no provider", async () => {
    const context = { taxes: undefined, signal: new AbortController().signal, trace: {} as never };
    expect(await addProvidedTaxes(quote, request, destination, context)).toBe(quote);
  });
});
