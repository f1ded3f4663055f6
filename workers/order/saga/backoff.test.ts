import { expect, it } from "vitest";
import { isExhausted, nextAttemptAt } from "./backoff.ts";

const effect = { type: "commitStock" } as const;

it("waits longer with each attempt, up to five seconds, by a share of chance", () => {
  const waits = [0, 1, 2, 3, 4, 5, 10, 60].map((attempts) => nextAttemptAt(effect, 0, attempts, 1));
  expect(waits).toEqual([200, 400, 800, 1_600, 3_200, 5_000, 5_000, 5_000]);
  expect(nextAttemptAt(effect, 1_000, 0, 0)).toBe(1_100);
});

it("gives up when it has tried for so long", () => {
  const tried = { effect, since: 0, attempts: 20 };
  expect([isExhausted(tried, 900_000, 900_000), isExhausted(tried, 900_001, 900_000)]).toEqual([false, true]);
});

it("does not give up at the first failure after a time in which nobody was there to try", () => {
  const exhausted = [0, 1, 2, 3].map((attempts) => isExhausted({ effect, since: 0, attempts }, 7_200_000, 900_000));
  expect(exhausted).toEqual([false, false, true, true]);
});
