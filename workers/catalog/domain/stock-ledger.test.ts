import { describe, expect, it } from "vitest";
import { parseLedgerReference } from "./stock-ledger.ts";

describe("parseLedgerReference", () => {
  it.each([
    ["adjust", "acc_1: count: box 4", { actor: "acc_1", reference: "count: box 4" }],
    ["reserve", "ord_1", { actor: undefined, reference: "ord_1" }],
    ["commit", "ord_1:2:retry", { actor: undefined, reference: "ord_1" }],
    ["restock", "ord_1:2/ord_1:9", { actor: undefined, reference: "ord_1" }],
    ["initial", "SKU:1/2", { actor: undefined, reference: "SKU:1/2" }],
  ])("returns the reason or the order of %s %s", (cause, stored, expected) => {
    expect(parseLedgerReference(cause, stored)).toEqual(expected);
  });
});
