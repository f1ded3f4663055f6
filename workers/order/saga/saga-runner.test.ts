import { describe, expect, it } from "vitest";
import { createQuote, newCustomer } from "../../../test/pricing/quotes.ts";
import type { Outcome } from "../domain/commands.ts";
import type { EffectType } from "../domain/effects.ts";
import { cartLifetimeMs } from "../domain/limits.ts";
import { newOrder } from "../domain/order.ts";
import type { LogEntry } from "./event-store.ts";
import type { Runtime } from "./runtime.ts";
import { SagaRunner, viewAt } from "./saga-runner.ts";

describe("viewAt", () => {
  it("returns a past state up to the last event of that time when the clock was set back between two events", async () => {
    let now = 2_000;
    const runtime: Runtime = {
      now: () => now,
      wait: async () => {},
      random: () => 0.5,
      perform: async () => ({ type: "outcome", outcome: { type: "acknowledged" } }),
      list: async () => true,
      write: () => {},
      deleteAll: async () => {},
      setAlarm: () => {},
      deleteAlarm: () => {},
      giveUpMs: 1_000,
    };
    const runner = new SagaRunner([], runtime);
    const request = { actor: "account:acc_1", traceId: "0af7651916cd43dd8448eb211c80319c" };
    const createCart = {
      type: "createCart",
      orderId: "ord_0123456789abcdefghjkmnpqrs",
      accountId: "acc_1",
      currency: "USD",
    } as const;
    await runner.execute({ ...request, command: createCart });
    now = 1_000;
    await runner.execute({ ...request, command: { type: "cancelOrder" } });
    const view = runner.read() ?? { state: newOrder, events: [] };
    expect(viewAt(view, 1_500)).toEqual(view);
    expect(viewAt(view, 1_500)?.state.status).toBe("CANCELLED");
    expect(viewAt(view, 999)).toBeUndefined();
  });
});

describe("a cart", () => {
  const request = { actor: "account:acc_1", traceId: "0af7651916cd43dd8448eb211c80319c" };
  const createCart = {
    type: "createCart",
    orderId: "ord_0123456789abcdefghjkmnpqrs",
    accountId: "acc_1",
    currency: "USD",
  } as const;
  const quote = { sku: "A", name: "A", productId: "p", unitPrice: { amountMinor: 100n, currency: "USD" } } as const;
  const setLine = { type: "setCartLine", accountId: "acc_1", line: { sku: "A", quantity: 1 }, quote } as const;

  function openRunner() {
    const disk = { now: 1_000, alarmAt: undefined as number | undefined, alarms: 0, writes: 0, deletions: 0 };
    const runtime: Runtime = {
      now: () => disk.now,
      wait: async () => {},
      random: () => 0.5,
      perform: async () => ({ type: "outcome", outcome: { type: "acknowledged" } }),
      list: async () => true,
      write: () => {
        disk.writes++;
      },
      deleteAll: async () => {
        disk.deletions++;
      },
      setAlarm: (at) => {
        disk.alarmAt = at;
        disk.alarms++;
      },
      deleteAlarm: () => {
        disk.alarmAt = undefined;
      },
      giveUpMs: 1_000,
    };
    return { disk, runner: new SagaRunner([], runtime) };
  }

  it("ends 30 days after its last change, by its alarm, and is not found after that", async () => {
    const { disk, runner } = openRunner();
    await runner.execute({ ...request, command: createCart });
    expect(disk.alarmAt).toBe(1_000 + cartLifetimeMs);
    disk.now += 43_200_000;
    await runner.execute({ ...request, command: setLine });
    const endsAt = disk.now + cartLifetimeMs;
    disk.now = disk.alarmAt ?? 0;
    await runner.alarm();
    expect([disk.deletions, disk.alarmAt]).toEqual([0, endsAt]);
    disk.now = disk.alarmAt ?? 0;
    await runner.alarm();
    expect([disk.deletions, disk.alarmAt, runner.read()]).toEqual([1, undefined, undefined]);
    const changed = await runner.execute({ ...request, command: setLine });
    expect(changed.ok ? undefined : changed.error.reason).toBe("NOT_FOUND");
  });

  it("ends also after it was cancelled, and when only the cron job resumes it", async () => {
    const { disk, runner } = openRunner();
    await runner.execute({ ...request, command: createCart });
    await runner.execute({ ...request, command: { type: "cancelOrder" } });
    disk.now += cartLifetimeMs - 1;
    expect((await runner.resume()).status).toBe("CANCELLED");
    disk.now += 1;
    expect((await runner.resume()).status).toBe("NEW");
    expect(disk.deletions).toBe(1);
  });

  it("is written once for each change, and its alarm is not moved more often than once a day", async () => {
    const { disk, runner } = openRunner();
    await runner.execute({ ...request, command: createCart });
    for (let change = 0; change < 10; change++) {
      disk.now += 1_000;
      await runner.execute({ ...request, command: setLine });
    }
    expect([disk.writes, disk.alarms]).toEqual([11, 1]);
  });

  it("becomes an order, whose alarm is not the end of a cart", async () => {
    const { disk, runner } = openRunner();
    await runner.execute({ ...request, command: createCart });
    await runner.execute({ ...request, command: setLine });
    const placeOrder = {
      type: "placeOrder",
      orderId: createCart.orderId,
      accountId: "acc_1",
      idempotencyKey: "key",
      quote: createQuote([{ ...quote, quantity: 1 }]),
      customer: newCustomer,
      paymentMethod: "pm_card_visa",
      shippingAddress: { name: "N", line1: "L", city: "C", postalCode: "1", countryCode: "NL" },
      expectedTotal: { amountMinor: 1n, currency: "USD" },
    } as const;
    const placed = await runner.execute({ ...request, command: placeOrder });
    expect(placed.ok && placed.value.state.status).toBe("REJECTED");
    disk.now += 2 * cartLifetimeMs;
    await runner.alarm();
    expect([disk.deletions, disk.alarmAt, runner.read()?.state.status]).toEqual([0, undefined, "REJECTED"]);
  });
});

