import { describe, expect, it } from "vitest";
import { createLifetime, remainingLifetimeMs } from "./lifetime.ts";

const now = Date.now();

describe("a subscription", () => {
  it.each([
    ["of nobody lives for ten minutes", Number.POSITIVE_INFINITY, 600_000],
    ["does not outlive the token of its caller", now + 90_000, 90_000],
    ["lives for ten minutes at most, whatever its token says", now + 3_600_000, 600_000],
    ["of a token that is just over is over", now - 1, 0],
  ])("%s", (_name, until, ms) => {
    expect(remainingLifetimeMs(until, now)).toBe(ms);
  });

  it("is over when its client leaves, when it is hung up, and when its token is", async () => {
    const client = new AbortController();
    const left = createLifetime(client.signal, Number.POSITIVE_INFINITY);
    const hungUp = createLifetime(new AbortController().signal, Number.POSITIVE_INFINITY);
    const expired = createLifetime(new AbortController().signal, Date.now() + 20);
    const signals = [left, hungUp, expired].map(({ closed: gone }) => gone());
    expect(signals.map(({ aborted }) => aborted)).toEqual([false, false, false]);
    client.abort();
    hungUp.close();
    await expect.poll(() => signals.map(({ aborted }) => aborted)).toEqual([true, true, true]);
  });
});
