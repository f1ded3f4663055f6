import { describe, expect, it } from "vitest";
import { facet, facetValue } from "./facet.ts";

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

describe("labels of facets", () => {
  const categories = [
    { id: "1", slug: "home", name: "Home" },
    { id: "2", slug: "sofas", name: "Sofas", parentId: "1" },
    { id: "3", slug: "corner", name: "Corner sofas", parentId: "2" },
  ];
  const tree = {
    byId: new Map(categories.map((category) => [category.id, category])),
    bySlug: new Map(categories.map((category) => [category.slug, category])),
  };
  const ctx = { loaders: { categories: () => tree } };
  type Resolve = (self: object, args: object, ctx: object) => unknown;
  const resolveFacet = (name: string, self: object) =>
    (facet as unknown as Record<string, Resolve>)[name]?.(self, {}, ctx);
  const labelled = (name: string, values: readonly string[]) => {
    const messages = values.map((value) => ({ value, count: 1, selected: false }));
    const shown = resolveFacet("values", { name, values: messages }) as readonly object[];
    const { label, parentValue } = facetValue as unknown as Record<string, Resolve>;
    return shown.map((value) => [label?.(value, {}, ctx), parentValue?.(value, {}, ctx)]);
  };

  it("are the names of categories, with the parent if it is in the facet", () => {
    expect(labelled("category", ["corner", "sofas", "unknown"])).toEqual([
      ["Corner sofas", "sofas"],
      ["Sofas", null],
      ["unknown", null],
    ]);
  });

  it("are the values of brands and attributes", () => {
    expect(labelled("brand", ["home"])).toEqual([["home", null]]);
    expect(
      ["category", "brand", "colour"].map((name) => [resolveFacet("type", { name }), resolveFacet("label", { name })]),
    ).toEqual([
      ["CATEGORY", "Category"],
      ["BRAND", "Brand"],
      ["ATTRIBUTE", "Colour"],
    ]);
  });
});
