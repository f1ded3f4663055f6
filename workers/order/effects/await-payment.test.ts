import { describe, expect, it } from "vitest";
import { maxPaymentWaitMs } from "../domain/limits.ts";
import { awaitPayment } from "./await-payment.ts";
import type { EffectContext } from "./effect.ts";

const paymentId = "pi_1";

async function check(waitedMs: number, found: object = { type: "actionRequired", clientSecret: "s" }) {
  const ctx = { payments: { find: async () => found }, firstDueAt: 0, now: waitedMs } as unknown as EffectContext;
  const result = await awaitPayment({ type: "awaitPayment", paymentId }, ctx);
  return result.type === "retry" ? "retry" : result.outcome;
}

describe("a payment that waits for the cardholder", () => {
  it("waits for ten minutes and is declined then", async () => {
    expect(maxPaymentWaitMs).toBe(600_000);
    expect(await check(599_999)).toBe("retry");
    expect(await check(600_000)).toMatchObject({ type: "declined", code: "not_confirmed", paymentId });
    expect(await check(600_000, { type: "open" })).toMatchObject({ type: "declined", code: "not_confirmed" });
  });

  it("is authorized although the time is over, and is not declined while the provider is unavailable", async () => {
    expect(await check(700_000, { type: "authorized" })).toEqual({ type: "authorized", paymentId });
    expect(await check(700_000, { type: "unknown", reason: "r" })).toBe("retry");
  });
});
