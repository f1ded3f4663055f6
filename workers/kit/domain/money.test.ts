import { expect, it } from "vitest";
import { add, formatMoney, multiply, parseCurrency } from "./money.ts";

it.each([
  [1_999n, "USD", "$19.99"],
  [5n, "USD", "$0.05"],
  [-5n, "EUR", "-€0.05"],
  [1_999n, "JPY", "¥1,999"],
  [1_999n, "KWD", "KWD 1.999"],
  [9_007_199_254_740_993n, "GBP", "£90,071,992,547,409.93"],
] as const)("formatMoney formats %s %s as %s", (amountMinor, currency, text) => {
  expect(formatMoney({ amountMinor, currency }).replaceAll("\u00a0", " ")).toBe(text);
});

it("add rejects amounts in different currencies", () => {
  const dollar = { amountMinor: 100n, currency: "USD" } as const;
  expect(add(dollar, multiply(dollar, 3))).toEqual({ amountMinor: 400n, currency: "USD" });
  expect(() => add(dollar, { amountMinor: 1n, currency: "EUR" })).toThrow(RangeError);
});

it("parseCurrency accepts only exact currency codes", () => {
  expect([parseCurrency("USD"), parseCurrency("usd"), parseCurrency("toString")]).toEqual([
    "USD",
    undefined,
    undefined,
  ]);
});
