import { describe, expect, it } from "vitest";
import { indexCategories } from "./category-paths.ts";
import { foldCase, slugify } from "./fields.ts";

describe("foldCase", () => {
  it.each([
    ["CAFÉ", "Cafe\u0301"],
    ["ΟΔΟΣ", "οδος"],
    ["STRASSE", "Straße"],
    ["МЕБЕЛЬ", "мебель"],
  ])("returns one string for %s and %s", (a, b) => {
    expect(foldCase(a)).toBe(foldCase(b));
    expect(foldCase(foldCase(a))).toBe(foldCase(a));
  });

  it.each([
    ["Café", "Cafe"],
    ["Kız", "Kiz"],
    ["家具", "灯具"],
  ])("returns different strings for %s and %s", (a, b) => {
    expect(foldCase(a)).not.toBe(foldCase(b));
  });
});

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
