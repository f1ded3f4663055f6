import { describe, expect, it } from "vitest";
import { compareNames } from "./natural-order.ts";

describe("compareNames", () => {
  it("sorts names in the Unicode collation, with numbers by value", () => {
    const sorted = [
      "_under",
      "9 items",
      "10 items",
      "ångström",
      "Ångström",
      "apple",
      "Banana",
      "Eclair",
      "éclair",
      "Éclair",
    ];
    const more = ["Nandu", "ñandú", "zebra", "Zebra"];
    expect([...sorted, ...more].sort().toSorted(compareNames)).toEqual([...sorted, ...more]);
  });

  it("has an order for equal names in different Unicode forms", () => {
    expect(["é", "e\u0301"].toSorted(compareNames)).toEqual(["e\u0301", "é"]);
    expect(compareNames("é", "é")).toBe(0);
  });
});
