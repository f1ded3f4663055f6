import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { type CountableEvent, type CountedEvent, createEventCounter } from "./event-counter.ts";

const limits = { maxRows: 3, delayMs: 500, intervalMs: 5_000 };
const denied: CountableEvent = {
  type: "ACCESS_DENIED",
  actor: "account:acc_1",
  accountId: "acc_1",
  operation: "accounts",
  addressHash: "a1",
};

describe("createEventCounter", () => {
  let stored: (readonly CountedEvent[])[];
  let deferred: number;

  beforeEach(() => {
    vi.useFakeTimers({ now: 120_000 });
    stored = [];
    deferred = 0;
  });

  afterEach(() => {
    vi.useRealTimers();
  });

  function createCounter() {
    const counter = createEventCounter(limits);
    const defer = () => {
      deferred++;
    };
    const store = async (events: readonly CountedEvent[]) => {
      stored.push(events);
    };
    return (event: Partial<CountableEvent> = {}) =>
      counter.count({ ...denied, ...event }, { now: Date.now(), defer, store });
  }

  it("stores one row for an actor, operation and minute, with the count", async () => {
    const count = createCounter();
    for (let i = 0; i < 50; i++) count();
    count({ operation: "setRoles" });
    await vi.advanceTimersByTimeAsync(499);
    expect(stored).toEqual([]);
    await vi.advanceTimersByTimeAsync(1);
    expect(stored).toEqual([
      [
        { ...denied, minute: 120_000, count: 50 },
        { ...denied, operation: "setRoles", minute: 120_000, count: 1 },
      ],
    ]);
    expect(deferred).toBe(1);
  });

  it("counts an account at several addresses in one row, and anonymous callers by address", async () => {
    const count = createCounter();
    count();
    count({ addressHash: "a2" });
    count({ actor: "anonymous", addressHash: "a1" });
    count({ actor: "anonymous", addressHash: "a2" });
    await vi.advanceTimersByTimeAsync(500);
    expect(stored[0]?.map(({ actor, count: times }) => [actor, times])).toEqual([
      ["account:acc_1", 2],
      ["anonymous", 1],
      ["anonymous", 1],
    ]);
  });

  it("names no account in a row of several", async () => {
    const count = createCounter();
    count({ actor: "anonymous", accountId: "acc_1" });
    count({ actor: "anonymous", accountId: "acc_2" });
    await vi.advanceTimersByTimeAsync(500);
    expect(stored[0]).toMatchObject([{ actor: "anonymous", accountId: undefined, count: 2 }]);
  });

  it("stores a flood every five seconds, with a limited number of rows", async () => {
    const count = createCounter();
    for (let second = 0; second < 20; second++) {
      for (let i = 0; i < 100; i++) count({ actor: `account:acc_${i}` });
      await vi.advanceTimersByTimeAsync(1_000);
    }
    expect(stored.length).toBeLessThanOrEqual(5);
    expect(Math.max(...stored.map((rows) => rows.length))).toBe(limits.maxRows + 1);
    const others = stored.flat().filter(({ actor }) => actor === "others");
    expect(others[0]).toMatchObject({ type: "ACCESS_DENIED", operation: "any", addressHash: "" });
    await vi.advanceTimersByTimeAsync(5_000);
    expect(stored.flat().reduce((sum, { count: times }) => sum + times, 0)).toBe(2_000);
  });

  it("stores events of two minutes in two rows", async () => {
    vi.setSystemTime(179_900);
    const count = createCounter();
    count();
    await vi.advanceTimersByTimeAsync(200);
    count();
    await vi.advanceTimersByTimeAsync(300);
    expect(stored[0]?.map(({ minute }) => minute)).toEqual([120_000, 180_000]);
  });

  it("stores the events of a request that was lost, with the next one", async () => {
    const count = createCounter();
    count();
    vi.clearAllTimers();
    await vi.advanceTimersByTimeAsync(10_500);
    count();
    await vi.advanceTimersByTimeAsync(500);
    expect(stored.flat().reduce((sum, { count: times }) => sum + times, 0)).toBe(2);
  });
});
