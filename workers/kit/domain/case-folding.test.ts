import { describe, expect, it } from "vitest";
import { foldCase } from "./case-folding.ts";

describe("foldCase", () => {
  it.each([
    ["CAFÉ", "Cafe\u0301"],
    ["ΟΔΟΣ", "οδος"],
    ["STRASSE", "Straße"],
    ["STRAẞE", "Straße"],
    ["МЕБЕЛЬ", "мебель"],
  ])("returns one string for %s and %s", (a, b) => {
    expect(foldCase(a)).toBe(foldCase(b));
  });

  it.each([
    ["Café", "Cafe"],
    ["Kız", "Kiz"],
    ["İzmir", "izmir"],
    ["家具", "灯具"],
  ])("returns different strings for %s and %s", (a, b) => {
    expect(foldCase(a)).not.toBe(foldCase(b));
  });

  it("returns a folded string unchanged", () => {
    for (let point = 0; point < 0x20000; point += 1) {
      const folded = foldCase(String.fromCodePoint(point));
      if (foldCase(folded) !== folded) throw new Error(`U+${point.toString(16)} is not folded in one step`);
    }
  });
});
