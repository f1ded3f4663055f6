import { describe, expect, it } from "vitest";
import { drawStillLife, stillLifePath } from "./still-life.ts";

const product = (slug: string, category: string) => ({
  slug,
  categories: [{ slug: category }],
  attributes: [{ name: "material", value: "cast iron" }],
});

describe("stillLifePath", () => {
  it.each([
    ["halden-reading-lamp", "home-lighting", "/images/lamp/cast-iron/halden-reading-lamp.svg"],
    ["copperhead-saucepan", "kitchen-cookware", "/images/pot/cast-iron/copperhead-saucepan.svg"],
    ["something", "unknown", "/images/vase/cast-iron/something.svg"],
  ])("selects a shape for %s in %s", (slug, category, path) => {
    expect(stillLifePath(product(slug, category))).toBe(path);
  });

  it("uses the colour of the variant before that of the material", () => {
    expect(stillLifePath(product("x", "chairs"), [{ name: "color", value: "Oak" }])).toBe("/images/chair/oak/x.svg");
  });
});

describe("drawStillLife", () => {
  it("draws the same picture each time, and another one for another product or colour", () => {
    const draw = (colour: string, slug: string) => drawStillLife("chair", colour, slug);
    expect(draw("oak", "a")).toBe(draw("oak", "a"));
    expect(draw("oak", "a")).not.toBe(draw("oak", "b"));
    expect(draw("oak", "a")).not.toBe(draw("black", "a"));
    expect((draw("oak", "a") ?? "").length).toBeLessThan(1_500);
  });

  it.each([
    ["chair", "unknown", "a"],
    ["constructor", "oak", "a"],
    ["chair", "constructor", "a"],
    ["chair", "oak", '"><script>'],
  ])("draws nothing for %s, %s and %s", (shape, colour, slug) => {
    expect(drawStillLife(shape, colour, slug)).toBeUndefined();
  });
});
