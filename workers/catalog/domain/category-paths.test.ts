import { describe, expect, it } from "vitest";
import { indexCategories } from "./category-paths.ts";
import { slugify } from "./fields.ts";

describe("indexCategories", () => {
  const find = indexCategories([
    { id: "home", name: "House", parentId: null, createdPath: ["home"] },
    { id: "beds", name: "Beds", parentId: "home", createdPath: ["home", "beds"] },
    { id: "slash", name: "A/B", parentId: null, createdPath: ["A/B"] },
    { id: "legacy", name: "Legacy", parentId: null, createdPath: [] },
    { id: "moved", name: "Lamps", parentId: "legacy", createdPath: ["Home", "Lighting"] },
  ]);

  it.each([
    [["HOUSE", "beds"], "beds"],
    [["Home", "Beds"], "beds"],
    [["Legacy", "Lamps"], "moved"],
    [["Home", "Lighting"], "moved"],
    [["A/B"], "slash"],
    [["A", "B"], undefined],
    [["Beds"], undefined],
    [["Legacy", "Beds"], undefined],
  ])("finds %j as %s", (path, id) => {
    expect(find(path)).toBe(id);
  });
});

describe("slugify", () => {
  it.each([
    ["Café Crème", "cafe-creme"],
    ["C#", "c"],
    ["家具", ""],
  ])("returns for %s: %s", (text, slug) => {
    expect(slugify(text)).toBe(slug);
  });
});
