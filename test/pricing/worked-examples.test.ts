import { describe, expect, it } from "vitest";
import { priceWithProduct, toPriced } from "./product.ts";
import { price } from "./reference.ts";
import { readWorkedExamples, toPriceTable, toRefundTable } from "./worked-examples.ts";

const examples = readWorkedExamples();

describe("docs/pricing-examples.md", () => {
  it("has ten examples", () => {
    expect(examples.length).toBeGreaterThanOrEqual(10);
  });

  it.each(examples.map((example) => [example.title, example] as const))(
    "shows the amounts of: %s",
    (_title, example) => {
      const { json, order, shown } = example;
      const { pricing } = priceWithProduct(order);
      expect(shown).toContain(toPriceTable(json, pricing));
      expect(shown).toContain(toRefundTable(json, pricing) ?? "");
      expect(toPriced(pricing)).toEqual(price(order));
    },
  );
});
