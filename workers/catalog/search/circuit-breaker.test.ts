import { describe, expect, it } from "vitest";
import { createBreaker } from "./circuit-breaker.ts";

function started() {
  let at = 1_000_000;
  const breaker = createBreaker(() => at);
  return { breaker, wait: (ms: number) => (at += ms) };
}

describe("the breaker", () => {
  it("opens at the third failure in a row", () => {
    const { breaker } = started();
    for (const succeeds of [false, false, true, false, false]) {
      expect(breaker.allows()).toBe(true);
      if (succeeds) breaker.succeeded();
      else breaker.failed();
    }
    expect(breaker.allows()).toBe(true);
    breaker.failed();
    expect(breaker.allows()).toBe(false);
  });

  it("lets one through after a rest, and everybody when that one has succeeded", () => {
    const { breaker, wait } = started();
    for (let failure = 0; failure < 3; failure++) breaker.failed();
    wait(1_999);
    expect(breaker.allows()).toBe(false);
    wait(1);
    expect([breaker.allows(), breaker.allows()]).toEqual([true, false]);
    breaker.failed();
    wait(2_000);
    expect([breaker.allows(), breaker.allows()]).toEqual([true, false]);
    breaker.succeeded();
    expect([breaker.allows(), breaker.allows()]).toEqual([true, true]);
  });

  it("tries again when the one that it let through never came back", () => {
    const { breaker, wait } = started();
    for (let failure = 0; failure < 3; failure++) breaker.failed();
    wait(2_000);
    breaker.allows();
    wait(2_000);
    expect(breaker.allows()).toBe(true);
  });
});
