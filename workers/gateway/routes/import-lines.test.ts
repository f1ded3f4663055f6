import { describe, expect, it } from "vitest";
import { ProductDraftSchema } from "../../../proto/gen/catalog/v1/catalog_pb.js";
import { parseLine as parse } from "../../kit/validation/import-lines.ts";

const parseLine = (text: string) => parse(text, ProductDraftSchema);

const line = {
  slug: "lamp",
  name: "Lamp",
  description: "A lamp.",
  categoryPaths: ["Home/Lighting"],
  variants: [{ sku: "L-1", name: "Default", price: { amountMinor: "1999", currency: "USD" }, initialStock: 3 }],
};

const messageOf = (value: unknown) => {
  const parsed = parseLine(typeof value === "string" ? value : JSON.stringify(value));
  return parsed.ok ? undefined : parsed.error.message;
};

describe("parseLine", () => {
  it("returns the product and its category paths", () => {
    const parsed = parseLine(JSON.stringify({ ...line, brand: "Acme", categoryIds: ["cat_1"] }));
    expect(parsed).toMatchObject({
      ok: true,
      value: {
        categoryPaths: ["Home/Lighting"],
        product: {
          slug: "lamp",
          name: "Lamp",
          description: "A lamp.",
          brand: "Acme",
          categoryIds: ["cat_1"],
          variants: [
            { sku: "L-1", name: "Default", price: { amountMinor: 1999n, currencyCode: "USD" }, initialStock: 3 },
          ],
        },
      },
    });
  });

  it("names the fields that the line has, by the contract's names", () => {
    const maskOf = (fields: object) => {
      const parsed = parseLine(JSON.stringify({ ...line, categoryPaths: undefined, ...fields }));
      return parsed.ok ? parsed.value.updateMask?.paths : undefined;
    };
    const required = ["slug", "name", "description", "variants"];
    expect([...(maskOf({}) ?? [])].sort()).toEqual([...required].sort());
    expect([...(maskOf({ brand: null, media: [], categoryIds: [], categoryPaths: null }) ?? [])].sort()).toEqual(
      [...required, "brand", "media", "category_ids", "category_paths"].sort(),
    );
  });

  it("accepts null for optional fields, a number as an amount, and unknown fields below the product", () => {
    const [variant] = line.variants;
    const variants = [{ ...variant, price: { amountMinor: 5, currency: "USD" }, initialStock: null, colour: "red" }];
    const parsed = parseLine(JSON.stringify({ ...line, brand: null, media: null, variants }));
    const product = parsed.ok ? parsed.value.product : undefined;
    expect(product?.brand).toBeUndefined();
    expect(product?.media).toEqual([]);
    expect(product?.variants?.[0]?.initialStock).toBeUndefined();
    expect(product?.variants?.[0]?.price?.amountMinor).toBe(5n);
  });

  it.each([
    ["{", "The line must be JSON"],
    ["[]", "The line must be an object"],
    [{ ...line, colour: "red" }, "`colour` is not a field of a product"],
    [{ ...line, category_ids: [] }, "`category_ids` is not a field of a product"],
    [{ ...line, slug: 7 }, "`slug` must be a string"],
    [{ ...line, name: undefined }, "`name` must be a string"],
    [{ ...line, name: "L\u0000" }, "`name` must not contain the character U+0000"],
    [{ ...line, categoryPaths: [1] }, "`categoryPaths.0` must be a string"],
    [{ ...line, variants: {} }, "`variants` must be a list"],
    [{ ...line, variants: [{ ...line.variants[0], price: undefined }] }, "`variants.0.price` must be an object"],
    [
      { ...line, variants: [{ ...line.variants[0], price: { amountMinor: "19.99", currency: "USD" } }] },
      "`variants.0.price.amountMinor` must be an integer",
    ],
    [
      { ...line, variants: [{ ...line.variants[0], price: { amountMinor: "1999" } }] },
      "`variants.0.price.currency` must be a string",
    ],
    [
      { ...line, variants: [{ ...line.variants[0], initialStock: 1.5 }] },
      "`variants.0.initialStock` must be a 32-bit integer",
    ],
    [
      { ...line, variants: [{ ...line.variants[0], basePrices: [{ amountMinor: 1 }] }] },
      "`variants.0.basePrices.0.currency` must be a string",
    ],
    [{ ...line, variants: [{ ...line.variants[0], taxClassCode: 1 }] }, "`variants.0.taxClassCode` must be a string"],
    [{ ...line, media: [{ url: "x" }] }, "`media.0.alt` must be a string"],
  ])("rejects %j: %s", (value, message) => {
    expect(messageOf(value)).toBe(message);
  });
});
