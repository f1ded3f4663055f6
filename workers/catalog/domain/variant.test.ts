import { describe, expect, it } from "vitest";
import { rejectDuplicates, type ValidVariant } from "./variant.ts";

const variant = (sku: string, options: Readonly<Record<string, string>> | readonly [string, string][] = {}) => {
  const entries = Array.isArray(options) ? options : Object.entries(options);
  const pairs = entries.map(([name, value]) => ({ name, value }));
  const others = { basePrices: [], taxClass: "standard", weightGrams: undefined, media: [] };
  return {
    sku,
    name: "D",
    options: pairs,
    priceMinor: 1n,
    currency: "USD",
    initialStock: 0,
    ...others,
  } as ValidVariant;
};

const errorOf = (...variants: ValidVariant[]) => {
  const result = rejectDuplicates(variants);
  return result.ok ? undefined : `${result.error.reason} ${result.error.field.join(".")}`;
};

describe("rejectDuplicates", () => {
  it("accepts variants without options, and different options", () => {
    expect(errorOf(variant("a"), variant("b"))).toBeUndefined();
    expect(errorOf(variant("a", { Size: "M" }), variant("b", { Size: "L" }), variant("c"))).toBeUndefined();
    expect(errorOf(variant("a", { Size: "M" }), variant("b", { Size: "M", Color: "red" }))).toBeUndefined();
  });

  it("rejects SKUs that differ only in case", () => {
    expect(errorOf(variant("x"), variant("q-1"), variant("Q-1"))).toBe("DUPLICATE_SKU variants.2.sku");
  });

  it("rejects the same options in another order, case or Unicode form", () => {
    const first = variant("a", { Größe: "M", Color: "red" });
    expect(errorOf(first, variant("b", { color: "RED", "gro\u0308ße": "m" }))).toBe(
      "DUPLICATE_OPTIONS variants.1.options",
    );
  });

  it("rejects two values of one option", () => {
    const options: [string, string][] = [
      ["Size", "M"],
      ["Color", "red"],
      ["size", "L"],
    ];
    expect(errorOf(variant("a", options))).toBe("DUPLICATE_OPTION variants.0.options.2.name");
  });
});
