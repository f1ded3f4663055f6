import { expect, it } from "vitest";
import { Failure } from "../errors/failure.ts";
import { assertStorableText } from "./storable-text.ts";

function fieldOf(value: unknown): string | undefined {
  try {
    assertStorableText(value);
    return undefined;
  } catch (error) {
    if (error instanceof Failure && error.reason === "INVALID_TEXT") return error.field.join(".");
    throw error;
  }
}

const bad = "a\u0000b";

it.each([
  ["a field", { idempotencyKey: bad }, "idempotencyKey"],
  ["a message in a field", { shippingAddress: { city: bad } }, "shippingAddress.city"],
  ["a message in a list", { lines: [{ sku: "A" }, { sku: bad }] }, "lines.1.sku"],
  ["a list of texts", { filter: { brands: ["A", bad] } }, "filter.brands.1"],
  ["a text alone", bad, ""],
])("a text that cannot be stored is found in %s", (_name, value, field) => {
  expect(fieldOf(value)).toBe(field);
});

it.each([
  ["any other character", { idempotencyKey: "\u0001\u202e👟\uffff" }],
  ["bytes, which are no text", { payload: new Uint8Array([0, 1, 2]) }],
  ["nothing", { a: undefined, b: null, c: 0, d: false, e: 0n }],
])("%s can be stored", (_name, value) => {
  expect(fieldOf(value)).toBeUndefined();
});
