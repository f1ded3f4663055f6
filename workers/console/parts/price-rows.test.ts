import { expect, it } from "vitest";
import { toPriceChanges, toPriceRows } from "./price-rows.ts";

const lamp = { sku: "LAMP", currency: "USD", minQuantity: "1", amount: "69.00", was: "69.00" };
const blank = { sku: "", currency: "", minQuantity: "1", amount: "", was: "" };

it("sets and removes the prices that a person has changed, exactly", () => {
  const price = { sku: "LAMP", minQuantity: 1, amount: { amountMinor: "6900", currency: "USD" as const } };
  expect(toPriceRows([price])).toEqual([lamp, blank, blank, blank]);
  const rows = [
    lamp,
    { ...lamp, minQuantity: "10", amount: "" },
    blank,
    { ...blank, sku: "TENT", currency: "KWD", amount: "1,25" },
  ];
  expect(toPriceChanges(rows)).toEqual({
    changes: [
      { index: 1, price: { sku: "LAMP", currency: "USD", minQuantity: 10, amountMinor: null } },
      { index: 3, price: { sku: "TENT", currency: "KWD", minQuantity: 1, amountMinor: "1250" } },
    ],
    errors: [],
  });
});

it("says which field of a price is wrong", () => {
  const wrong = [
    { ...lamp, amount: "sixty" },
    { ...blank, sku: "A", currency: "EUX", amount: "1" },
    { ...blank, sku: "B", currency: "USD" },
    { ...blank, sku: "C", currency: "USD", amount: "1", minQuantity: "few" },
  ];
  expect(toPriceChanges(wrong).errors.map(({ inputId }) => inputId)).toEqual([
    "price.0.amount",
    "price.1.currency",
    "price.2.amount",
    "price.3.minQuantity",
  ]);
});
