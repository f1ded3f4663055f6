import { describe, expect, it } from "vitest";
import type { Candidate } from "./model.ts";
import { type PriceQuote, type QuoteRequest, quoteOrder } from "./quote.ts";

const tenPercent: Candidate = {
  promotionId: "prm_1",
  version: 1,
  name: "Ten percent",
  class: "ORDER",
  code: "TEN",
  priority: 0,
  combinesWith: [],
  conditions: { lines: [0], shippingMethods: [], minAmount: 5_000n },
  reward: { type: "percentage", basisPoints: 1_000, lines: [0] },
  createdAt: 0,
};

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
      quantity: 3,
      unitPrice: 2_000n,
      taxRates: [{ name: "VAT", ratePpm: 210_000 }],
    },
  ],
  skusNotSoldInCurrency: [],
  shippingMethods: [
    { code: "express", name: "Express", rates: [{ price: 995n }], taxRates: [] },
    { code: "standard", name: "Standard", rates: [{ price: 495n }], taxRates: [] },
  ],
  candidates: [tenPercent],
  couponCodes: [{ code: "ten", state: "CANDIDATE", promotionId: "prm_1" }],
  hasBasePricesOnly: false,
  isSameForCountry: true,
};

const request: QuoteRequest = {
  lines: [{ sku: "mug", quantity: 3 }],
  hasDestination: true,
  isReverseCharge: false,
  isFirstOrder: true,
};

