import { describe, expect, it } from "vitest";
import { createQuote, newCustomer } from "../../../test/pricing/quotes.ts";
import { createObjectSql } from "../../../test/support/object-sql.ts";
import { encodeEvent, encodeJson } from "../domain/event-codec.ts";
import { toAttemptError } from "./attempt-error.ts";
import { listEffects } from "./effect-list.ts";
import { type CommandEnvelope, type DueEffect, EventLog } from "./event-log.ts";
import { EventStore, type LogEntry } from "./event-store.ts";

const traceId = "0af7651916cd43dd8448eb211c80319c";
const line = { sku: "A", quantity: 1, unitPrice: { amountMinor: 100n, currency: "USD" } } as const;
const placeOrder: CommandEnvelope = {
  command: {
    type: "placeOrder",
    orderId: "ord_0123456789abcdefghjkmnpqrs",
    accountId: "acc_1",
    idempotencyKey: "key",
    lines: [{ sku: "A", quantity: 1 }],
    quote: createQuote([line]),
    customer: newCustomer,
    paymentMethod: "pm_card_visa",
    shippingAddress: { name: "N", line1: "L", city: "C", postalCode: "1", countryCode: "NL" },
  },
  actor: "account:acc_1",
  traceId,
  now: 1_000,
};

const createSql = () => createObjectSql() as unknown as SqlStorage;
const failedAt = (at: number) => ({ at, durationMs: 5, error: `down at ${at}` });
const notRunning = () => false;

function findDue(log: EventLog, type: string): DueEffect {
  const due = log.pending.find(({ effect }) => effect.type === type);
  if (due === undefined) throw new Error(`${type} is not pending`);
  return due;
}

function placeInLog(): EventLog {
  const log = new EventLog([]);
  log.submit(placeOrder);
  return log;
}

const summarize = (log: EventLog) =>
  listEffects(log.entries, notRunning).map(
    ({ type, status, attemptCount, causeSequence, outcomeSequence }) =>
      `${type} ${status} ${attemptCount} ${causeSequence}→${outcomeSequence ?? ""}`,
  );

