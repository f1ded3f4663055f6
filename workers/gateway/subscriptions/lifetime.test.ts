import { describe, expect, it } from "vitest";
import { createLifetime, remainingLifetimeMs } from "./lifetime.ts";

const now = Date.now();

describe("the lifetime of a subscription", () => {
  it.each([
    ["is ten minutes for an anonymous caller", Number.POSITIVE_INFINITY, 600_000],
    ["does not exceed the lifetime of the caller's token", now + 90_000, 90_000],
    ["is at most ten minutes, even if the token is valid for longer", now + 3_600_000, 600_000],
    ["is zero if the token has just expired", now - 1, 0],
  ])("%s", (_name, until, ms) => {
    expect(remainingLifetimeMs(until, now)).toBe(ms);
  });

  it("ends when the client disconnects, when it is closed, and when the token expires", async () => {
    const client = new AbortController();
    const disconnected = createLifetime(client.signal, Number.POSITIVE_INFINITY);
    const closedByServer = createLifetime(new AbortController().signal, Number.POSITIVE_INFINITY);
    const expired = createLifetime(new AbortController().signal, Date.now() + 20);
    const signals = [disconnected, closedByServer, expired].map(({ closed }) => closed());
    expect(signals.map(({ aborted }) => aborted)).toEqual([false, false, false]);
    client.abort();
    closedByServer.close();
    await expect.poll(() => signals.map(({ aborted }) => aborted)).toEqual([true, true, true]);
  });
});
