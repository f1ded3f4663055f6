import { describe, expect, it } from "vitest";
import { at, toAttempt, toEffect, toTimeline } from "./timeline-fixture.ts";
import { toWaterfalls } from "./waterfall.ts";

const retried = toEffect("capturePayment", 4, {
  status: "RETRYING",
  outcomeSequence: null,
  attemptCount: 3,
  attempts: [toAttempt(100, 100, "503"), toAttempt(400, 100, "503"), toAttempt(700, 50, "timeout")],
  nextAttemptAt: at(1_000),
  completedAt: null,
});

describe("toWaterfalls", () => {
  it("draws attempts as running, and the time before, between and after them as waiting", () => {
    const [waterfall] = toWaterfalls(toTimeline([], [retried], 800));
    const [row] = waterfall?.forward ?? [];
    expect(row?.parts).toEqual([
      { type: "waiting", from: 0, to: 10 },
      { type: "running", from: 10, to: 20 },
      { type: "waiting", from: 20, to: 40 },
      { type: "running", from: 40, to: 50 },
      { type: "waiting", from: 50, to: 70 },
      { type: "running", from: 70, to: 75 },
      { type: "waiting", from: 75, to: 100 },
    ]);
    expect(row).toMatchObject({ attempts: "3 attempts", error: "timeout", duration: "800 ms", isUnfinished: true });
  });

  it("marks each attempt with its number and error, and the next one as planned", () => {
    const [waterfall] = toWaterfalls(toTimeline([], [retried], 800));
    expect(waterfall?.forward[0]?.ticks).toEqual([
      { position: 10, number: 1, error: "503", isPlanned: false },
      { position: 40, number: 2, error: "503", isPlanned: false },
      { position: 70, number: 3, error: "timeout", isPlanned: false },
      { position: 100, number: 4, error: null, isPlanned: true },
    ]);
  });

  it("numbers the attempts from the first one, also when only the last are known", () => {
    const effect = { ...retried, attemptCount: 12 };
    const [waterfall] = toWaterfalls(toTimeline([], [effect], 800));
    expect(waterfall?.forward[0]?.ticks.map(({ number }) => number)).toEqual([10, 11, 12, 13]);
  });

  it("has marks at each quarter of the time axis", () => {
    const [waterfall] = toWaterfalls(toTimeline([], [toEffect("reserveStock", 1, { completedAt: at(2_000) })]));
    expect(waterfall?.marks).toEqual([
      { position: 0, label: "0" },
      { position: 25, label: "500 ms" },
      { position: 50, label: "1 s" },
      { position: 75, label: "1.5 s" },
      { position: 100, label: "2 s" },
    ]);
  });

  it("separates compensations from the steps that they undo", () => {
    const effects = [
      toEffect("reserveStock", 1),
      toEffect("releaseStock", 3, { isCompensation: true, createdAt: at(100), completedAt: at(200) }),
    ];
    const [waterfall] = toWaterfalls(toTimeline([], effects));
    expect(waterfall?.forward.map(({ name }) => name)).toEqual(["Reserve stock"]);
    expect(waterfall?.compensation.map(({ name }) => name)).toEqual(["Release stock"]);
    expect(waterfall?.compensation[0]?.parts).toEqual([{ type: "running", from: 50, to: 100 }]);
  });

  it("continues on a time axis of its own after an idle time", () => {
    const day = 86_400_000;
    const effects = [
      toEffect("reserveStock", 1),
      toEffect("refundPayment", 9, { createdAt: at(day), completedAt: at(day + 400) }),
    ];
    const waterfalls = toWaterfalls(toTimeline([], effects, day + 500));
    expect(waterfalls.map(({ sequence, startsAt, endsAt }) => [sequence, endsAt - startsAt])).toEqual([
      [1, 100],
      [9, 400],
    ]);
  });

  it("draws an effect without an attempt so far as waiting until now", () => {
    const effect = toEffect("projectOrder", 1, { status: "PENDING", completedAt: null, attemptCount: 0 });
    const [waterfall] = toWaterfalls(toTimeline([], [effect], 500));
    expect(waterfall?.forward[0]?.parts).toEqual([{ type: "waiting", from: 0, to: 100 }]);
  });
});
