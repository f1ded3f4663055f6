import { describe, expect, it } from "vitest";
import type { FormValues } from "../../kit/pages/form.ts";
import type { EditedProductFragment } from "../documents.generated.ts";
import { findChangedFields, findConflicts, mergeDrafts } from "./product-conflict.ts";
import { type ProductDraft, parseDraft, readDraft, toDraft, toProductInput } from "./product-draft.ts";

const dollars = (amountMinor: string) => ({ amountMinor, currency: "USD" as const });

const red = { url: "https://images.example/red.jpg", alt: "Red", width: 800, height: 600, thumbHash: "BBBB" };
const box = { url: "https://images.example/box.jpg", alt: "Box", width: null, height: null, thumbHash: null };

const lamp: EditedProductFragment = {
  id: "prd_1",
  slug: "lamp",
  name: "Lamp",
  description: "A lamp.\nWith a shade.",
  brand: null,
  etag: "1",
  createdAt: "2026-01-01T00:00:00.000Z",
  updatedAt: "2026-01-01T00:00:00.000Z",
  unitsSold: 0,
  categories: [
    { id: "cat_b", name: "Lighting" },
    { id: "cat_a", name: "Sale" },
  ],
  attributes: [{ name: "material", value: "steel" }],
  media: [{ url: "https://images.example/lamp.jpg", alt: "", width: 1_600, height: 900, thumbHash: "AAAA" }, box],
  variants: ["L-1", "L-2"].map((sku) => ({
    sku,
    name: sku,
    options: [
      { name: "size", value: sku },
      { name: "color", value: "red" },
    ],
    price: dollars("800"),
    compareAtPrice: dollars("1000"),
    basePrices: [dollars("1000"), { amountMinor: "950", currency: "EUR" }],
    taxClass: { code: "reduced" },
    weightGrams: 250,
    media: sku === "L-2" ? [red] : [],
    stock: { available: 3, reserved: 0 },
  })),
};
const base = toDraft(lamp);

/** Returns a draft as the browser sends it. */
function send(draft: ProductDraft, names: readonly string[]): FormValues {
  const { variants, attributes, media, categoryIds, ...strings } = draft;
  const entries: [string, string][] = [
    ...Object.entries({ ...strings, description: draft.description.replaceAll("\n", "\r\n") }),
    ...categoryIds.map((id): [string, string] => ["categoryId", id]),
    ...names.map((name, index): [string, string] => [`option.${index}`, name]),
    ...attributes.flatMap((row, index) => toFields(`attribute.${index}`, row)),
    ...media.flatMap((row, index) => toFields(`media.${index}`, row)),
    ...variants.flatMap(({ options, media: pictures, ...row }, index) => [
      ...toFields(`variant.${index}`, row),
      ...pictures.flatMap((file, at) => toFields(`variant.${index}.media.${at}`, file)),
      ...names.map((name, column): [string, string] => [
        `variant.${index}.option.${column}`,
        options.find((option) => option.name === name)?.value ?? "",
      ]),
    ]),
  ];
  const all = (name: string) => entries.filter(([known]) => known === name).map(([, value]) => value);
  return { all, get: (name) => all(name).at(-1) ?? "", has: (name) => all(name).length > 0, byPrefix: () => new Map() };
}

const toFields = (prefix: string, row: object): [string, string][] =>
  Object.entries(row).map(([name, value]) => [`${prefix}.${name}`, String(value)]);

