import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { indexCategories, slugOfPath } from "./category-paths.ts";
import { foldCase, isSlug, slugify } from "./fields.ts";

const sha256 = (text: string) => createHash("sha256").update(text).digest("hex");
const nothingTaken = () => false;

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

describe("slugOfPath", () => {
  it("joins the names when their slug is free", async () => {
    expect(await slugOfPath(["Home", "Sofas & Beds"], nothingTaken)).toBe("home-sofas-beds");
  });

  it.each([["家具"], ["Home", "C++"], ["Home & Garden".repeat(5), "Cabinet Hinges".repeat(5)]])(
    "ends with eight digits of the path's digest when %s %s gives no free slug",
    async (...path) => {
      const slug = await slugOfPath(path, (candidate) => candidate === "home-c");
      expect(slug).toMatch(new RegExp(`${sha256(path.join("/")).slice(0, 8)}$`));
      expect(isSlug(slug)).toBe(true);
    },
  );

  it("uses more digits when the slug with eight digits is taken", async () => {
    const taken = new Set(["home-c"]);
    const next = async () => {
      const slug = await slugOfPath(["Home", "C++"], (candidate) => taken.has(candidate));
      taken.add(slug);
      return slug;
    };
    expect(await next()).not.toBe(await next());
    expect([...taken].every(isSlug)).toBe(true);
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
