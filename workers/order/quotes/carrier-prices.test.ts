import { describe, expect, it } from "vitest";
import type { CarrierPrices, Parcel } from "../carriers/port.ts";
import type { PriceQuote } from "../domain/pricing/quote.ts";
import { addCarrierPrices } from "./carrier-prices.ts";

const destination = { countryCode: "US", region: "CA", postalCode: "90277" };
const line = { name: "Mug", productId: "prd_1", unitPrice: 500n, taxRates: [] };
const method = { name: "Parcel", rates: [], taxRates: [] };
const quote: PriceQuote = {
  marketId: "mkt_1",
  currency: "USD",
  taxesIncluded: false,
  taxRounding: "LINE",
  isSoldInMarket: true,
  lines: [
    { ...line, sku: "MUG", quantity: 3, weightGrams: 400 },
    { ...line, sku: "CARD", quantity: 2 },
  ],
  skusNotSoldInCurrency: [],
  shippingMethods: [
    { ...method, code: "flat", rates: [{ price: 900n }] },
    { ...method, code: "parcel", carrier: "usps" },
    { ...method, code: "air", carrier: "dhl" },
  ],
  candidates: [],
  couponCodes: [],
  hasBasePricesOnly: true,
  isSameForCountry: true,
};

/** Returns the rates of the methods, and the parcels that were priced. */
async function price(
  result: CarrierPrices,
  changed: PriceQuote = quote,
  { hasDestination = true }: { readonly hasDestination?: boolean } = {},
) {
  const parcels: Parcel[] = [];
  const carriers = {
    findPrices: async (parcel: Parcel) => {
      parcels.push(parcel);
      return result;
    },
  };
  const trace = { traceId: "0".repeat(32), spanId: "0".repeat(16), flags: "00" };
  const { shippingMethods } = await addCarrierPrices(changed, hasDestination ? destination : undefined, {
    carriers,
    signal: new AbortController().signal,
    trace: trace as never,
  });
  return { rates: shippingMethods.map(({ rates }) => rates.map(({ price: amount }) => amount)), parcels };
}

const prices: CarrierPrices = {
  type: "prices",
  prices: [
    { carrier: "usps", price: { amountMinor: 1_234n, currency: "USD" } },
    { carrier: "dhl", price: { amountMinor: 2_000n, currency: "EUR" } },
  ],
};

describe("prices of carriers in a quote", () => {
  it("are by the weight of all lines, and only in the currency of the quote", async () => {
    expect(await price(prices)).toEqual({
      rates: [[900n], [1_234n], []],
      parcels: [{ destination, weightGrams: 1_200 }],
    });
  });

  it("are not offered while the provider does not respond. Other methods are", async () => {
    expect((await price({ type: "unavailable", reason: "timeout" })).rates).toEqual([[900n], [], []]);
  });

  it("are not requested without a method that has a carrier, without a destination and without lines", async () => {
    const flat = { ...quote, shippingMethods: quote.shippingMethods.slice(0, 1) };
    for (const { parcels } of [
      await price(prices, flat),
      await price(prices, { ...quote, lines: [] }),
      await price(prices, quote, { hasDestination: false }),
    ]) {
      expect(parcels).toEqual([]);
    }
  });
});
