import { describe, expect, it } from "vitest";
import { parseCurrency } from "../../kit/domain/money.ts";
import { findStepProblem } from "../../kit/domain/payment-amounts.ts";
import { shippingMethods } from "./tables.ts";

describe("the prices of shipping methods", () => {
  it("are amounts that the payment provider accepts", () => {
    for (const { price } of shippingMethods) {
      for (const [code, amountMinor] of Object.entries(price)) {
        const currency = parseCurrency(code);
        if (currency === undefined) throw new Error(`${code} is not supported`);
        expect(findStepProblem({ amountMinor, currency })).toBeUndefined();
      }
    }
  });
});
