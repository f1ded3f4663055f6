import { expect, it } from "vitest";
import { isExhausted, nextAttemptAt } from "./backoff.ts";

it("waits longer with each attempt, up to five seconds, by a share of chance", () => {
  const waits = [0, 1, 2, 3, 4, 5, 10, 60].map((attempts) => nextAttemptAt(0, attempts, 1));
  expect(waits).toEqual([200, 400, 800, 1_600, 3_200, 5_000, 5_000, 5_000]);
  expect(nextAttemptAt(1_000, 0, 0)).toBe(1_100);
});

it("gives up after a quarter of an hour", () => {
  expect([isExhausted(0, 900_000), isExhausted(0, 900_001)]).toEqual([false, true]);
});
