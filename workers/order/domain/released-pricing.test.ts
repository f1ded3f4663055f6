import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { OrderLine } from "./model.ts";
import { priceReleased, restoreTerms, upgradeTerms } from "./released-pricing.ts";
import { priceReserved } from "./terms.ts";

const eur = (amountMinor: bigint) => ({ amountMinor, currency: "EUR" }) as const;
const line = (price: bigint, quantity: number): OrderLine => ({
  sku: `S${price}`,
  name: "S",
  productId: "prd_1",
  quantity,
  unitPrice: eur(price),
});

describe("priceReleased", () => {
  it.each([
    ["computes totals without tax", 0, true, { subtotal: 2_997n, shipping: 500n, tax: 0n, total: 3_497n }],
    ["computes tax that prices include", 2_100, true, { subtotal: 2_997n, shipping: 500n, tax: 607n, total: 3_497n }],
    [
      "adds tax to prices that exclude it",
      2_100,
      false,
      { subtotal: 2_997n, shipping: 500n, tax: 735n, total: 4_232n },
    ],
  ])("%s", (_name, basisPoints, included, expected) => {
    const totals = priceReleased([line(999n, 2), line(999n, 1)], "EUR", {
      shipping: eur(500n),
      tax: { basisPoints, included },
    });
    const { subtotal, shipping, tax, total } = totals;
    expect({ subtotal, shipping: shipping.price, tax, total }).toEqual(expected);
  });

  it("rounds the tax half up, once per line", () => {
    const tax = { basisPoints: 1_000, included: false };
    // The exact tax of a 5 cent line is 0.5 cents. Three such lines are taxed 1 + 1 + 1, one line of 15 cents is taxed 2.
    const three = priceReleased([line(5n, 1), line(5n, 1), line(5n, 1)], "EUR", { shipping: eur(0n), tax });
    expect([three.tax, three.total]).toEqual([3n, 18n]);
    expect(priceReleased([line(15n, 1)], "EUR", { shipping: eur(0n), tax }).tax).toBe(2n);
  });

  it("rounds tax in KWD to multiples of 10, because the provider accepts no others", () => {
    const kwd = (amountMinor: bigint) => ({ amountMinor, currency: "KWD" }) as const;
    const lines = [{ ...line(1n, 1), unitPrice: kwd(51_240n) }];
    const taxOf = (included: boolean) =>
      priceReleased(lines, "KWD", { shipping: kwd(4_500n), tax: { basisPoints: 1_000, included } }).tax;
    expect([taxOf(false), taxOf(true)]).toEqual([5_120n + 450n, 4_660n + 410n]);
  });

  it("returns totals that add up at any tax rate", () => {
    const anyLine = fc.tuple(fc.bigInt(0n, 10_000_000n), fc.integer({ min: 1, max: 1_000 }));
    fc.assert(
      fc.property(
        fc.array(anyLine),
        fc.bigInt(0n, 100_000n),
        fc.nat(3_000),
        fc.boolean(),
        (inputs, shippingMinor, rate, included) => {
          const lines = inputs.map(([price, quantity]) => line(price, quantity));
          const { subtotal, shipping, tax, total } = priceReleased(lines, "EUR", {
            shipping: eur(shippingMinor),
            tax: { basisPoints: rate, included },
          });
          const before = subtotal + shipping.price;
          expect(total).toBe(included ? before : before + tax);
          // The tax differs from the exact tax by at most half a cent per line.
          const exact = included ? (before * BigInt(rate)) / BigInt(10_000 + rate) : (before * BigInt(rate)) / 10_000n;
          const off = tax - exact;
          expect(off <= BigInt(lines.length + 2) && off >= -BigInt(lines.length + 2)).toBe(true);
        },
      ),
    );
  });

  it("returns the price of the current rules, for any order without promotions", () => {
    const anyLine = fc.tuple(fc.bigInt(0n, 1_000_000n), fc.integer({ min: 1, max: 1_000 }));
    fc.assert(
      fc.property(
        fc.uniqueArray(anyLine, { selector: ([price]) => price, minLength: 1, maxLength: 5 }),
        fc.bigInt(0n, 10_000n),
        fc.nat(3_000),
        fc.boolean(),
        fc.constantFrom("EUR", "JPY", "KWD"),
        (inputs, shippingSteps, basisPoints, included, currency) => {
          const step = currency === "KWD" ? 10n : 1n;
          const money = (steps: bigint) => ({ amountMinor: steps * step, currency });
          const lines = inputs.map(([price, quantity]) => ({ ...line(price, quantity), unitPrice: money(price) }));
          const terms = { shipping: money(shippingSteps), tax: { basisPoints, included } };
          const upgraded = upgradeTerms(terms, lines);
          expect(priceReleased(lines, currency, terms)).toEqual(priceReserved(lines, [], currency, upgraded));
          expect(restoreTerms(upgraded)).toEqual(terms);
        },
      ),
    );
  });
});