describe("the row of an order that waits", () => {
  const line = { sku: "A", name: "A", productId: "p", quantity: 1 } as const;
  const placeOrder = {
    type: "placeOrder",
    orderId: "ord_0123456789abcdefghjkmnpqrs",
    accountId: "acc_1",
    idempotencyKey: "key",
    lines: [{ sku: "A", quantity: 1 }],
    quote: createQuote([{ ...line, unitPrice: { amountMinor: 100n, currency: "USD" } }]),
    customer: newCustomer,
    paymentMethod: "pm_card_visa",
    shippingAddress: { name: "N", line1: "L", city: "C", postalCode: "1", countryCode: "NL" },
  } as const;
  const request = { actor: "account:acc_1", traceId: "0af7651916cd43dd8448eb211c80319c" };

  interface Waiting {
    /** The number of times that the database does not respond. */
    readonly fails: number;
    readonly perform?: Runtime["perform"];
  }

  /** Opens an order whose stock cannot be reserved, unless `perform` does it. */
  function openWaiting({ fails, perform = async () => ({ type: "retry", reason: "down" }) }: Waiting) {
    const disk = { now: 1_000, entries: new Map<number, LogEntry>(), listed: [] as string[], attempts: 0 };
    const runtime: Runtime = {
      now: () => disk.now,
      wait: async (ms) => {
        disk.now += ms;
      },
      random: () => 0.5,
      perform,
      list: async ({ status, sequence }) => {
        if (disk.attempts++ < fails) return false;
        disk.listed.push(`${status} ${sequence}, ${disk.entries.size} on disk`);
        return true;
      },
      write: ({ entries }) => {
        for (const entry of entries) disk.entries.set(entry.recorded.sequence, entry);
      },
      deleteAll: async () => {},
      setAlarm: () => {},
      deleteAlarm: () => {},
      giveUpMs: 900_000,
    };
    return {
      disk,
      runner: new SagaRunner([], runtime),
      restart: () => new SagaRunner([...disk.entries.values()], runtime),
    };
  }

  it("is written once for a state, before the response, when the state is on disk", async () => {
    const { disk, runner } = openWaiting({ fails: 0 });
    await runner.execute({ ...request, command: placeOrder });
    expect(disk.listed).toEqual(["PLACED 1, 1 on disk"]);
    disk.now += 60_000;
    await runner.alarm();
    expect(disk.attempts).toBe(1);
  });

  it("is written before the response when the cardholder must act, although no effect is retried", async () => {
    const unitPrice = { amountMinor: 100n, currency: "USD" } as const;
    const outcomes: Partial<Record<EffectType, Outcome>> = {
      reserveStock: { type: "reserved", lines: [{ ...line, unitPrice }] },
      authorizePayment: {
        type: "paymentStarted",
        paymentId: "pi_1",
        result: { type: "actionRequired", clientSecret: "s" },
      },
      checkUnpaidLimit: { type: "unpaidCounted", paymentId: "pi_1", replaced: [] },
    };
    const perform: Runtime["perform"] = async ({ effect }) => ({
      type: "outcome",
      outcome: outcomes[effect.type] ?? { type: "acknowledged" },
    });
    const { disk, runner } = openWaiting({ fails: 0, perform });
    const placed = await runner.execute({ ...request, command: placeOrder });
    expect(placed).toMatchObject({ ok: true, value: { state: { status: "RESERVED" } } });
    expect(disk.listed).toEqual([expect.stringMatching(/^RESERVED /)]);
  });

  it("is written by a later retry if the database did not respond, and after a restart of the object", async () => {
    const { disk, runner, restart } = openWaiting({ fails: 30 });
    await runner.execute({ ...request, command: placeOrder });
    expect(disk.listed).toEqual([]);
    for (let alarm = 0; alarm < 30; alarm++) {
      disk.now += 10_000;
      await runner.alarm();
    }
    expect(disk.listed).toHaveLength(1);
    const restarted = restart();
    disk.now += 60_000;
    await restarted.alarm();
    expect(disk.listed).toHaveLength(2);
  });
});
