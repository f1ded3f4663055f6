import { describe, expect, it } from "vitest";
import { createQuote, newCustomer } from "../../../test/pricing/quotes.ts";
import { actionsOf } from "./actions.ts";
import type { Command, Outcome, Quote } from "./commands.ts";
import { decide } from "./decide.ts";
import type { RecordedEvent } from "./events.ts";
import { evolve } from "./evolve.ts";
import { maxPaymentWaitMs } from "./limits.ts";
import { newOrder, type OrderState } from "./order.ts";
import { progressOf } from "./progress.ts";

const usd = (amountMinor: bigint) => ({ amountMinor, currency: "USD" }) as const;
const giveUpMs = 900_000;

/** Returns the order after these commands, one millisecond apart, and its events. */
function run(commands: readonly Command[]): { readonly state: OrderState; readonly events: readonly RecordedEvent[] } {
  let state: OrderState = newOrder;
  const events: RecordedEvent[] = [];
  for (const [at, command] of commands.entries()) {
    const decided = decide(command, state);
    if (!decided.ok) throw new Error(`${command.type}: ${decided.error.message}`);
    for (const event of decided.value) {
      const recorded = { sequence: state.sequence + 1, at, actor: "system", event };
      events.push(recorded);
      state = evolve(state, recorded);
    }
  }
  return { state, events };
}

const quote: Quote = { sku: "A", name: "A", productId: "prd_1", unitPrice: usd(1_000n) };
const place: Command = {
  type: "placeOrder",
  orderId: "ord_0123456789abcdefghjkmnpqrs",
  accountId: "acc_1",
  idempotencyKey: "key",
  lines: [{ sku: "A", quantity: 2 }],
  quote: createQuote([{ ...quote, quantity: 2 }]),
  customer: newCustomer,
  paymentMethod: "pm_card_visa",
  shippingAddress: { name: "N", line1: "L", city: "C", postalCode: "1", countryCode: "NL" },
};
const reserved: Outcome = { type: "reserved", lines: [{ ...quote, quantity: 2 }] };
const started: Outcome = { type: "paymentStarted", paymentId: "pi_1" };
const unpaid = [place, reserved, started, { type: "actionRequired", paymentId: "pi_1", clientSecret: "s" } as const];
const authorized = [place, reserved, started, { type: "authorized", paymentId: "pi_1" } as const];
const confirmed: readonly Command[] = [...authorized, { type: "captured", paymentId: "pi_1" }];
const shipped: readonly Command[] = [...confirmed, { type: "fulfilOrder" }];
const exhausted: Outcome = {
  type: "exhausted",
  effect: { type: "voidPayment", paymentId: "pi_1", amount: usd(2_000n) },
  key: "k",
  reason: "down",
};

/** Returns the allowed actions. */
const allowed = (commands: readonly Command[], viewer: "owner" | "staff" = "staff") =>
  actionsOf(run(commands).state, viewer).flatMap(({ type, reason }) => (reason === undefined ? [type] : []));
const reasonOf = (commands: readonly Command[], wanted: string) =>
  actionsOf(run(commands).state, "staff").find(({ type }) => type === wanted)?.reason;

describe("actionsOf", () => {
  it("lists what staff may do in each step", () => {
    expect(allowed(unpaid)).toEqual(["CANCEL", "RESUME_PAYMENT"]);
    expect(allowed(authorized)).toEqual(["CANCEL"]);
    expect(allowed(confirmed)).toEqual(["CANCEL", "CANCEL_LINES", "REFUND", "FULFIL"]);
    expect(allowed(shipped)).toEqual(["REFUND", "MARK_DELIVERED"]);
    expect(allowed([...shipped, { type: "markDelivered" }])).toEqual(["REFUND"]);
    expect(allowed([...authorized, exhausted])).toEqual(["RETRY", "GIVE_UP"]);
    expect(allowed([...confirmed, { type: "cancelOrder" }])).toEqual([]);
  });

  it("lists nothing that the owner has no right to", () => {
    expect(actionsOf(run(confirmed).state, "owner").map(({ type }) => type)).toEqual(["CANCEL", "RESUME_PAYMENT"]);
    expect(allowed(unpaid, "owner")).toEqual(["CANCEL", "RESUME_PAYMENT"]);
    expect(allowed(shipped, "owner")).toEqual([]);
  });

  it("says why an action is refused", () => {
    expect(reasonOf(shipped, "CANCEL")).toBe("The order has been shipped. Refund it instead.");
    expect(reasonOf(confirmed, "RESUME_PAYMENT")).toBe("No payment waits for the buyer");
    expect(reasonOf([...authorized, { type: "cancelOrder" }], "CANCEL")).toBe("The order is already being cancelled");
    expect(reasonOf([...shipped, { type: "markDelivered" }], "MARK_DELIVERED")).toBe("The order has been delivered");
    expect(reasonOf([...confirmed, { type: "refundOrder", reason: "r" }], "CANCEL_LINES")).toBeDefined();
  });

  it("has the amount that can still be refunded", () => {
    const refund = (commands: readonly Command[]) =>
      actionsOf(run(commands).state, "staff").find(({ type }) => type === "REFUND")?.maxAmount;
    expect(refund(confirmed)).toEqual(usd(2_000n));
    expect(refund([...confirmed, { type: "refundOrder", reason: "r", amount: usd(500n) }])).toEqual(usd(1_500n));
    expect(refund(authorized)).toBeUndefined();
  });
});

describe("progressOf", () => {
  const progress = (commands: readonly Command[]) => {
    const { state, events } = run(commands);
    return progressOf(state, events, giveUpMs);
  };

  it("ends ten minutes after the cardholder was asked, also when other events follow", () => {
    const deadlineAt = 3 + maxPaymentWaitMs;
    expect(progress(unpaid)).toEqual({ deadlineAt, stockHeldUntil: deadlineAt });
    const replaced: Outcome = {
      type: "unpaidCounted",
      paymentId: "pi_1",
      replaced: [{ orderId: "ord_2", paymentId: "pi_2" }],
    };
    expect(progress([...unpaid, replaced])).toEqual({ deadlineAt, stockHeldUntil: deadlineAt });
  });

  it("is the time after which staff decide while a step runs, and holds stock from the reservation on", () => {
    expect(progress([place])).toEqual({ deadlineAt: giveUpMs });
    // The capture has been running since the payment was authorized.
    const deadlineAt = 3 + giveUpMs;
    expect(progress(authorized)).toEqual({ deadlineAt, stockHeldUntil: deadlineAt });
    expect(progress([...unpaid, { type: "cancelOrder" }])).toEqual({ deadlineAt: 4 + giveUpMs });
  });

  it("has no end when nothing more happens by itself", () => {
    for (const commands of [confirmed, shipped, [...authorized, exhausted]]) expect(progress(commands)).toEqual({});
  });
});
