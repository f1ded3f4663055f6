import { describe, expect, it } from "vitest";
import type { Outcome } from "../domain/commands.ts";
import { blocksCaller } from "../domain/effects.ts";
import { noTerms } from "../domain/terms.ts";
import { type CommandEnvelope, type EventLog, openEventLog } from "./event-log.ts";
import type { LogEntry } from "./event-store.ts";

const submission: CommandEnvelope = {
  command: {
    type: "placeOrder",
    orderId: "ord_0123456789abcdefghjkmnpqrs",
    accountId: "acc_1",
    idempotencyKey: "key",
    lines: [{ sku: "A", quantity: 1 }],
    quotes: [{ sku: "A", name: "A", productId: "prd_1", unitPrice: { amountMinor: 100n, currency: "USD" } }],
    terms: noTerms("USD"),
    paymentMethod: "pm_card_visa",
    shippingAddress: { name: "N", line1: "L", city: "C", postalCode: "1", countryCode: "NL" },
  },
  actor: "account:acc_1",
  traceId: "0af7651916cd43dd8448eb211c80319c",
  now: 1_000,
  commandId: "placeOrder:key",
  requestHash: "hash",
};

const dueAt = (journal: EventLog, now: number) =>
  journal.pending().filter(({ effect, dueAt: at }) => blocksCaller(effect) && at <= now);

describe("a journal", () => {
  it("takes a named command once and refuses another under its name", () => {
    const journal = openEventLog([]);
    expect(journal.submit(submission).ok).toBe(true);
    expect(journal.submit(submission).ok).toBe(true);
    expect(journal.events()).toHaveLength(1);
    const other = journal.submit({ ...submission, requestHash: "other" });
    expect(other.ok ? undefined : other.error.reason).toBe("IDEMPOTENCY_KEY_REUSED");
  });

  it("keeps an effect until it is settled, through a crash at any time", () => {
    const disk = new Map<number, LogEntry>();
    const save = (entries: readonly LogEntry[]) => {
      for (const entry of entries) disk.set(entry.recorded.sequence, entry);
    };
    const before = openEventLog([]);
    before.submit(submission);
    save(before.takeUnsaved());

    const after = openEventLog([...disk.values()]);
    const [effect] = dueAt(after, 1_000);
    expect([effect?.effect.type, effect?.sequence, effect?.index, effect?.traceId]).toEqual([
      "reserveStock",
      1,
      0,
      submission.traceId,
    ]);
    if (effect === undefined) return;
    after.reschedule(effect, 5_000);
    expect(dueAt(after, 4_999)).toEqual([]);
    expect(dueAt(after, 5_000)[0]?.attempts).toBe(1);
    after.settle(effect, { type: "short", skus: ["A"] }, 6_000);
    save(after.takeUnsaved());

    const last = openEventLog([...disk.values()]);
    expect(last.state().status).toBe("REJECTED");
    expect(dueAt(last, 9_000).map((due) => due.effect.type)).toEqual(["projectOrder"]);
    expect(last.hasUnsaved()).toBe(false);
  });

  it("records nothing of an outcome that nothing can be made of, and keeps the effect", () => {
    const journal = openEventLog([]);
    journal.submit(submission);
    journal.takeUnsaved();
    const [effect] = dueAt(journal, 1_000);
    if (effect === undefined) throw new Error("nothing is due");
    const unheardOf = { type: "unheardOf" } as unknown as Outcome;
    expect(() => journal.settle(effect, unheardOf, 2_000)).toThrow();
    expect([journal.hasUnsaved(), dueAt(journal, 2_000)]).toEqual([false, [effect]]);
  });
});
