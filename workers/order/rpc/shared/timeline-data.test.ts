import { describe, expect, it } from "vitest";
import type { OrderEvent } from "../../domain/events.ts";
import { toOwnerEvent } from "./timeline-data.ts";

const amount = { amountMinor: 1n, currency: "USD" } as const;
const record = (event: OrderEvent, actor = "staff:acc_9") => ({ sequence: 1, at: 1, actor, event });
const effect = { type: "releaseStock" } as const;

describe("toOwnerEvent", () => {
  it.each<OrderEvent>([
    { type: "RefundRequested", requestId: "r", paymentId: "pi", amount, reason: "internal" },
    { type: "RefundFailed", requestId: "r", amount, reason: "internal" },
    { type: "ResolutionChosen", resolution: "RETRY", note: "internal", stuck: [{ effect, key: "internal" }] },
    { type: "EffectExhausted", effect, key: "internal", reason: "internal" },
    { type: "PaymentDeclined", amount, code: "internal", message: "internal" },
    { type: "CancellationRequested", reason: "internal" },
    { type: "OrderCancelled", reason: "internal" },
  ])("removes what is for staff alone from $type", (event) => {
    const visible = toOwnerEvent(record(event));
    expect(JSON.stringify(visible.event, (_, value) => String(value))).not.toContain("internal");
    expect(visible).toMatchObject({ sequence: 1, actor: "staff", event: { type: event.type } });
  });

  it("keeps the amount of a refund", () => {
    const event = { type: "RefundRequested", requestId: "r", paymentId: "pi", amount, reason: "internal" } as const;
    expect(toOwnerEvent(record(event)).event).toMatchObject({ amount, requestId: "r" });
  });

  it("keeps the reason of the owner's own cancellation", () => {
    const recorded = record({ type: "CancellationRequested", reason: "too late" }, "account:acc_1");
    expect(toOwnerEvent(recorded)).toEqual(recorded);
  });
});
