import { describe, expect, it } from "vitest";
import { listTypes, toLogRows } from "./log-rows.ts";
import { describeDuration, nameEvent } from "./timeline.ts";
import { at, startedAt, toAttempt, toEffect, toEvents, toTimeline } from "./timeline-fixture.ts";
import { nextChangeAt, toWaiting } from "./waiting.ts";

const capture = toEffect("capturePayment", 5, {
  status: "RETRYING",
  completedAt: null,
  attempts: [toAttempt(1, 5, "503")],
  nextAttemptAt: at(4_000),
});
const report = toEffect("projectOrder", 1, { status: "PENDING", completedAt: null, nextAttemptAt: at(2_000) });

describe("toWaiting", () => {
  it("says what an order waits for, until when, and why; without reports, which delay nothing", () => {
    expect(toWaiting(toTimeline([], [report, capture, toEffect("reserveStock", 1)]), at(9_000))).toEqual([
      { effect: capture, receiver: "the payment provider", nextAttemptAt: at(4_000), until: at(9_000), error: "503" },
    ]);
  });
});

describe("nextChangeAt", () => {
  it("is the time of the next attempt, because a failed attempt is no event", () => {
    expect(nextChangeAt(toTimeline([], [capture, report]))).toBe(startedAt + 2_000);
    expect(nextChangeAt(toTimeline([], [report], 5_000))).toBe(startedAt + 5_000);
    expect(nextChangeAt(toTimeline([], [toEffect("reserveStock", 1)]))).toBeUndefined();
  });
});

describe("toLogRows", () => {
  it("shows each event with its fields and the effects that followed from it", () => {
    const events = toEvents("OrderPlaced", ["StockReserved", { total: 1 }]);
    const reserve = toEffect("reserveStock", 1);
    expect(toLogRows(toTimeline(events, [reserve, capture]))).toEqual([
      { event: events[0], name: "Order placed", effects: [reserve], json: "" },
      { event: events[1], name: "Stock reserved", effects: [], json: '{\n  "total": 1\n}' },
    ]);
  });

  it("lists each type once", () => {
    expect(listTypes(toEvents("StockReserved", "OrderPlaced", "StockReserved"))).toEqual([
      "OrderPlaced",
      "StockReserved",
    ]);
  });
});

it.each([
  [85.4, "85 ms"],
  [2_440, "2.4 s"],
  [59_000, "59 s"],
  [90_000, "1.5 min"],
  [7_200_000, "2 h"],
  [259_200_000, "3 days"],
])("describes %d ms as %s", (ms, text) => {
  expect(describeDuration(ms)).toBe(text);
});

it("names events in words", () => {
  expect(nameEvent("CancellationRequested")).toBe("Cancellation requested");
});
