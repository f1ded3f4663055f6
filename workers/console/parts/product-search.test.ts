import { expect, it } from "vitest";
import { emptyForm, type FormValues } from "../../kit/pages/form.ts";
import { addPicked, findSelectedGoods, readProductSearch } from "./product-search.ts";
import { blankPromotion } from "./promotion-draft.ts";

const toForm = (body: string): FormValues => {
  const values = new URLSearchParams(body);
  return { ...emptyForm, get: (name) => values.get(name) ?? "" };
};

it.each([
  [
    "the text of the field whose button was pressed",
    "find=buyItems&find.items=mug&find.buyItems=lamp",
    { selection: "buyItems", query: "lamp" },
  ],
  ["the text of a search after Enter", "then=enter&find.buyItems=lamp", { selection: "buyItems", query: "lamp" }],
  ["a search without a text", "find=items", { selection: "items", query: "" }],
  ["no search after Enter in another field", "then=enter", undefined],
  ["no search in a form that saves, with a text in its search field", "find.items=lamp", undefined],
  ["no search in a preview", "then=preview&find.items=lamp", undefined],
  [
    "the search of the product that was added",
    "pick=items.skus%3DA-1&again.items=mug",
    { selection: "items", query: "mug" },
  ],
  ["no search in a form that saves", "name=Ten+off&again.items=mug", undefined],
])("reads %s", (_name, body, expected) => {
  expect(readProductSearch(toForm(body))).toEqual(expected);
});

it("finds the goods of all selections by the entries of their lists, each once", () => {
  const draft = {
    ...blankPromotion,
    "items.skus": "A-1, B-2",
    "items.productIds": "prd_1",
    "buyItems.excludedSkus": "A-1",
  };
  expect([...findSelectedGoods(draft)]).toEqual([
    ["prd_1", { __typename: "Product", id: "prd_1" }],
    ["A-1", { __typename: "Variant", sku: "A-1" }],
    ["B-2", { __typename: "Variant", sku: "B-2" }],
  ]);
  expect(findSelectedGoods(blankPromotion).size).toBe(0);
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
