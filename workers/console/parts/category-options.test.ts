import { expect, it } from "vitest";
import { toCategoryOptions } from "./category-options.ts";

const tree = [
  {
    id: "cat_1",
    slug: "home",
    name: "Home",
    children: [
      { id: "cat_2", slug: "chairs", name: "Chairs", children: [{ id: "cat_3", slug: "stools", name: "Stools" }] },
    ],
  },
  { id: "cat_4", slug: "kitchen", name: "Kitchen", children: [] },
];

it("names each category by its path", () => {
  expect(toCategoryOptions(tree).map(({ label }) => label)).toEqual([
    "Home",
    "Home / Chairs",
    "Home / Chairs / Stools",
    "Kitchen",
  ]);
});

it("leaves out a category with those below it, into which it cannot be moved", () => {
  expect(toCategoryOptions(tree, { except: "cat_2" }).map(({ id }) => id)).toEqual(["cat_1", "cat_4"]);
});
