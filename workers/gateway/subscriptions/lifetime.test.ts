import { describe, expect, it } from "vitest";
import { leftToLive, liveEnd } from "./lifetime.ts";

const now = Date.now();

describe("a subscription", () => {
  it.each([
    ["of nobody lives for ten minutes", Number.POSITIVE_INFINITY, 600_000],
    ["does not outlive the token of its caller", now + 90_000, 90_000],
    ["lives for ten minutes at most, whatever its token says", now + 3_600_000, 600_000],
    ["of a token that is just over is over", now - 1, 0],
  ])("%s", (_name, until, ms) => {
    expect(leftToLive(until, now)).toBe(ms);
  });

  it("is over when its client leaves, when it is hung up, and when its token is", async () => {
    const client = new AbortController();
    const left = liveEnd(client.signal, Number.POSITIVE_INFINITY);
    const hungUp = liveEnd(new AbortController().signal, Number.POSITIVE_INFINITY);
    const expired = liveEnd(new AbortController().signal, Date.now() + 20);
    const signals = [left, hungUp, expired].map(({ gone }) => gone());
    expect(signals.map(({ aborted }) => aborted)).toEqual([false, false, false]);
    client.abort();
    hungUp.hangUp();
    await expect.poll(() => signals.map(({ aborted }) => aborted)).toEqual([true, true, true]);
  });
});
