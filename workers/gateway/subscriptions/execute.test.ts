import { buildSchema, type ExecutionArgs, type ExecutionResult, parse } from "graphql";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { unauthenticated, unavailable } from "../../kit/errors/failure.ts";
import type { GatewayContext } from "../context.ts";
import { subscribe } from "./execute.ts";
import { createLifetime } from "./lifetime.ts";

const schema = buildSchema("type Query { a: Int } type Subscription { orderEvents: Int }");
const down = unavailable("Redis is unavailable");
const revoked = unauthenticated("The session has ended");

/** Subscribes to three events. Each check of the session has the next of these results; the last one stays. */
async function open(checks: readonly (Error | "unrevoked")[]) {
  let checked = 0;
  const lifetime = createLifetime(new AbortController().signal, Number.POSITIVE_INFINITY);
  const requireUnrevokedForRead = async () => {
    const result = checks[Math.min(checked++, checks.length - 1)];
    if (result instanceof Error) throw result;
  };
  const context = { caller: { requireUnrevokedForRead } } as unknown as GatewayContext;
  const subscription = {
    ...lifetime,
    subscriber: { accountId: undefined, ip: "192.0.2.1", isGuest: true },
    forNextEvent: async () => context,
  };
  const rootValue = {
    orderEvents: async function* () {
      for (const orderEvents of [1, 2, 3]) yield { orderEvents };
    },
  };
  const document = parse("subscription { orderEvents }");
  const contextValue = { ...context, subscription } as unknown as GatewayContext;
  const args: ExecutionArgs = { schema, document, rootValue, contextValue };
  const received: unknown[] = [];
  const ended = (async () => {
    for await (const { data, errors } of (await subscribe(args)) as AsyncIterable<ExecutionResult>) {
      received.push(errors?.[0]?.message ?? data?.orderEvents);
    }
    return "complete";
  })()
    .catch(() => "failed")
    .finally(lifetime.close);
  return { received, ended, checked: () => checked };
}

describe("the session of a private subscription", () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it("is checked before each event", async () => {
    const { received, ended, checked } = await open(["unrevoked"]);
    await vi.runAllTimersAsync();
    expect([await ended, received, checked()]).toEqual(["complete", [1, 2, 3], 3]);
  });

  it("gets no event after its revocation", async () => {
    const { received, ended } = await open(["unrevoked", revoked]);
    await vi.runAllTimersAsync();
    expect([await ended, received]).toEqual(["complete", [1, "The session has ended"]]);
  });

  it("waits for an event while the session cannot be checked", async () => {
    const { received, ended, checked } = await open(["unrevoked", down, down, "unrevoked"]);
    await vi.advanceTimersByTimeAsync(500);
    expect(received).toEqual([1]);
    await vi.runAllTimersAsync();
    expect([await ended, received, checked()]).toEqual(["complete", [1, 2, 3], 5]);
  });

  it("gets no event when the check that was repeated finds its revocation", async () => {
    const { received, ended } = await open([down, revoked]);
    await vi.runAllTimersAsync();
    expect([await ended, received]).toEqual(["complete", ["The session has ended"]]);
  });

  it("gets no event and is closed when it cannot be checked for several seconds", async () => {
    const { received, ended, checked } = await open([down]);
    await vi.runAllTimersAsync();
    expect([await ended, received, checked()]).toEqual(["failed", [], 8]);
  });
});
