import { describe, expect, it } from "vitest";
import { formatMoney, parseDecimalAmount, toDecimalAmount } from "./money.ts";

describe("formatMoney", () => {
  it.each([
    [{ amountMinor: "1999", currency: "USD" }, "en-US", "$19.99"],
    [{ amountMinor: "1999", currency: "JPY" }, "en-US", "¥1,999"],
    [{ amountMinor: "1999", currency: "KWD" }, "en-US", "KWD 1.999"],
    [{ amountMinor: "-5", currency: "EUR" }, "nl-NL", "€ -0,05"],
    [{ amountMinor: "9007199254740993", currency: "USD" }, "en-US", "$90,071,992,547,409.93"],
  ])("formats %o in %s without rounding", (money, locale, expected) => {
    // Intl separates symbol and digits by a space that does not break.
    expect(formatMoney(money, locale).replaceAll("\u00a0", " ")).toBe(expected);
  });
});

describe("toDecimalAmount", () => {
  it.each([
    ["1999", "USD", "19.99"],
    ["5", "USD", "0.05"],
    ["5", "JPY", "5"],
    ["5", "KWD", "0.005"],
  ])("converts %s of %s to %s", (amountMinor, currency, expected) => {
    expect(toDecimalAmount({ amountMinor, currency })).toBe(expected);
    expect(parseDecimalAmount(expected, currency)).toBe(amountMinor);
  });
});

describe("parseDecimalAmount", () => {
  it.each([
    ["20", "USD", "2000"],
    [" 19,5 ", "EUR", "1950"],
    ["", "USD", undefined],
    ["-1", "USD", undefined],
    ["1.999", "USD", undefined],
    ["1.5", "JPY", undefined],
    ["1e3", "USD", undefined],
    ["1", "nonsense", undefined],
  ])("reads %j in %s as %j", (text, currency, expected) => {
    expect(parseDecimalAmount(text, currency)).toBe(expected);
  });
});
