import { describe, expect, it } from "vitest";
import { parseLine } from "./import-lines.ts";

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

describe("a line of an import", () => {
  it("is a product", () => {
    const parsed = parseLine(JSON.stringify(line));
    expect(parsed.ok && parsed.value.product?.variants?.[0]?.price).toEqual({
      amountMinor: 1999n,
      currencyCode: "USD",
    });
  });

  it.each([
    ["{", "the line is not JSON"],
    ["[]", "the line is not an object"],
    [{ ...line, colour: "red" }, "colour is not a field of a product"],
    [{ ...line, slug: 7 }, "slug is not a text"],
    [{ ...line, name: "L\u0000" }, "name has the character U+0000, which cannot be stored"],
    [{ ...line, variants: {} }, "variants is not a list"],
    [{ ...line, variants: [{ ...line.variants[0], price: undefined }] }, "variants.0.price is not an object"],
    [
      { ...line, variants: [{ ...line.variants[0], price: { amountMinor: "19.99", currency: "USD" } }] },
      "variants.0.price.amountMinor is not a whole number",
    ],
    [{ ...line, variants: [{ ...line.variants[0], initialStock: 1.5 }] }, "variants.0.initialStock is not a number"],
    [{ ...line, media: [{ url: "x" }] }, "media.0.alt is not a text"],
  ])("%j is refused: %s", (value, message) => {
    expect(messageOf(value)).toBe(message);
  });
});
