import { describe, expect, it } from "vitest";
import type { Candidate, DiscountClass, PricedLine, PricingTerms, Reward } from "./model.ts";
import { price } from "./price.ts";
import { promote } from "./promote.ts";
import { divideRefund, toRefundAccount } from "./refund.ts";

const line = (sku: string, quantity: number, unitPrice: bigint): PricedLine => ({
  sku,
  quantity,
  unitPrice,
  taxRates: [],
});

const terms: PricingTerms = {
  currency: "EUR",
  step: 1n,
  taxesIncluded: true,
  taxRounding: "LINE",
  isReverseCharge: false,
  shippingMethods: [],
};

const percentage = (basisPoints: number): Reward => ({ type: "percentage", basisPoints, lines: [0] });

function candidate(promotionId: string, fields: Partial<Candidate> = {}): Candidate {
  return {
    promotionId,
    version: 1,
    name: promotionId,
    class: "ORDER",
    priority: 0,
    combinesWith: ["PRODUCT", "ORDER", "SHIPPING"],
    conditions: { lines: [0], shippingMethods: [] },
    reward: percentage(1_000),
    createdAt: 0,
    ...fields,
  };
}

/** Returns all sequences of the entries. */
function permute<T>(entries: readonly T[]): readonly (readonly T[])[] {
  if (entries.length < 2) return [entries];
  return entries.flatMap((first, index) =>
    permute(entries.filter((_, other) => other !== index)).map((rest) => [first, ...rest]),
  );
}

describe("the promotions of an order", () => {
  it("apply by class, priority, code, discount and age, in any sequence of the candidates", () => {
    const expected = [
      candidate("product", { class: "PRODUCT", priority: -1 }),
      candidate("high priority", { priority: 1 }),
      candidate("with a code", { code: "CODE", reward: percentage(500) }),
      candidate("large discount", { reward: percentage(2_000), createdAt: 9 }),
      candidate("old", { createdAt: 1 }),
      candidate("new", { createdAt: 2 }),
    ];
    const results = permute(expected).map((candidates) => promote([line("A", 1, 10_000n)], candidates, terms));
    const [first] = results;
    expect(first?.discounts.map(({ name }) => name)).toEqual(expected.map(({ name }) => name));
    for (const { discounts } of results) expect(discounts).toEqual(first?.discounts);
  });

  it("leave out one that does not combine with an earlier one, in any sequence of the candidates", () => {
    const alone: readonly DiscountClass[] = [];
    const candidates = [
      candidate("small", { reward: percentage(500), combinesWith: alone }),
      candidate("large", { reward: percentage(2_000) }),
      candidate("larger and alone", { reward: percentage(3_000), combinesWith: alone }),
    ];
    for (const sequence of permute(candidates)) {
      const { discounts } = promote([line("A", 1, 10_000n)], sequence, terms);
      expect(discounts.map(({ name, amount }) => [name, amount])).toEqual([["larger and alone", 3_000n]]);
    }
  });

  it("give buy X get Y the same units in any sequence of the lines", () => {
    const lines = [line("CHEAP", 1, 1_000n), line("MIDDLE", 2, 2_000n), line("DEAR", 3, 3_000n)];
    const shares = permute(lines).map((sequence) => {
      const all = sequence.map((_, index) => index);
      const reward: Reward = {
        type: "buyXGetY",
        buyLines: all,
        buyQuantity: 2,
        getLines: all,
        getQuantity: 1,
        basisPoints: 10_000,
      };
      const { discounts } = promote(sequence, [candidate("three for two", { class: "PRODUCT", reward })], terms);
      return discounts.map(({ amount, allocations }) => ({
        amount,
        allocations: Object.fromEntries(allocations.map((allocation) => [allocation.sku, allocation.amount])),
      }));
    });
    // Twice: the unit of 1000 and one of 2000 are free.
    expect(shares[0]?.[0]?.amount).toBe(3_000n);
    for (const share of shares) expect(share).toEqual(shares[0]);
  });
});

describe("shipping", () => {
  const shippingMethods = [
    {
      code: "standard",
      rates: [{ fromAmount: 9_000n, price: 0n }, { price: 500n }],
      taxRates: [],
    },
  ];
  const shipped = { ...terms, shippingMethods };
  const free = candidate("free shipping", { class: "SHIPPING", reward: percentage(10_000) });

  it("has the rate of the amount after discounts, which its own discount does not change", () => {
    const lines = [line("A", 1, 10_000n)];
    expect(price(lines, [], shipped).pricing.shipping.price).toBe(0n);
    const discounted = [candidate("fifteen percent", { reward: percentage(1_500) })];
    expect(price(lines, discounted, shipped).pricing.shipping.price).toBe(500n);
    expect(price(lines, [...discounted, free], shipped).pricing).toMatchObject({
      shipping: { price: 500n, discountTotal: 500n },
      total: 8_500n,
    });
  });

  it("that was free is not refunded", () => {
    const { pricing } = price([line("A", 2, 1_000n)], [free], shipped);
    expect(pricing).toMatchObject({ shipping: { price: 500n }, total: 2_000n });
    const account = toRefundAccount(pricing, 1n);
    expect(divideRefund(account, { type: "lines", lines: [], shipping: true })).toEqual([]);
    expect(divideRefund(account, { type: "all" })).toEqual([{ sku: "A", quantity: 2, amount: 2_000n, tax: 0n }]);
  });
});
