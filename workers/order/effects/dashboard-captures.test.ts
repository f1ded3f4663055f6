import { describe, expect, it } from "vitest";
import { newOrder } from "../domain/order.ts";
import { awaitPayment } from "./await-payment.ts";
import { capturePayment } from "./capture-payment.ts";
import { confirmPayment } from "./confirm-payment.ts";
import type { EffectContext } from "./effect.ts";
import { voidPayment } from "./void-payment.ts";

const amount = { amountMinor: 2_000n, currency: "USD" } as const;
const paymentId = "pi_1";

/** A payment that was captured in the provider's dashboard. Returns the context of a repeated attempt, and the refunds. */
function createCaptured(capturedMinor: bigint, refundedMinor = 0n) {
  const refunded: bigint[] = [];
  const payments = {
    find: async () => ({ type: "captured" }),
    findBalance: async () => ({
      type: "balance",
      remainingMinor: capturedMinor - refundedMinor,
      refundedMinor,
      refunds: [],
    }),
    refund: async (_id: string, { amountMinor }: { amountMinor: bigint }) => {
      refunded.push(amountMinor);
      return { type: "refunded", refundId: "re_1" };
    },
  };
  const ctx = { payments, state: newOrder, key: "k", attempt: 1, firstDueAt: 0, now: 0 };
  return { ctx: ctx as unknown as EffectContext, refunded };
}

const settled = (outcome: object) => ({ type: "outcome", outcome });

describe("effects on a payment that was captured in the provider's dashboard", () => {
  it("authorize and capture it when the whole amount was captured, also when a part was refunded since", async () => {
    const { ctx } = createCaptured(2_000n, 500n);
    const authorized = settled({ type: "authorized", paymentId });
    expect(await confirmPayment({ type: "confirmPayment", paymentId, paymentMethod: "pm" }, ctx)).toEqual(authorized);
    expect(await awaitPayment({ type: "awaitPayment", paymentId }, ctx)).toEqual(authorized);
    const captured = settled({ type: "captured", paymentId });
    expect(await capturePayment({ type: "capturePayment", paymentId, amount }, ctx)).toEqual(captured);
  });

  it("decline it when only a part was captured", async () => {
    const { ctx } = createCaptured(1_999n);
    const captured = await capturePayment({ type: "capturePayment", paymentId, amount }, ctx);
    expect(captured).toMatchObject(settled({ type: "declined", code: "captured_in_part" }));
  });

  it.each([
    [1_999n, 0n, [1_999n]],
    [2_000n, 500n, [1_500n]],
    [2_000n, 2_000n, []],
  ])("void it by refunding what is left: captured %d, refunded %d", async (captured, refundedBefore, expected) => {
    const { ctx, refunded } = createCaptured(captured, refundedBefore);
    const voided = await voidPayment({ type: "voidPayment", paymentId, amount }, ctx);
    expect(voided).toEqual(settled({ type: "voided", paymentId }));
    expect(refunded).toEqual(expected);
  });
});