describe("a quote", () => {
  it("has the price with the cheapest method, all methods, and the status of each code", () => {
    const { pricing, shippingOptions, couponCodes, problems } = quoteOrder(quote, request);
    expect(pricing).toMatchObject({ subtotal: 6_000n, discountTotal: 600n, total: 5_895n });
    expect(pricing.shipping).toMatchObject({ method: "standard", price: 495n });
    expect(shippingOptions.map(({ method, price }) => [method.name, price])).toEqual([
      ["Standard", 495n],
      ["Express", 995n],
    ]);
    expect(couponCodes).toEqual([{ code: "ten", status: "APPLIED", message: "This code is applied." }]);
    expect(problems).toEqual([]);
  });

  it("offers a method of a carrier only with a price, and says why a requested one is missing", () => {
    const parcel = { code: "parcel", name: "Parcel", carrier: "usps", rates: [], taxRates: [] };
    const unpriced = { ...quote, shippingMethods: [parcel, ...quote.shippingMethods] };
    expect(quoteOrder(unpriced, request)).toMatchObject({
      pricing: { shipping: { method: "standard" } },
      problems: [],
    });
    const { shippingOptions, problems } = quoteOrder(unpriced, { ...request, shippingMethod: "parcel" });
    expect(shippingOptions.map(({ method }) => method.code)).toEqual(["standard", "express"]);
    const message = "The carrier has no price for this order. Choose another shipping method, or retry later.";
    expect(problems).toEqual([{ code: "SHIPPING_UNAVAILABLE", message, field: ["shippingMethod"] }]);
    const priced = { ...unpriced, shippingMethods: [{ ...parcel, rates: [{ price: 700n }] }] };
    const { pricing } = quoteOrder(priced, { ...request, shippingMethod: "parcel" });
    expect(pricing.shipping).toMatchObject({ method: "parcel", price: 700n });
  });

  it("says how much is missing to the minimum of a code", () => {
    const [line] = quote.lines;
    const small = { ...quote, lines: line === undefined ? [] : [{ ...line, quantity: 2 }] };
    const { couponCodes, problems } = quoteOrder(small, { ...request, lines: [{ sku: "MUG", quantity: 2 }] });
    const message = "Add goods for €10.00 more to use this code.";
    expect(couponCodes).toEqual([{ code: "ten", status: "NOT_APPLICABLE", message }]);
    expect(problems).toEqual([{ code: "COUPON_NOT_APPLICABLE", message, field: ["couponCodes", "0"] }]);
  });

  it("ignores a code without effect, and names every other code that does not apply", () => {
    const second: Candidate = { ...tenPercent, promotionId: "prm_2", code: "FIVE", createdAt: 1 };
    const none: Candidate = {
      ...tenPercent,
      promotionId: "prm_3",
      code: "NONE",
      priority: 1,
      reward: { type: "percentage", basisPoints: 1_000, lines: [] },
    };
    const { couponCodes, problems } = quoteOrder(
      {
        ...quote,
        candidates: [tenPercent, second, none],
        couponCodes: [
          { code: "TEN", state: "CANDIDATE", promotionId: "prm_1" },
          { code: "FIVE", state: "CANDIDATE", promotionId: "prm_2" },
          { code: "NONE", state: "CANDIDATE", promotionId: "prm_3" },
          { code: "GONE", state: "INVALID" },
          { code: "USED", state: "EXHAUSTED", promotionId: "prm_4" },
        ],
      },
      request,
    );
    expect(couponCodes.map(({ status }) => status)).toEqual([
      "APPLIED",
      "NOT_COMBINABLE",
      "NO_EFFECT",
      "INVALID",
      "EXHAUSTED",
    ]);
    expect(problems.map(({ code, field }) => [code, field.join(".")])).toEqual([
      ["COUPON_NOT_COMBINABLE", "couponCodes.1"],
      ["COUPON_INVALID", "couponCodes.3"],
      ["COUPON_EXHAUSTED", "couponCodes.4"],
    ]);
  });

  it("names lines that are not sold, by their place in the request", () => {
    const lines = [
      { sku: "MUG", quantity: 3 },
      { sku: "GONE", quantity: 1 },
      { sku: "dollar", quantity: 1 },
    ];
    const { problems } = quoteOrder(
      { ...quote, skusNotSoldInCurrency: ["DOLLAR"] },
      { ...request, lines, currency: "EUR" },
    );
    expect(problems.map(({ code, field }) => [code, field.join(".")])).toEqual([
      ["UNKNOWN_SKU", "lines.1.sku"],
      ["NOT_SOLD_IN_CURRENCY", "lines.2.sku"],
    ]);
  });

  it.each([
    ["a destination outside the market", { isSoldInMarket: false }, {}, "NOT_SOLD_IN_MARKET"],
    ["a method that is not offered", {}, { shippingMethod: "drone" }, "SHIPPING_UNAVAILABLE"],
    ["no lines", { lines: [], couponCodes: [] }, { lines: [], shippingMethod: "standard" }, "NO_LINES"],
  ])("names %s", (_name, quoted, asked, code) => {
    const { problems } = quoteOrder({ ...quote, ...quoted }, { ...request, ...asked });
    expect(problems.map((problem) => problem.code)).toEqual([code]);
  });

  it.each([
    [49n, "EUR", ["AMOUNT_TOO_SMALL"]],
    [50n, "EUR", []],
    [29n, "GBP", ["AMOUNT_TOO_SMALL"]],
    [30n, "GBP", []],
    [99_999_999n, "EUR", []],
    [100_000_000n, "EUR", ["AMOUNT_TOO_LARGE"]],
    [0n, "EUR", []],
  ] as const)("with a total of %s %s has the problems %j of the payment provider", (unitPrice, currency, codes) => {
    const [line] = quote.lines;
    const lines = line === undefined ? [] : [{ ...line, quantity: 1, unitPrice }];
    const ofTotal = { ...quote, currency, lines, shippingMethods: [], candidates: [], couponCodes: [] };
    const one = { ...request, hasDestination: false, lines: [{ sku: "MUG", quantity: 1 }] };
    expect(quoteOrder(ofTotal, one).problems.map(({ code }) => code)).toEqual(codes);
  });

  it("counts discounts, shipping and tax in the total that the payment provider must accept", () => {
    const [line] = quote.lines;
    const added = { ...quote, taxesIncluded: false, couponCodes: [], candidates: [] };
    const lines = line === undefined ? [] : [{ ...line, quantity: 1, unitPrice: 42n }];
    const shippingMethods = [{ code: "post", name: "Post", rates: [{ price: 1n }], taxRates: [] }];
    const one = { ...request, lines: [{ sku: "MUG", quantity: 1 }] };
    const codes = (changed: PriceQuote) => quoteOrder(changed, one).problems.map(({ code }) => code);
    // 42 and 9 of tax are 51, and 52 with shipping.
    expect(codes({ ...added, lines, shippingMethods })).toEqual([]);
    const { conditions: _, ...promotion } = tenPercent;
    const off = { ...promotion, conditions: { lines: [0], shippingMethods: [] } };
    // 38, 8 and 1.
    expect(codes({ ...added, lines, shippingMethods, candidates: [off] })).toEqual(["AMOUNT_TOO_SMALL"]);
  });
});
