import { expect, it } from "vitest";
import { add, formatMoney, multiply, parseCurrency, parseDecimal } from "./money.ts";

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

it.each([
  ["19.99", "USD", 199_900n, 100n],
  ["7", "JPY", 7n, 1n],
  ["0.1235", "KWD", 1_235_000n, 10_000n],
] as const)("parseDecimal reads %s %s exactly", (text, currency, numerator, denominator) => {
  expect(parseDecimal(text, currency)).toEqual({ numerator, denominator });
});

it.each(["", "-1", "1,5", "1e3", ".5", "1.", "NaN"])("parseDecimal does not accept %s", (text) => {
  expect(parseDecimal(text, "USD")).toBeUndefined();
});
