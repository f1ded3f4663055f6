import { describe, expect, it } from "vitest";
import { indexBySku } from "./sku.ts";

describe("indexBySku", () => {
  const find = indexBySku([
    { sku: "ABC", id: 1 },
    { sku: "abc", id: 2 },
    { sku: "Other-1", id: 3 },
  ]);

  it.each([
    ["ABC", 1],
    ["abc", 2],
    ["Abc", 1],
    ["OTHER-1", 3],
    ["none", undefined],
  ])("finds %s: the exact spelling first, then any case", (sku, id) => {
    expect(find(sku)?.id).toBe(id);
  });
});
