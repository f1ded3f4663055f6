import { describe, expect, it } from "vitest";
import { parseOrderSearch } from "./order-search.ts";

describe("parseOrderSearch", () => {
  it.each([
    ["", {}],
    [" Buyer@Shop.example ", { query: "Buyer@Shop.example" }],
    ["pi_3Nabc", { reference: "pi_3Nabc" }],
    ["7k2mq-9x0ab", { query: "7k2mq-9x0ab", sku: "7k2mq-9x0ab", name: "7k2mq-9x0ab" }],
    ["LGT-01-1", { sku: "LGT-01-1", name: "LGT-01-1" }],
    ["Ada Nowak", { name: "Ada Nowak" }],
    ["mueller", { sku: "mueller", name: "mueller" }],
  ])("takes %j for %j", (text, expected) => {
    const known = Object.entries(parseOrderSearch(text)).filter(([, value]) => value !== undefined);
    expect(Object.fromEntries(known)).toEqual(expected);
  });
});
