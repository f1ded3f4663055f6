import { describe, expect, it } from "vitest";
import { createQuote, newCustomer } from "../../../test/pricing/quotes.ts";
import type { Command, Outcome, ProviderDispute, Quote } from "./commands.ts";
import { decide } from "./decide.ts";
import { effectsOf } from "./effects-of.ts";
import { createEventDecoder, encodeEvent } from "./event-codec.ts";
import type { OrderEvent } from "./events.ts";
import { evolve } from "./evolve.ts";
import { findDisputesToNote } from "./noting-disputes.ts";
import { newOrder, type OrderState } from "./order.ts";

const usd = (amountMinor: bigint) => ({ amountMinor, currency: "USD" }) as const;
const quote: Quote = { sku: "A", name: "A", productId: "prd_1", unitPrice: usd(1_000n) };
const place: Command = {
  type: "placeOrder",
  orderId: "ord_0123456789abcdefghjkmnpqrs",
  accountId: "acc_1",
  idempotencyKey: "key",
  lines: [{ sku: "A", quantity: 2 }],
  quote: createQuote([{ ...quote, quantity: 2 }]),
  paymentMethod: "pm_card_visa",
  shippingAddress: { name: "N", line1: "L", city: "C", postalCode: "1", countryCode: "NL" },
  customer: newCustomer,
};
const outcomes: readonly Outcome[] = [
  { type: "reserved", lines: [{ ...quote, quantity: 2 }] },
  { type: "paymentStarted", paymentId: "pi_1" },
  { type: "authorized", paymentId: "pi_1" },
  { type: "created" },
  { type: "captured", paymentId: "pi_1" },
  { type: "committed" },
];
/** An order of 20.00 that is CONFIRMED. */
const confirmed = [place, ...outcomes];
const cancel: Command = { type: "cancelOrder" };
const restocked: Outcome = { type: "restocked" };

/** Decides on one command after the other. `events` are those of the last command, after the codec. */
function run(commands: readonly Command[]) {
  let state: OrderState = newOrder;
  const decode = createEventDecoder();
  let events: readonly OrderEvent[] = [];
  let rejected: string | undefined;
  for (const command of commands) {
    const decided = decide(command, state);
    rejected = decided.ok ? undefined : decided.error.reason;
    events = decided.ok ? decided.value.map((event) => decode(encodeEvent(event))) : [];
    for (const event of events) state = evolve(state, { sequence: state.sequence + 1, at: 9, actor: "system", event });
  }
  return {
    state,
    rejected,
    types: events.map(({ type }) => type),
    effects: events.flatMap((event) => effectsOf(event, state)),
  };
}

function note(changes: Partial<ProviderDispute>, ...more: readonly ProviderDispute[]): Command {
  const { type = "CHARGEBACK", amount = usd(2_000n) } = changes;
  const withdrawn = type === "CHARGEBACK" ? amount : usd(0n);
  const report = {
    disputeId: "du_1",
    type,
    amount,
    reason: "fraudulent",
    createdAt: 1,
    withdrawn,
    reinstated: usd(0n),
  };
  return { type: "noteDisputes", disputes: [{ status: "NEEDS_RESPONSE", ...report, ...changes }, ...more] };
}

const opened = note({});
const lost = note({ status: "LOST" });
const won = note({ status: "WON", reinstated: usd(2_000n) });
const refund = (amountMinor?: bigint): Command => ({
  type: "refundOrder",
  reason: "r",
  ...(amountMinor === undefined ? {} : { amount: usd(amountMinor) }),
});

describe("a chargeback", () => {
  it("is recorded once, with the money that the bank took, and does not change the status", () => {
    const { state, types, effects } = run([...confirmed, opened]);
    expect(types).toEqual(["DisputeOpened", "DisputeFundsWithdrawn"]);
    expect(new Set(effects.map(({ type }) => type))).toEqual(new Set(["projectOrder"]));
    expect(state).toMatchObject({ status: "CONFIRMED", disputes: [{ disputeId: "du_1", status: "NEEDS_RESPONSE" }] });
    expect(state.transactions.at(-1)).toMatchObject({ kind: "CHARGEBACK", amount: usd(2_000n), reference: "du_1" });
    expect(run([...confirmed, opened, opened]).types).toEqual([]);
    expect(findDisputesToNote((opened as Extract<Command, { type: "noteDisputes" }>).disputes, state)).toBeUndefined();
  });

  it("blocks refunds until it is won, and the bank gives the money back", () => {
    expect(run([...confirmed, opened, refund()]).rejected).toBe("NOT_REFUNDABLE");
    expect(run([...confirmed, opened, refund(1n)]).rejected).toBe("NOT_REFUNDABLE");
    expect(run([...confirmed, opened, lost, refund()]).rejected).toBe("NOT_REFUNDABLE");
    const { state, types } = run([...confirmed, opened, won]);
    expect(types).toEqual(["DisputeClosed", "DisputeFundsReinstated"]);
    expect(state.disputes).toMatchObject([{ status: "WON", closedAt: 9 }]);
    expect(state.transactions.at(-1)).toMatchObject({ kind: "CHARGEBACK_REVERSAL", amount: usd(2_000n) });
    expect(run([...confirmed, opened, won, refund()]).types).toEqual(["RefundRequested"]);
  });

  it("of a part leaves the rest refundable", () => {
    const part = note({ amount: usd(1_500n) });
    expect(run([...confirmed, part, refund(501n)]).rejected).toBe("NOT_REFUNDABLE");
    expect(run([...confirmed, part, refund(500n)]).types).toEqual(["RefundRequested"]);
    const { state } = run([...confirmed, part, refund()]);
    expect(state.transactions.at(-1)).toMatchObject({ kind: "REFUND", amount: usd(500n) });
    expect(run([...confirmed, refund(700n), part, refund(1n)]).rejected).toBe("NOT_REFUNDABLE");
  });

  it("records each further amount that the bank takes, and ignores an older report of money", () => {
    const part = note({ withdrawn: usd(500n) });
    const { state } = run([...confirmed, part, opened, part]);
    const taken = state.transactions
      .filter(({ kind }) => kind === "CHARGEBACK")
      .map(({ amount }) => amount.amountMinor);
    expect(taken).toEqual([500n, 1_500n]);
  });

  it("is reopened by an appeal, and closed again", () => {
    const { state, types } = run([...confirmed, lost, note({ status: "NEEDS_RESPONSE" })]);
    expect(types).toEqual(["DisputeUpdated"]);
    expect(state.disputes[0]?.closedAt).toBeUndefined();
    expect(run([...confirmed, lost, note({}), won]).types).toEqual(["DisputeClosed", "DisputeFundsReinstated"]);
  });

  it("is not recorded for an order without a payment", () => {
    expect(run([place, opened]).types).toEqual([]);
  });
});

