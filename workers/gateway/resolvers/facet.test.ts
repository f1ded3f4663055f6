import { describe, expect, it } from "vitest";
import { facet } from "./facet.ts";

type Values = { value: string; count: number; selected: boolean }[];
const resolve = facet.values as unknown as (self: { values: Values }, args: { first?: number | null }) => Values;

describe("Facet.values", () => {
  const values = Array.from({ length: 50 }, (_, index) => ({
    value: String(index),
    count: 50 - index,
    selected: index === 44,
  }));

  it("returns the most frequent values, 30 by default, and the selected ones", () => {
    expect(resolve({ values }, {})).toEqual([...values.slice(0, 30), values[44]]);
    expect(resolve({ values }, { first: 1 })).toEqual([values[0], values[44]]);
    expect(resolve({ values }, { first: 200 })).toEqual(values);
  });

  it.each([0, 201])("rejects first: %d", (first) => {
    expect(() => resolve({ values }, { first })).toThrow("`first` must be between 1 and 200");
  });
});
