import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { startDeadline } from "./deadline.ts";

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
});

const connected = () => new AbortController().signal;

/** Returns when the signal aborts, in milliseconds from now; undefined if it does not abort within a minute. */
function abortTimeOf(signal: AbortSignal): number | undefined {
  const startedAt = Date.now();
  let at: number | undefined;
  signal.addEventListener("abort", () => {
    at = Date.now() - startedAt;
  });
  vi.advanceTimersByTime(60_000);
  return at;
}

it.each([
  ["without a limit", 10_000, [], 10_000],
  ["shorter than the first check", 300, [], 300],
  ["limited once", 10_000, [5_000], 5_000],
  ["limited to less than the first check", 10_000, [200], 200],
  ["limited twice", 10_000, [5_000, 200], 200],
  ["limited and extended again", 10_000, [200, 5_000], 5_000],
  ["extended beyond the original limit", 10_000, [20_000], 10_000],
  ["limited to nothing", 10_000, [0], 0],
])("a deadline %s ends on time", (_name, ms, limitsMs, end) => {
  const deadline = startDeadline(connected(), ms);
  for (const limit of limitsMs) deadline.limitTo(limit);
  expect(abortTimeOf(deadline.signal)).toBe(end);
  expect(deadline.signal.reason).toMatchObject({ name: "TimeoutError" });
});

it("a deadline that is limited late ends relative to that time", () => {
  const deadline = startDeadline(connected(), 10_000);
  vi.advanceTimersByTime(4_000);
  deadline.limitTo(1_500);
  expect(abortTimeOf(deadline.signal)).toBe(1_500);
});

it("a deadline ends when the client disconnects", () => {
  const client = new AbortController();
  const { signal } = startDeadline(client.signal, 10_000);
  client.abort(new Error("disconnected"));
  expect(signal.reason).toMatchObject({ message: "disconnected" });
  const late = startDeadline(client.signal, 10_000);
  expect(late.signal.aborted).toBe(true);
});