describe("the form of a product", () => {
  it("carries everything of a product that the API replaces as a whole", () => {
    const draft = readDraft(send(base, ["size", "color"]));
    expect(parseDraft(JSON.stringify(draft))).toEqual(draft);
    expect(draft.description).toBe(lamp.description);
    expect([...findChangedFields(draft, base)]).toEqual([]);
    const { input, errors } = toProductInput(draft);
    expect(errors).toEqual([]);
    expect(input.media).toEqual(lamp.media);
    expect(input.variants[1]).toEqual({
      sku: "L-2",
      name: "L-2",
      options: lamp.variants[1]?.options,
      // Not the price of the sale.
      price: dollars("1000"),
      basePrices: [{ amountMinor: "950", currency: "EUR" }],
      taxClassCode: "reduced",
      weightGrams: 250,
      media: [red],
      initialStock: null,
    });
  });

  it("takes the text and the size of a variant's picture from the variant or from the product", () => {
    const other = "https://images.example/new.jpg";
    const variants = base.variants.map((row) => ({ ...row, pictures: ` ${other} ${box.url}\n${row.pictures}` }));
    const { input } = toProductInput({ ...base, variants });
    const added = [{ url: other, alt: "", width: null, height: null, thumbHash: null }, box];
    expect(input.variants.map(({ media }) => media)).toEqual([added, [...added, red]]);
    expect([...findChangedFields({ ...base, variants }, base)]).toEqual(["variants"]);
  });

  it.each(["url", "alt", "width", "height", "thumbHash"])("sends the media when their %s is changed", (field) => {
    const media = base.media.map((row) => ({ ...row, [field]: "7" }));
    expect([...findChangedFields({ ...base, media }, base)]).toEqual(["media"]);
  });

  it("ignores the order of options and categories, and blank rows", () => {
    const draft = readDraft(send({ ...base, categoryIds: ["cat_a", "cat_b"] }, ["color", "size"]));
    const withBlank = { ...draft, attributes: [...draft.attributes, { name: "", value: "" }] };
    expect([...findChangedFields(withBlank, base)]).toEqual([]);
  });

  it("names the input of what is no amount or number", () => {
    const [first, second] = base.variants;
    const variants = [first, { ...second, price: "1.999", otherPrices: "EUR 9,50; GBP x", weight: "heavy" }];
    const media = base.media.map((row) => ({ ...row, width: "16px" }));
    const { input, errors } = toProductInput({ ...base, media, variants } as ProductDraft);
    expect(errors.map(({ inputId }) => inputId)).toEqual([
      "media.0.width",
      "media.1.width",
      "variant.1.price",
      "variant.1.otherPrices",
      "variant.1.weight",
    ]);
    expect(input.variants[1]?.basePrices?.[0]).toEqual({ amountMinor: "950", currency: "EUR" });
  });

  it.each(["", "{}", "null", '{"name":1}', JSON.stringify({ ...base, variants: [{}] })])(
    "refuses %j as a draft",
    (text) => {
      expect(parseDraft(text)).toBeUndefined();
    },
  );
});

describe("a conflict", () => {
  const change = (draft: ProductDraft, sku: string, price: string): ProductDraft => ({
    ...draft,
    variants: draft.variants.map((variant) => (variant.sku === sku ? { ...variant, price } : variant)),
  });
  const mine = change({ ...base, description: "Mine" }, "L-2", "12.00");
  const now = { ...change(base, "L-1", "11.00"), name: "Now", description: "Now" };

  it("suggests the value now only for what the person did not change", () => {
    const found = findConflicts(mine, now, base, new Map());
    expect(found.map(({ key, suggested }) => [key, suggested])).toEqual([
      ["name", "now"],
      ["description", "mine"],
      ["variant L-1", "now"],
      ["variant L-2", "mine"],
    ]);
    const choices = new Map(found.map(({ key, suggested }) => [key, suggested]));
    const merged = mergeDrafts(mine, now, choices);
    expect([merged.name, merged.description]).toEqual(["Now", "Mine"]);
    expect(merged.variants.map(({ price }) => price)).toEqual(["11.00", "12.00"]);
    expect([...findChangedFields(merged, now)]).toEqual(["description", "variants"]);
  });

  it("keeps a variant that was added, and drops one that was removed, as chosen", () => {
    const [first] = base.variants;
    const shorter = { ...base, variants: first === undefined ? [] : [first] };
    const added = {
      ...base,
      variants: [...base.variants, ...base.variants.slice(0, 1).map((row) => ({ ...row, sku: "L-3" }))],
    };
    const found = findConflicts(shorter, added, base, new Map());
    expect(found.map(({ key, mine, suggested }) => [key, mine, suggested])).toEqual([
      ["variant L-2", undefined, "mine"],
      ["variant L-3", undefined, "now"],
    ]);
    const choices = new Map(found.map(({ key, suggested }) => [key, suggested]));
    expect(mergeDrafts(shorter, added, choices).variants.map(({ sku }) => sku)).toEqual(["L-1", "L-3"]);
  });
});