describe("an inquiry", () => {
  const inquiry = note({ type: "INQUIRY" });

  it("blocks nothing, and can become a chargeback", () => {
    expect(run([...confirmed, inquiry]).types).toEqual(["DisputeOpened"]);
    expect(run([...confirmed, inquiry, refund(500n)]).types).toEqual(["RefundRequested"]);
    expect(run([...confirmed, inquiry, cancel]).rejected).toBeUndefined();
    const { state, types } = run([...confirmed, inquiry, opened]);
    expect(types).toEqual(["DisputeUpdated", "DisputeFundsWithdrawn"]);
    expect(state.disputes).toMatchObject([{ type: "CHARGEBACK", status: "NEEDS_RESPONSE" }]);
  });

  it("that is closed has an end", () => {
    const { state } = run([...confirmed, inquiry, note({ type: "INQUIRY", status: "CLOSED" })]);
    expect(state.disputes).toMatchObject([{ status: "CLOSED", closedAt: 9 }]);
  });
});

describe("the cancellation of a disputed order", () => {
  it("is rejected while the bank decides", () => {
    expect(run([...confirmed, opened, cancel]).rejected).toBe("NOT_CANCELLABLE");
  });

  it("refunds nothing when the bank has paid everything, and returns the stock", () => {
    const { effects } = run([...confirmed, lost, cancel]);
    expect(effects.map(({ type }) => type)).toEqual(["restock"]);
    const { state } = run([...confirmed, lost, cancel, restocked]);
    expect([state.status, state.refunded]).toEqual(["CANCELLED", usd(0n)]);
  });

  it("refunds what the bank has not paid", () => {
    const { effects } = run([...confirmed, note({ status: "LOST", amount: usd(1_500n) }), cancel]);
    expect(effects).toContainEqual({ type: "refundPayment", paymentId: "pi_1", amount: usd(500n) });
  });

  it("ends without a refund when the bank pays while the refund is in progress", () => {
    const { state, types } = run([...confirmed, cancel, restocked, opened, lost, { type: "refundNotOwed" }]);
    expect(types).toEqual(["RefundNotOwed", "OrderCancelled"]);
    expect(state).toMatchObject({ status: "CANCELLED", refunded: usd(0n) });
    expect(state.transactions.filter(({ kind }) => kind === "REFUND")).toMatchObject([{ status: "FAILED" }]);
  });

  it("counts only the refunded part when the bank pays the rest", () => {
    const refunded: Outcome = { type: "refunded", refundId: "re_1", amount: usd(500n) };
    const { state } = run([...confirmed, cancel, restocked, refunded]);
    expect(state).toMatchObject({ status: "CANCELLED", refunded: usd(500n) });
    expect(state.transactions.at(-1)).toMatchObject({ kind: "REFUND", status: "SUCCEEDED", amount: usd(500n) });
  });

  it("is owed again when an appeal succeeds, but only once the cancellation has ended", () => {
    const cancelled = [...confirmed, lost, cancel, restocked];
    const { state, types } = run([...cancelled, won]);
    const reopened = ["CancellationReopened", "EffectExhausted"];
    expect(types).toEqual(["DisputeUpdated", "DisputeFundsReinstated", ...reopened]);
    expect(state.status).toBe("NEEDS_ATTENTION");
    const retry: Command = { type: "resolveOrder", resolution: "RETRY", note: "n" };
    const { effects } = run([...cancelled, won, retry]);
    expect(effects).toContainEqual({ type: "refundPayment", paymentId: "pi_1", amount: usd(2_000n) });
    expect(run([...confirmed, lost, cancel, won]).rejected).toBe("IN_PROGRESS");
  });

  it("owes nothing again when the order was also refunded in full", () => {
    const refunded: Outcome = { type: "refunded", refundId: "re_1" };
    const { state } = run([...confirmed, cancel, restocked, refunded, lost, won]);
    expect(state.status).toBe("CANCELLED");
  });
});
