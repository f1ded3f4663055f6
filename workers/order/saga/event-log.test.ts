import { describe, expect, it } from "vitest";
import { createQuote, newCustomer } from "../../../test/pricing/quotes.ts";
import type { Outcome } from "../domain/commands.ts";
import { blocksCaller } from "../domain/effects.ts";
import { type CommandEnvelope, EventLog } from "./event-log.ts";
import type { LogChanges, LogEntry } from "./event-store.ts";

const placeOrder: CommandEnvelope = {
  command: {
    type: "placeOrder",
    orderId: "ord_0123456789abcdefghjkmnpqrs",
    accountId: "acc_1",
    idempotencyKey: "key",
    lines: [{ sku: "A", quantity: 1 }],
    quote: createQuote([{ sku: "A", quantity: 1, unitPrice: { amountMinor: 100n, currency: "USD" } }]),
    customer: newCustomer,
    paymentMethod: "pm_card_visa",
    shippingAddress: { name: "N", line1: "L", city: "C", postalCode: "1", countryCode: "NL" },
  },
  actor: "account:acc_1",
  traceId: "0af7651916cd43dd8448eb211c80319c",
  now: 1_000,
  commandId: "placeOrder:key",
  requestHash: "hash",
};

const noChanges: LogChanges = { entries: [], replaced: [] };

const attempt = { at: 1_500, durationMs: 20 };
const failed = { ...attempt, error: "down" };

const findDue = (log: EventLog, now: number) =>
  log.pending.filter(({ effect, dueAt }) => blocksCaller(effect) && dueAt <= now);

describe("EventLog", () => {
  it("executes a command once per command id and rejects a different request under that id", () => {
    const log = new EventLog([]);
    expect(log.submit(placeOrder).ok).toBe(true);
    expect(log.submit(placeOrder).ok).toBe(true);
    expect(log.events).toHaveLength(1);
    const other = log.submit({ ...placeOrder, requestHash: "other" });
    expect(other.ok ? undefined : other.error.reason).toBe("IDEMPOTENCY_KEY_REUSED");
  });

  it("restores pending effects after a crash until they are settled", () => {
    const disk = new Map<number, LogEntry>();
    const save = ({ entries }: LogChanges) => {
      for (const entry of entries) disk.set(entry.recorded.sequence, entry);
    };
    const first = new EventLog([]);
    first.submit(placeOrder);
    save(first.takeUnsaved());

    const restored = new EventLog([...disk.values()]);
    const [effect] = findDue(restored, 1_000);
    expect([effect?.effect.type, effect?.sequence, effect?.index, effect?.traceId]).toEqual([
      "reserveStock",
      1,
      0,
      placeOrder.traceId,
    ]);
    if (effect === undefined) return;
    restored.reschedule(effect, 5_000, failed);
    expect(findDue(restored, 4_999)).toEqual([]);
    expect(findDue(restored, 5_000)[0]?.attempts).toBe(1);
    restored.settle(effect, { type: "short", skus: ["A"] }, 6_000, attempt);
    save(restored.takeUnsaved());

    const last = new EventLog([...disk.values()]);
    expect(last.state.status).toBe("REJECTED");
    expect(findDue(last, 9_000).map((due) => due.effect.type)).toEqual(["projectOrder"]);
    expect(last.takeUnsaved()).toEqual(noChanges);
  });

  it("records nothing and keeps the effect pending when an outcome cannot be decided on", () => {
    const log = new EventLog([]);
    log.submit(placeOrder);
    log.takeUnsaved();
    const [effect] = findDue(log, 1_000);
    if (effect === undefined) throw new Error("no effect is due");
    const unknown = { type: "unknown" } as unknown as Outcome;
    expect(() => log.settle(effect, unknown, 2_000, attempt)).toThrow();
    expect([log.takeUnsaved(), findDue(log, 2_000)]).toEqual([noChanges, [effect]]);
  });

  it("replaces the earlier changes of a line, on disk too", () => {
    const disk = new Map<number, LogEntry>();
    const log = new EventLog([]);
    const save = () => {
      const { entries, replaced } = log.takeUnsaved();
      for (const entry of entries) disk.set(entry.recorded.sequence, entry);
      for (const sequence of replaced) disk.delete(sequence);
    };
    const { commandId: _, requestHash: __, ...envelope } = placeOrder;
    const accountId = "acc_1";
    log.submit({ ...envelope, command: { type: "createCart", orderId: "ord_1", accountId, currency: "USD" } });
    const quote = { sku: "A", name: "A", productId: "p", unitPrice: { amountMinor: 100n, currency: "USD" } } as const;
    for (let change = 0; change < 150; change++) {
      const line = { sku: "A", quantity: 1 + change };
      log.submit({ ...envelope, command: { type: "setCartLine", accountId, line, quote } });
      if (change % 3 === 0) save();
    }
    save();
    expect(log.events.map(({ sequence, event }) => [sequence, event.type])).toEqual([
      [1, "CartCreated"],
      [151, "CartLineSet"],
    ]);
    expect([...disk.keys()]).toEqual([1, 151]);
    expect(new EventLog([...disk.values()]).state).toEqual(log.state);
    expect(log.stateAt(150).lines).toEqual([]);
  });

  it("replaces idempotency keys by hashes when the personal data is erased, and still recognises them", () => {
    const log = new EventLog([]);
    const orderId = "ord_0123456789abcdefghjkmnpqrs";
    const envelope = { actor: "account:acc_1", traceId: "t", now: 1_000 };
    const create: CommandEnvelope = {
      ...envelope,
      command: { type: "createCart", orderId, accountId: "acc_1", currency: "USD" },
      commandId: "createCart:my secret note",
      requestHash: "hash",
    };
    log.submit(create);
    log.takeUnsaved();
    expect(log.submit({ ...envelope, command: { type: "erasePersonalData" } }).ok).toBe(true);
    const { entries } = log.takeUnsaved();
    expect(entries.map(({ commandId }) => commandId)).toEqual([
      expect.stringMatching(/^sha256:[0-9a-f]{64}$/),
      undefined,
    ]);
    expect(log.submit(create).ok).toBe(true);
    const other = log.submit({ ...create, requestHash: "other" });
    expect(other.ok ? undefined : other.error.reason).toBe("IDEMPOTENCY_KEY_REUSED");
    const again = new EventLog(entries);
    again.submit({ ...envelope, command: { type: "erasePersonalData" } });
    expect(again.submit(create).ok).toBe(true);
    expect(again.events).toHaveLength(2);
  });
});
