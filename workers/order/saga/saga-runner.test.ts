import { describe, expect, it } from "vitest";
import { createQuote, newCustomer } from "../../../test/pricing/quotes.ts";
import type { Outcome, UserCommand } from "../domain/commands.ts";
import type { EffectType } from "../domain/effects.ts";
import { cartLifetimeMs } from "../domain/limits.ts";
import { newOrder } from "../domain/order.ts";
import type { EffectResult } from "../effects/effect.ts";
import type { LogEntry } from "./event-store.ts";
import type { Runtime } from "./runtime.ts";
import { SagaRunner, viewAt } from "./saga-runner.ts";

const request = { actor: "account:acc_1", traceId: "0af7651916cd43dd8448eb211c80319c" };
const orderId = "ord_0123456789abcdefghjkmnpqrs";

/** How a command to place an order says who buys, and where it is sent. */
const buyer = {
  accountId: "acc_1",
  idempotencyKey: "key",
  customer: newCustomer,
  paymentMethod: "pm_card_visa",
  shippingAddress: { name: "N", line1: "L", city: "C", postalCode: "1", countryCode: "NL" },
} as const;

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
    const createCart = {
      type: "createCart",
      orderId,
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
  const createCart = {
    type: "createCart",
    orderId,
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
      ...buyer,
      quote: createQuote([{ ...quote, quantity: 1 }]),
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
    orderId,
    ...buyer,
    lines: [{ sku: "A", quantity: 1 }],
    quote: createQuote([{ ...line, unitPrice: { amountMinor: 100n, currency: "USD" } }]),
  } as const;

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

describe("an order whose events are published after its response", () => {
  const unitPrice = { amountMinor: 100n, currency: "USD" } as const;
  const quote = { sku: "A", name: "A", productId: "p", unitPrice } as const;
  const placeOrder = {
    type: "placeOrder",
    orderId,
    ...buyer,
    quote: createQuote([{ ...quote, quantity: 1 }]),
  } as const;
  const acknowledged: EffectResult = { type: "outcome", outcome: { type: "acknowledged" } };
  const outcomes: Partial<Record<EffectType, Outcome>> = {
    reserveStock: { type: "reserved", lines: [{ ...quote, quantity: 1 }] },
    authorizePayment: { type: "paymentStarted", paymentId: "pi_1", result: { type: "authorized" } },
    capturePayment: { type: "captured", paymentId: "pi_1" },
  };

  /** Opens an order whose queue responds when the test says so. */
  function openWithSlowQueue() {
    const disk = { entries: new Map<number, LogEntry>(), writes: 0, alarmAt: undefined as number | undefined };
    const queue: ((result: EffectResult) => void)[] = [];
    const performed: EffectType[] = [];
    const runtime: Runtime = {
      now: () => 1_000,
      wait: async () => {},
      random: () => 0.5,
      perform: ({ effect }) => {
        performed.push(effect.type);
        if (effect.type === "publishFact") return new Promise((resolve) => queue.push(resolve));
        return Promise.resolve({ type: "outcome", outcome: outcomes[effect.type] ?? { type: "acknowledged" } });
      },
      list: async () => true,
      write: ({ entries }) => {
        disk.writes++;
        for (const entry of entries) disk.entries.set(entry.recorded.sequence, entry);
      },
      deleteAll: async () => {},
      setAlarm: (at) => {
        disk.alarmAt = at;
      },
      deleteAlarm: () => {
        disk.alarmAt = undefined;
      },
      giveUpMs: 900_000,
    };
    const respond = async (result: EffectResult) => {
      queue.shift()?.(result);
      await new Promise((resolve) => setImmediate(resolve));
    };
    const open = () => new SagaRunner([...disk.entries.values()], runtime);
    return { disk, performed, respond, open };
  }

  const pendingOn = ({ entries }: { readonly entries: ReadonlyMap<number, LogEntry> }) =>
    [...entries.values()].flatMap(({ pending }) => pending.map(({ effect }) => effect.type));

  const place = async (runner: SagaRunner, command: typeof placeOrder = placeOrder) => {
    const placed = await runner.execute({ ...request, command: { ...command, lines: [{ sku: "A", quantity: 1 }] } });
    if (!placed.ok) throw new Error(placed.error.message);
    return placed.value;
  };

  it("has its events on disk with the response, and the ends of its last effects in one commit after that", async () => {
    const { disk, respond, open } = openWithSlowQueue();
    const { state, events } = await place(open());
    expect([state.status, disk.writes, disk.alarmAt]).toEqual(["CONFIRMED", 4, 6_000]);
    expect([...disk.entries.values()].map(({ recorded }) => recorded)).toEqual(events);
    expect(pendingOn(disk)).toEqual(["publishFact", "projectOrder", "publishFact"]);
    await respond(acknowledged);
    expect(disk.writes).toBe(4);
    await respond(acknowledged);
    expect([disk.writes, pendingOn(disk), disk.alarmAt]).toEqual([5, [], undefined]);
  });

  it("publishes its events together", async () => {
    const { performed, open } = openWithSlowQueue();
    await place(open());
    expect(performed.filter((type) => type !== "projectOrder")).toEqual([
      "reserveStock",
      "authorizePayment",
      "capturePayment",
      "publishFact",
      "publishFact",
    ]);
  });

  it("runs its last effects again after a crash before that commit", async () => {
    const { disk, performed, respond, open } = openWithSlowQueue();
    await place(open());
    const before = performed.length;
    const runner = open();
    await runner.alarm();
    expect(performed.slice(before).toSorted()).toEqual(["projectOrder", "publishFact", "publishFact"]);
    for (let count = 0; count < 4; count++) await respond(acknowledged);
    expect([pendingOn(disk), disk.alarmAt, runner.read()?.state.status]).toEqual([[], undefined, "CONFIRMED"]);
  });

  it("retries an event that the queue refused although another one is being published", async () => {
    const { disk, respond, open } = openWithSlowQueue();
    await place(open());
    await respond({ type: "retry", reason: "down" });
    expect([disk.writes, disk.alarmAt]).toEqual([5, 1_150]);
  });

  it("has a change of a cart on disk with its response while an event of the cart is published", async () => {
    const { disk, open } = openWithSlowQueue();
    const runner = open();
    const change = (command: UserCommand) => runner.execute({ ...request, command });
    const setLine = async (quantity: number) => {
      const line = { sku: "A", quantity };
      const changed = await change({ type: "setCartLine", accountId: "acc_1", line, quote, reopens: true });
      return changed.ok && changed.value.state.sequence;
    };
    await change({ type: "createCart", orderId, accountId: "acc_1", currency: "USD" });
    await setLine(1);
    await change({ ...placeOrder, expectedTotal: { amountMinor: 1n, currency: "USD" } });
    for (const quantity of [2, 3]) {
      const sequence = await setLine(quantity);
      expect(Math.max(...disk.entries.keys())).toBe(sequence);
    }
  });
});
