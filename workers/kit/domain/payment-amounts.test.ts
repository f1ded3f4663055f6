import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { root } from "../../../dev/build/root.ts";
import type { CurrencyCode } from "./money.ts";
import { amountRules, findChargeProblem, findStepProblem } from "./payment-amounts.ts";

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

describe("docs/payments.md", () => {
  it("lists the amounts that the payment provider accepts in each currency", () => {
    const page = readFileSync(join(root, "docs", "payments.md"), "utf8");
    const rows = [...page.matchAll(/^\| ([A-Z]{3}) \| (\d+) \| (\d+) \| (\d+) \|$/gm)].map(([, ...cells]) => cells);
    const rules = Object.entries(amountRules).map(([currency, { min, max, step }]) =>
      [currency, min, max, step].map(String),
    );
    expect(rows).toEqual(rules);
  });
});
