import { describe, expect, it } from "vitest";
import { CircuitOpenError, createCircuitBreaker } from "./circuit-breaker.ts";

function setUp(options: {
  readonly failureThreshold: number;
  readonly halfOpenCalls?: number;
  readonly slowCallMs?: number;
}) {
  let time = 1_000_000;
  const breaker = createCircuitBreaker({ dependency: "search", openMs: 2_000, now: () => time, ...options });
  const outcomeOf = (run: Promise<unknown>) =>
    run.then(
      () => "succeeded",
      (error: unknown) => (error instanceof CircuitOpenError ? "rejected" : "failed"),
    );
  return {
    breaker,
    advance: (ms: number) => {
      time += ms;
    },
    succeed: () => outcomeOf(breaker.run(async () => undefined)),
    fail: (isFailure?: () => boolean) =>
      outcomeOf(breaker.run(() => Promise.reject(new Error("unreachable")), isFailure)),
    /** A call that the test settles. */
    start: () => {
      const { promise, resolve, reject } = Promise.withResolvers<void>();
      const outcome = outcomeOf(breaker.run(() => promise));
      return { outcome, succeed: resolve, fail: () => reject(new Error("unreachable")) };
    },
  };
}

describe("a closed circuit", () => {
  it("opens at the configured number of consecutive failures", async () => {
    const { breaker, succeed, fail } = setUp({ failureThreshold: 3 });
    const outcomes = [await fail(), await fail(), await succeed(), await fail(), await fail()];
    expect([outcomes, breaker.state]).toEqual([["failed", "failed", "succeeded", "failed", "failed"], "closed"]);
    expect([await fail(), breaker.state, breaker.openUntil]).toEqual(["failed", "open", 1_002_000]);
    expect(await succeed()).toBe("rejected");
  });

  it("does not count errors that are not failures of the dependency", async () => {
    const { breaker, fail } = setUp({ failureThreshold: 1 });
    expect([await fail(() => false), breaker.state]).toEqual(["failed", "closed"]);
  });

  it("does not count the failure of a call during which another call succeeded", async () => {
    const { breaker, advance, succeed, start } = setUp({ failureThreshold: 1 });
    const slow = start();
    advance(1);
    await succeed();
    slow.fail();
    expect([await slow.outcome, breaker.state]).toEqual(["failed", "closed"]);
  });
});

describe("an open circuit", () => {
  it("admits one trial call after openMs, and closes when it succeeds", async () => {
    const { breaker, advance, succeed, fail, start } = setUp({ failureThreshold: 1 });
    await fail();
    advance(1_999);
    expect(await succeed()).toBe("rejected");
    advance(1);
    const trial = start();
    expect([await succeed(), breaker.state]).toEqual(["rejected", "half-open"]);
    trial.succeed();
    expect([await trial.outcome, breaker.state, await succeed()]).toEqual(["succeeded", "closed", "succeeded"]);
  });

  it("stays open for another openMs when the trial call fails", async () => {
    const { breaker, advance, succeed, fail } = setUp({ failureThreshold: 3 });
    for (let failure = 0; failure < 3; failure++) await fail();
    advance(2_000);
    expect([await fail(), breaker.state]).toEqual(["failed", "open"]);
    advance(1_999);
    expect(await succeed()).toBe("rejected");
    advance(1);
    expect(await succeed()).toBe("succeeded");
  });

  it("admits another trial call when the first one does not settle within openMs", async () => {
    const { advance, succeed, fail, start } = setUp({ failureThreshold: 1 });
    await fail();
    advance(2_000);
    start();
    advance(1_999);
    expect(await succeed()).toBe("rejected");
    advance(1);
    expect(await succeed()).toBe("succeeded");
  });

  it("admits as many trial calls as configured", async () => {
    const { advance, succeed, fail, start } = setUp({ failureThreshold: 1, halfOpenCalls: 2 });
    await fail();
    advance(2_000);
    start();
    const second = start();
    expect(await succeed()).toBe("rejected");
    second.succeed();
    expect(await second.outcome).toBe("succeeded");
  });

  it("stays open after a slow trial call, and admits the next one immediately", async () => {
    const { breaker, advance, succeed, fail, start } = setUp({ failureThreshold: 1, slowCallMs: 300 });
    await fail();
    advance(2_000);
    for (let slow = 0; slow < 2; slow++) {
      const trial = start();
      advance(301);
      expect(await succeed()).toBe("rejected");
      trial.succeed();
      expect([await trial.outcome, breaker.state]).toEqual(["succeeded", "half-open"]);
    }
    const trial = start();
    advance(300);
    trial.succeed();
    expect([await trial.outcome, breaker.state]).toEqual(["succeeded", "closed"]);
  });

  it("does not open after a slow call", async () => {
    const { breaker, advance, start } = setUp({ failureThreshold: 1, slowCallMs: 300 });
    const call = start();
    advance(301);
    call.succeed();
    expect([await call.outcome, breaker.state]).toEqual(["succeeded", "closed"]);
  });

  it("closes when a call that was already running succeeds", async () => {
    const { breaker, fail, start } = setUp({ failureThreshold: 1 });
    const running = start();
    await fail();
    expect(breaker.state).toBe("open");
    running.succeed();
    await running.outcome;
    expect(breaker.state).toBe("closed");
  });
});
