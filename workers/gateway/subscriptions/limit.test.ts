import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { Failure } from "../../kit/errors/failure.ts";
import { createLifetime, type SubscriptionLifetime } from "./lifetime.ts";
import { acquireSubscription, type Subscriber } from "./limit.ts";

const all: SubscriptionLifetime[] = [];

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  for (const { close } of all.splice(0)) close();
  vi.useRealTimers();
});

const customer = (accountId: string, ip = accountId): Subscriber => ({ accountId, ip, isGuest: false });
const guest = (accountId: string, ip = accountId): Subscriber => ({ accountId, ip, isGuest: true });
const anonymous = (ip: string): Subscriber => ({ accountId: undefined, ip, isGuest: true });

/** Opens a subscription. Returns its lifetime, or the reason of its rejection. */
async function open(subscriber: Subscriber, client = new AbortController().signal) {
  const lifetime = createLifetime(client, Number.POSITIVE_INFINITY);
  all.push(lifetime);
  try {
    const acquired = acquireSubscription(subscriber, lifetime);
    acquired.catch(() => {});
    await vi.advanceTimersByTimeAsync(1_100);
    await acquired;
    return lifetime;
  } catch (error) {
    lifetime.close();
    return error instanceof Failure ? error.reason : String(error);
  }
}

async function openMany(count: number, subscriberOf: (index: number) => Subscriber) {
  for (let index = 0; index < count; index++) {
    const lifetime = createLifetime(new AbortController().signal, Number.POSITIVE_INFINITY);
    all.push(lifetime);
    await acquireSubscription(subscriberOf(index), lifetime);
  }
}

it("allows fifty open subscriptions per account, from any address", async () => {
  await openMany(50, (index) => customer("a", `address ${index}`));
  expect(await open(customer("a"))).toBe("TOO_MANY_SUBSCRIPTIONS");
  expect(await open(customer("b"))).toBeTypeOf("object");
  all[0]?.close();
  expect(await open(customer("a"))).toBeTypeOf("object");
  expect(await open(customer("a"))).toBe("TOO_MANY_SUBSCRIPTIONS");
});

it("allows a hundred open subscriptions per address, of any accounts", async () => {
  await openMany(99, (index) => guest(`guest ${index % 40}`, "address"));
  expect(await open(anonymous("address"))).toBeTypeOf("object");
  expect(await open(anonymous("address"))).toBe("TOO_MANY_SUBSCRIPTIONS");
  expect(await open(customer("c", "address"))).toBe("TOO_MANY_SUBSCRIPTIONS");
  expect(await open(anonymous("other address"))).toBeTypeOf("object");
});

it("allows two thousand open subscriptions in total", async () => {
  await openMany(2_000, (index) => customer(`customer ${index % 100}`));
  expect(await open(customer("late"))).toBe("OVERLOADED");
  all[0]?.close();
  expect(await open(customer("late"))).toBeTypeOf("object");
  expect(await open(customer("later"))).toBe("OVERLOADED");
});

it("closes the oldest subscription of a guest for a customer when the isolate is full", async () => {
  await openMany(1_000, (index) => customer(`customer ${index % 100}`));
  await openMany(1_000, (index) => guest(`guest ${index % 100}`));
  expect(await open(guest("late"))).toBe("OVERLOADED");
  expect(all[1_000]?.closed().aborted).toBe(false);
  expect(await open(customer("late"))).toBeTypeOf("object");
  expect(all.slice(998, 1_003).map(({ closed }) => closed().aborted)).toEqual([false, false, true, false, false]);
});

it("writes to the connections of a subscriber at the limit, and counts those that close no more", async () => {
  await openMany(50, () => customer("a"));
  const probed = all.map((lifetime, index) => {
    const probe = vi.fn(() => {
      if (index === 7) setTimeout(lifetime.close, 300);
    });
    lifetime.setProbe(probe);
    return probe;
  });
  expect(await open(customer("a"))).toBeTypeOf("object");
  expect(probed.every((probe) => probe.mock.calls.length === 1)).toBe(true);
});

it("does not count a subscription whose client has disconnected already", async () => {
  for (let index = 0; index < 60; index++) await open(customer("a"), AbortSignal.abort());
  expect(await open(customer("a"))).toBeTypeOf("object");
});
