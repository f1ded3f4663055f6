import { expect, it } from "vitest";
import { emptyForm, type FormValues } from "../../kit/pages/form.ts";
import { addPicked, readProductSearch } from "./product-search.ts";
import { blankPromotion } from "./promotion-draft.ts";

const toForm = (values: Readonly<Record<string, string>>): FormValues => ({
  ...emptyForm,
  get: (name) => values[name] ?? "",
});

it.each([
  [
    "the text of the field whose button was pressed",
    { find: "buyItems", "find.items": "mug", "find.buyItems": "lamp" },
    { selection: "buyItems", query: "lamp" },
  ],
  [
    "the text of a search after Enter",
    { then: "enter", "find.buyItems": "lamp" },
    { selection: "buyItems", query: "lamp" },
  ],
  ["a search without a text", { find: "items" }, { selection: "items", query: "" }],
  ["no search after Enter in another field", { then: "enter" }, undefined],
  ["no search in a form that saves, with a text in its search field", { "find.items": "lamp" }, undefined],
  ["no search in a preview", { then: "preview", "find.items": "lamp" }, undefined],
  [
    "the search of the product that was added",
    { pick: "items.skus=A-1", "again.items": "mug" },
    { selection: "items", query: "mug" },
  ],
  ["no search in a form that saves", { name: "Ten off", "again.items": "mug" }, undefined],
])("reads %s", (_name, values, expected) => {
  expect(readProductSearch(toForm(values))).toEqual(expected);
});

it("adds a product and a SKU to the selection of the button, each once", () => {
  const start = { ...blankPromotion, "items.skus": "A-1, B-2\n" };
  const added = ["items.skus=C-3", "items.skus=B-2", "items.productIds=prd_1", "items.productIds=prd_2"].reduce(
    addPicked,
    start,
  );
  expect(added).toEqual({ ...start, "items.skus": "A-1, B-2\nC-3", "items.productIds": "prd_1\nprd_2" });
});

it.each(["", "items.brands=Halden", "other.skus=A-1", "items.skus="])("leaves the draft as it is for %j", (pick) => {
  expect(addPicked(blankPromotion, pick)).toBe(blankPromotion);
});
