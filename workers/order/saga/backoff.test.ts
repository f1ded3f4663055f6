import { describe, expect, it } from "vitest";
import { isExhausted, nextAttemptAt } from "./backoff.ts";

const effect = { type: "commitStock" } as const;

describe("nextAttemptAt", () => {
  it("doubles the delay up to five seconds, half of it random", () => {
    const delays = [0, 1, 2, 3, 4, 5, 10, 60].map((attempts) => nextAttemptAt(effect, 0, attempts, 1));
    expect(delays).toEqual([200, 400, 800, 1_600, 3_200, 5_000, 5_000, 5_000]);
    expect(nextAttemptAt(effect, 1_000, 0, 0)).toBe(1_100);
  });
});

describe("isExhausted", () => {
  it("gives up after the configured time", () => {
    const failed = { effect, firstDueAt: 0, attempts: 20 };
    expect([isExhausted(failed, 900_000, 900_000), isExhausted(failed, 900_001, 900_000)]).toEqual([false, true]);
  });

  it("does not count the time in which the rate limit of the receiver refused the effect", () => {
    const failed = { effect, firstDueAt: 0, attempts: 20, uncountedMs: 600_000 };
    expect([1_500_000, 1_500_001].map((now) => isExhausted(failed, now, 900_000))).toEqual([false, true]);
  });

  it("does not give up on the first failures after a time in which the object was not running", () => {
    const isExhaustedAfter = (attempts: number) => isExhausted({ effect, firstDueAt: 0, attempts }, 7_200_000, 900_000);
    expect([0, 1, 2, 3].map(isExhaustedAfter)).toEqual([false, false, true, true]);
  });
});
