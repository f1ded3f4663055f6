import { expect, it } from "vitest";
import { Failure } from "../errors/failure.ts";
import { assertStorableText } from "./storable-text.ts";

function findInvalidField(value: unknown): string | undefined {
  try {
    assertStorableText(value);
    return undefined;
  } catch (error) {
    if (error instanceof Failure && error.reason === "INVALID_TEXT") return error.field.join(".");
    throw error;
  }
}

const invalid = "a\u0000b";

it.each([
  ["a field", { idempotencyKey: invalid }, "idempotencyKey"],
  ["a message in a field", { shippingAddress: { city: invalid } }, "shippingAddress.city"],
  ["a message in a list", { lines: [{ sku: "A" }, { sku: invalid }] }, "lines.1.sku"],
  ["a list of strings", { filter: { brands: ["A", invalid] } }, "filter.brands.1"],
  ["a string alone", invalid, ""],
])("assertStorableText reports the path of U+0000 in %s", (_name, value, field) => {
  expect(findInvalidField(value)).toBe(field);
});

it.each([
  ["any other character", { idempotencyKey: "\u0001\u202e👟\uffff" }],
  ["bytes", { payload: new Uint8Array([0, 1, 2]) }],
  ["values that are not strings", { a: undefined, b: null, c: 0, d: false, e: 0n }],
])("assertStorableText accepts %s", (_name, value) => {
  expect(findInvalidField(value)).toBeUndefined();
});
