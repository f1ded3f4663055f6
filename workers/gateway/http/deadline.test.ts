import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { startDeadline } from "./deadline.ts";

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
});

const nobody = () => new AbortController().signal;

/** When the signal is aborted, in milliseconds from now; undefined for not within a minute. */
function endOf(signal: AbortSignal): number | undefined {
  const startedAt = Date.now();
  let at: number | undefined;
  signal.addEventListener("abort", () => {
    at = Date.now() - startedAt;
  });
  vi.advanceTimersByTime(60_000);
  return at;
}

it.each([
  ["as it was begun", 10_000, [], 10_000],
  ["of less than a first look", 300, [], 300],
  ["that was shortened", 10_000, [5_000], 5_000],
  ["that was shortened to less than a first look", 10_000, [200], 200],
  ["that was shortened twice", 10_000, [5_000, 200], 200],
  ["that was shortened and given back", 10_000, [200, 5_000], 5_000],
  ["that was given more than there is", 10_000, [20_000], 10_000],
  ["of which nothing is left", 10_000, [0], 0],
])("a time %s ends then", (_name, ms, within, end) => {
  const deadline = startDeadline(nobody(), ms);
  for (const left of within) deadline.within(left);
  expect(endOf(deadline.signal)).toBe(end);
  expect(deadline.signal.reason).toMatchObject({ name: "TimeoutError" });
});

it("a time that is shortened late ends from then on", () => {
  const deadline = startDeadline(nobody(), 10_000);
  vi.advanceTimersByTime(4_000);
  deadline.within(1_500);
  expect(endOf(deadline.signal)).toBe(1_500);
});

it("whoever has gone is waited for no longer", () => {
  const caller = new AbortController();
  const { signal } = startDeadline(caller.signal, 10_000);
  caller.abort(new Error("gone"));
  expect(signal.reason).toMatchObject({ message: "gone" });
  const gone = startDeadline(caller.signal, 10_000);
  expect(gone.signal.aborted).toBe(true);
});
