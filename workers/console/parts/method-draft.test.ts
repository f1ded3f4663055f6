import { describe, expect, it } from "vitest";
import type { EditedMethodFragment } from "../documents.generated.ts";
import { toMethodDraft, toMethodInput } from "./method-draft.ts";

const method: EditedMethodFragment = {
  code: "express",
  name: "Express",
  taxClass: { code: "standard" },
  carrier: null,
  minDeliveryDays: 1,
  maxDeliveryDays: null,
  active: true,
  rates: [
    {
      fromWeightGrams: null,
      toWeightGrams: 10_000,
      fromAmount: { amountMinor: "5000", currency: "USD" },
      toAmount: null,
      price: { amountMinor: "1500", currency: "USD" },
    },
    {
      fromWeightGrams: 0,
      toWeightGrams: null,
      fromAmount: null,
      toAmount: null,
      price: { amountMinor: "0", currency: "JPY" },
    },
  ],
};

describe("a shipping method in its form", () => {
  it("is the same after it was loaded into the form", () => {
    const { taxClass, ...fields } = method;
    expect(toMethodInput(toMethodDraft(method))).toEqual({
      input: { ...fields, taxClassCode: taxClass.code },
      rows: [0, 1],
      errors: [],
    });
  });

  it("loses rates without a price, and says which field is wrong", () => {
    const draft = { ...toMethodDraft(method), "rate.0.price": "", "rate.1.price": "1.5", "rate.2.price": "5" };
    expect(toMethodInput(draft).errors.map(({ inputId }) => inputId)).toEqual(["rate.2.currency", "rate.1.price"]);
    expect(toMethodInput({ ...draft, "rate.1.price": "150", "rate.2.currency": "eur" })).toMatchObject({
      input: { rates: [{ price: { amountMinor: "150" } }, { price: { amountMinor: "500", currency: "EUR" } }] },
      rows: [1, 2],
    });
  });
});