describe("the effects of an order", () => {
  it("have their attempts with the reasons, also after they are done", () => {
    const log = placeInLog();
    expect(summarize(log)).toEqual(["reserveStock PENDING 0 1→", "publishFact PENDING 0 1→"]);
    log.reschedule(findDue(log, "reserveStock"), 2_000, failedAt(1_000));
    expect(summarize(log)[0]).toBe("reserveStock RETRYING 1 1→");
    const [running] = listEffects(log.entries, ({ key }) => key === findDue(log, "reserveStock").key);
    expect([running?.status, running?.nextAttemptAt]).toEqual(["RUNNING", 2_000]);
    log.settle(findDue(log, "reserveStock"), { type: "short", skus: ["A"] }, 2_010, { at: 2_000, durationMs: 10 });
    const [reserved] = listEffects(log.entries, notRunning);
    expect(reserved).toEqual({
      id: "ord_0123456789abcdefghjkmnpqrs:1:0",
      type: "reserveStock",
      status: "COMPLETED",
      isCompensation: false,
      causeSequence: 1,
      outcomeSequence: 2,
      attemptCount: 2,
      attempts: [failedAt(1_000), { at: 2_000, durationMs: 10 }],
      createdAt: 1_000,
      completedAt: 2_010,
    });
  });

  it("remember the last ten attempts and count all", () => {
    const log = placeInLog();
    for (let attempt = 1; attempt <= 12; attempt++) {
      log.reschedule(findDue(log, "reserveStock"), attempt, failedAt(attempt));
    }
    const [effect] = listEffects(log.entries, notRunning);
    expect(effect?.attemptCount).toBe(12);
    expect(effect?.attempts.map(({ at }) => at)).toEqual([3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);
  });

  it("are given up with the event that says so, and retried under the same id without the attempts before", () => {
    const log = placeInLog();
    const due = findDue(log, "reserveStock");
    const exhausted = { type: "exhausted", effect: due.effect, key: due.key, reason: "down" } as const;
    log.settle(due, exhausted, 9_000, failedAt(9_000));
    log.submit({
      command: { type: "resolveOrder", resolution: "RETRY", note: "again" },
      actor: "staff:acc_2",
      traceId,
      now: 9_500,
    });
    expect(summarize(log).filter((text) => text.startsWith("reserveStock"))).toEqual([
      "reserveStock GIVEN_UP 1 1→2",
      "reserveStock PENDING 0 3→",
    ]);
    const ids = listEffects(log.entries, notRunning).flatMap(({ type, id }) => (type === "reserveStock" ? [id] : []));
    expect(new Set(ids).size).toBe(1);
  });

  it("lose the reasons of their attempts when the personal data is erased", () => {
    const log = placeInLog();
    log.reschedule(findDue(log, "publishFact"), 2_000, failedAt(1_000));
    log.settle(findDue(log, "reserveStock"), { type: "short", skus: ["A"] }, 2_010, failedAt(2_000));
    log.submit({ command: { type: "erasePersonalData" }, actor: "system", traceId, now: 3_000 });
    const errors = listEffects(log.entries, notRunning).flatMap(({ attempts }) => attempts.map(({ error }) => error));
    expect(errors).toEqual(["", ""]);
  });
});

/** Writes entries with the statements of a release that recorded no attempts. */
function writeAsEarlierRelease(sql: SqlStorage, entries: readonly LogEntry[]): void {
  sql.exec(`CREATE TABLE IF NOT EXISTS log (sequence INTEGER PRIMARY KEY, type TEXT NOT NULL, version INTEGER NOT NULL,
    at INTEGER NOT NULL, actor TEXT NOT NULL, trace_id TEXT NOT NULL, command_id TEXT, request_hash TEXT, data TEXT NOT NULL,
    pending TEXT)`);
  for (const { recorded, pending } of entries) {
    const { type, version, data } = encodeEvent(recorded.event);
    const { sequence, at, actor } = recorded;
    const pendingJson = pending.length === 0 ? null : encodeJson(pending);
    sql.exec(
      `INSERT INTO log (sequence, type, version, at, actor, trace_id, command_id, request_hash, data, pending)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (sequence) DO UPDATE SET pending = excluded.pending`,
      ...[sequence, type, version, at, actor, traceId, null, null, data, pendingJson],
    );
  }
}

describe("the log of an earlier release", () => {
  it("gets the column for ended effects with the first write, and that release still reads and writes it", () => {
    const sql = createSql();
    const log = placeInLog();
    writeAsEarlierRelease(sql, log.takeUnsaved().entries);

    const store = new EventStore(sql);
    const opened = new EventLog(store.read());
    opened.settle(findDue(opened, "reserveStock"), { type: "short", skus: ["A"] }, 2_000, { at: 1_500, durationMs: 5 });
    store.write(opened.takeUnsaved());
    const reopened = new EventLog(new EventStore(sql).read());
    expect(summarize(reopened)).toEqual(summarize(opened));
    expect(summarize(reopened)[0]).toBe("reserveStock COMPLETED 1 1→2");

    // After a rollback, the earlier release ends the event of the placement. It does not touch the records.
    const [first] = reopened.entries;
    if (first === undefined) throw new Error("the log is empty");
    writeAsEarlierRelease(sql, [{ ...first, pending: [] }]);
    expect(summarize(new EventLog(new EventStore(sql).read()))[0]).toBe("reserveStock COMPLETED 1 1→2");
  });

  it("shows the effects that it ended as completed, without attempts", () => {
    const sql = createSql();
    const log = placeInLog();
    const [first] = log.takeUnsaved().entries;
    if (first === undefined) throw new Error("the log is empty");
    writeAsEarlierRelease(sql, [{ ...first, pending: first.pending.filter(({ index }) => index === 0) }]);
    const effects = listEffects(new EventStore(sql).read(), notRunning);
    expect(effects.map(({ type, status, attempts }) => [type, status, attempts])).toEqual([
      ["reserveStock", "PENDING", []],
      ["publishFact", "COMPLETED", []],
    ]);
  });

  it("is not created by a read", () => {
    const sql = createSql();
    expect(new EventStore(sql).read()).toEqual([]);
    expect(sql.exec("SELECT name FROM sqlite_master").toArray()).toEqual([]);
  });
});

describe("the stored error of an attempt", () => {
  it.each([
    ["Failure: stock did not respond within 5000 ms", "Failure: stock did not respond within 5000 ms"],
    ["No such payment_intent: 'pi_3PabcDEF'", "No such payment_intent: 'pi_3PabcDEF'"],
    ["Invalid name: 'Ada Lovelace', sent to ada@example.com\nsecond line", "Invalid name: …, sent to [email]"],
    ["pi_3Pabc_secret_XYZ123 is used", "[secret] is used"],
    [`Invalid API Key provided: ${["sk", "test", "51Habcdef"].join("_")}`, "Invalid API Key provided: [secret]"],
    ["connect postgres://stoa:pass@db.example/stoa?x=y failed", "connect postgres://db.example/stoa failed"],
    ["call +31 6 1234 5678 of card 4242 4242 4242 4242", "call [number] of card [number]"],
    ["x".repeat(500), "x".repeat(200)],
  ])("%s", (reason, stored) => {
    expect(toAttemptError(reason)).toBe(stored);
  });
});
