import { describe, expect, it } from "vitest";
import { createQuote, newCustomer } from "../../../test/pricing/quotes.ts";
import { previewAction } from "./action-preview.ts";
import type { Command, Quote } from "./commands.ts";
import { decide } from "./decide.ts";
import { evolveDecided } from "./evolve.ts";
import { newOrder, type OrderState } from "./order.ts";

const usd = (amountMinor: bigint) => ({ amountMinor, currency: "USD" }) as const;

function runFrom(start: OrderState, ...commands: readonly Command[]): OrderState {
  return commands.reduce((state, command) => {
    const decided = decide(command, state);
    if (!decided.ok) throw new Error(`${command.type}: ${decided.error.message}`);
    return evolveDecided(state, decided.value);
  }, start);
}

const quote: Quote = { sku: "A", name: "A", productId: "prd_1", unitPrice: usd(1_001n) };
const authorized = runFrom(
  newOrder,
  {
    type: "placeOrder",
    orderId: "ord_0123456789abcdefghjkmnpqrs",
    accountId: "acc_1",
    idempotencyKey: "key",
    lines: [{ sku: "A", quantity: 3 }],
    quote: createQuote([{ ...quote, quantity: 3 }]),
    customer: newCustomer,
    paymentMethod: "pm_card_visa",
    shippingAddress: { name: "N", line1: "L", city: "C", postalCode: "1", countryCode: "NL" },
  },
  { type: "reserved", lines: [{ ...quote, quantity: 3 }] },
  { type: "paymentStarted", paymentId: "pi_1" },
  { type: "authorized", paymentId: "pi_1" },
);
const confirmed = runFrom(authorized, { type: "captured", paymentId: "pi_1" });
const stuck = runFrom(authorized, {
  type: "exhausted",
  effect: { type: "capturePayment", paymentId: "pi_1", amount: usd(3_003n) },
  key: "key",
  reason: "503",
});

describe("previewAction", () => {
  it("is what the command does: the events, the effects, the status and the shares", () => {
    const lines = [{ sku: "A", quantity: 2 }];
    const decided = decide({ type: "refundOrder", lines, reason: "" }, confirmed);
    const previewed = previewAction("REFUND", { lines }, confirmed);
    if (!decided.ok || !previewed.ok) throw new Error("Both succeed");
    const { shares, ...rest } = previewed.value;
    expect(rest).toEqual({
      status: "CONFIRMED",
      eventTypes: decided.value.map(({ type }) => type),
      effectTypes: ["refundPayment", "restock"],
    });
    expect(decided.value[0]).toMatchObject({ type: "RefundRequested", shares });
    expect(shares?.map(({ amount }) => amount)).toEqual([usd(2_002n)]);
  });

  it("is for all that is left without lines and amount", () => {
    const left = runFrom(confirmed, { type: "refundOrder", lines: [{ sku: "A", quantity: 1 }], reason: "" });
    expect(previewAction("CANCEL_LINES", {}, left)).toMatchObject({ ok: true, value: { shares: [{ quantity: 2 }] } });
    expect(previewAction("REFUND", {}, left)).toMatchObject({ ok: true, value: { shares: [{ quantity: 2 }] } });
  });

  it("refunds a cancellation after the payment, and voids the payment of one before it", () => {
    expect(previewAction("CANCEL", {}, confirmed)).toMatchObject({
      ok: true,
      value: {
        eventTypes: ["CancellationRequested", "RefundStarted"],
        effectTypes: ["refundPayment", "restock"],
        shares: [{ quantity: 3 }],
      },
    });
    expect(previewAction("CANCEL", {}, authorized)).toMatchObject({
      ok: true,
      value: { eventTypes: ["CancellationRequested"], effectTypes: [] },
    });
  });

  it("says why an action is refused, also when it was done before", () => {
    expect(previewAction("GIVE_UP", {}, stuck)).toMatchObject({
      ok: false,
      error: { message: "Cannot give up capturePayment: money may have moved or is owed. Choose RETRY." },
    });
    expect(previewAction("REFUND", { amount: usd(9_999n) }, confirmed)).toMatchObject({ ok: false });
    const delivered = runFrom(confirmed, { type: "fulfilOrder" }, { type: "markDelivered" });
    expect(previewAction("MARK_DELIVERED", {}, delivered)).toEqual({
      ok: false,
      error: { message: "The order has been delivered" },
    });
  });

  it("changes nothing", () => {
    const before = structuredClone(stuck);
    expect(previewAction("RETRY", {}, stuck)).toMatchObject({
      ok: true,
      value: { status: "CREATED", effectTypes: ["capturePayment"] },
    });
    expect(stuck).toEqual(before);
  });
});
