import { describe, expect, it } from "vitest";
import { currencyRank } from "../domain/currency-order.ts";
import { currencyOfRank, decodePricePosition, encodePricePosition } from "./price-sort.ts";

describe("a position in a list by price", () => {
  const positions = ["USD", "EUR", "KWD", "ZWL"].flatMap((currency) =>
    [0n, 1n, 999_999_999_999n].map((price) => ({ rank: currencyRank(currency, "USD"), price })),
  );

  it.each(["price_asc", "price_desc"] as const)("is ascending in %s by currency, then by price", (sort) => {
    const numbers = positions.map((position) => BigInt(encodePricePosition(position, sort)));
    const ordered =
      sort === "price_asc" ? numbers : [2, 1, 0, 5, 4, 3, 8, 7, 6, 11, 10, 9].map((at) => numbers[at] ?? 0n);
    expect(ordered).toEqual(numbers.toSorted((a, b) => (a < b ? -1 : 1)));
  });

  it.each(["price_asc", "price_desc"] as const)("is read again in %s, also with the decimals of Postgres", (sort) => {
    for (const position of positions) {
      expect(decodePricePosition(`${encodePricePosition(position, sort)}.000000`, sort)).toEqual(position);
    }
  });

  it("has the currency code", () => {
    for (const code of ["USD", "AED", "ZWL"]) expect(currencyOfRank(currencyRank(code, "EUR"), "EUR")).toBe(code);
    expect(currencyOfRank(currencyRank("EUR", "EUR"), "EUR")).toBe("EUR");
  });
});
