import { describe, expect, it } from "vitest";
import type { CurrencyCode } from "./money.ts";
import { findChargeProblem, findStepProblem } from "./payment-amounts.ts";

describe("findChargeProblem", () => {
  it.each([
    [0n, "USD", undefined],
    [1n, "USD", "AMOUNT_TOO_SMALL"],
    [49n, "USD", "AMOUNT_TOO_SMALL"],
    [50n, "USD", undefined],
    [30n, "GBP", undefined],
    [49n, "JPY", "AMOUNT_TOO_SMALL"],
    [99_999_999n, "USD", undefined],
    [100_000_000n, "USD", "AMOUNT_TOO_LARGE"],
    [100_000_000n, "INR", undefined],
    [1_234n, "KWD", "INVALID_AMOUNT"],
    [1_230n, "KWD", undefined],
  ] satisfies [bigint, CurrencyCode, string | undefined][])(
    "returns for %s %s the code %s",
    (amount, currency, code) => {
      expect(findChargeProblem({ amountMinor: amount, currency })?.code).toBe(code);
    },
  );
});

describe("findStepProblem", () => {
  it("accepts amounts of any size whose last digit the provider accepts", () => {
    expect(findStepProblem({ amountMinor: 1n, currency: "USD" })).toBeUndefined();
    expect(findStepProblem({ amountMinor: 10n, currency: "KWD" })).toBeUndefined();
    expect(findStepProblem({ amountMinor: 15n, currency: "KWD" })?.code).toBe("INVALID_AMOUNT");
  });
});
