import { describe, expect, it } from "vitest";
import { toSteps } from "./steps.ts";
import { toAttempt, toEffect, toEvents, toTimeline } from "./timeline-fixture.ts";

const confirmed = [
  "OrderPlaced",
  "StockReserved",
  "PaymentStarted",
  "PaymentAuthorized",
  "OrderCreated",
  "PaymentCaptured",
  "OrderConfirmed",
] as const;

function show(...args: Parameters<typeof toTimeline>): readonly string[] {
  return toSteps(toTimeline(...args)).map(({ name, state }) => `${name}: ${state}`);
}

describe("toSteps", () => {
  it("shows what a confirmed order has done and what is left, with the capture as the pivot", () => {
    const steps = toSteps(toTimeline(toEvents(...confirmed)));
    expect(steps.map(({ name, state }) => `${name}: ${state}`)).toEqual([
      "Placed: done",
      "Stock reserved: done",
      "Payment authorized: done",
      "Recorded: done",
      "Paid: done",
      "Confirmed: done",
      "Shipped: current",
      "Delivered: upcoming",
    ]);
    expect(steps.filter(({ isPivot }) => isPivot)).toMatchObject([{ name: "Paid", sequence: 6 }]);
  });

  it("shows the error of the last attempt at the current step", () => {
    const effect = toEffect("capturePayment", 5, {
      status: "RETRYING",
      completedAt: null,
      attempts: [toAttempt(1, 5, "The provider did not respond")],
    });
    const steps = toSteps(toTimeline(toEvents(...confirmed.slice(0, 5)), [effect]));
    expect(steps.find(({ state }) => state === "current")).toMatchObject({
      name: "Paid",
      error: "The provider did not respond",
    });
  });

  it("ends with the rejection of a declined order, and shows its reason at the step that failed", () => {
    const rejection = { rejection: { code: "PAYMENT_DECLINED", message: "The payment was declined" } };
    const events = toEvents("OrderPlaced", "StockReserved", "PaymentDeclined", "CompensationStarted", "StockReleased", [
      "OrderRejected",
      rejection,
    ]);
    const steps = toSteps(toTimeline(events));
    expect(steps.map(({ name, state }) => `${name}: ${state}`)).toEqual([
      "Placed: done",
      "Stock reserved: done",
      "Payment authorized: failed",
      "Rejected: done",
    ]);
    expect(steps[2]?.error).toBe("The payment was declined");
  });

  it("shows a compensation that runs as the current step", () => {
    const events = toEvents("OrderPlaced", "StockReserved", "CancellationRequested", [
      "CompensationStarted",
      { as: "CANCELLED" },
    ]);
    expect(show(events).slice(-1)).toEqual(["Cancelled: current"]);
  });

  it("ends with the cancellation of an order that was cancelled after its payment", () => {
    const events = toEvents(...confirmed, "RefundStarted", "PaymentRefunded", "StockRestocked", "OrderCancelled");
    expect(show(events).slice(-2)).toEqual(["Confirmed: done", "Cancelled: done"]);
  });

  it("marks the step that automatic recovery gave up", () => {
    const events = toEvents(...confirmed.slice(0, 5), ["EffectExhausted", { reason: "No response for 30 minutes" }]);
    const steps = toSteps(toTimeline(events));
    expect(steps.find(({ state }) => state === "failed")).toMatchObject({
      name: "Paid",
      error: "No response for 30 minutes",
    });
    expect(steps.at(-1)?.state).toBe("upcoming");
  });

  it("skips the payment of a free order", () => {
    const steps = show(toEvents("OrderPlaced", "StockReserved", "OrderCreated", "OrderConfirmed"));
    expect(steps).toContain("Paid: skipped");
    expect(steps).toContain("Shipped: current");
  });

  it("starts again with the latest placement of a cart", () => {
    const steps = show(toEvents("OrderPlaced", "StockShort", "OrderRejected", "CartReopened", "OrderPlaced"));
    expect(steps.slice(0, 3)).toEqual(["Placed: done", "Stock reserved: current", "Payment authorized: upcoming"]);
  });
});
