import { describe, expect, it } from "vitest";
import { createQuote, newCustomer } from "../../../test/pricing/quotes.ts";
import type { Command } from "./commands.ts";
import { decide } from "./decide.ts";
import { blocksCaller, endsByItself } from "./effects.ts";
import { effectsOf } from "./effects-of.ts";
import { createEventDecoder, encodeEvent } from "./event-codec.ts";
import type { OrderEvent } from "./events.ts";
import { evolve } from "./evolve.ts";
import type { Transaction } from "./model.ts";
import { newOrder, type OrderState } from "./order.ts";
import type { Pricing } from "./pricing/model.ts";

const usd = (amountMinor: bigint) => ({ amountMinor, currency: "USD" }) as const;
const amount = usd(500n);
const refund = (reference: string, sequence: number): Transaction => ({
  id: `ord_1-${sequence}`,
  kind: "REFUND",
  status: "SUCCEEDED",
  amount,
  reference,
  at: 0,
});
const untaxed: OrderState = {
  ...newOrder,
  id: "ord_1",
  pricing: { total: 1_000n } as Pricing,
  transactions: [refund("re_1", 12), refund("re_2", 15)],
};
const state: OrderState = { ...untaxed, pricing: { ...(untaxed.pricing as Pricing), taxCalculation: "taxcalc_1" } };

const reports = (event: OrderEvent, order = state) => effectsOf(event, order).filter(({ type }) => /tax/i.test(type));
const events: readonly OrderEvent[] = [
  { type: "OrderConfirmed" },
  { type: "PaymentRefunded", refundId: "re_2", amount },
  { type: "RefundNoted", refundId: "re_2", amount },
  { type: "RefundCompleted", refundId: "re_2", amount },
  { type: "RefundFailed", refundId: "re_2", amount, reason: "closed card" },
];

describe("reports to a tax provider", () => {
  it("follow from the confirmation, from each refund that is complete, and from its failure after that", () => {
    const refundId = "ord_1-15";
    expect(events.map((event) => reports(event))).toEqual([
      [{ type: "recordTax", calculationId: "taxcalc_1" }],
      [{ type: "reverseTax", refundId }],
      [{ type: "reverseTax", refundId }],
      [{ type: "reverseTax", refundId }],
      [{ type: "undoTaxReversal", refundId }],
    ]);
  });

  it("do not follow from a refund that is pending, or that the payment provider refused", () => {
    expect(reports({ type: "PaymentRefunded", refundId: "re_2", amount, isPending: true })).toEqual([]);
    expect(reports({ type: "RefundNoted", refundId: "re_2", amount, isPending: true })).toEqual([]);
    expect(reports({ type: "RefundFailed", requestId: "ord_1-15", refundId: "re_2", amount, reason: "no" })).toEqual(
      [],
    );
  });

  it("do not follow for an order whose taxes come from tax rates", () => {
    for (const event of events) expect(reports(event, untaxed)).toEqual([]);
  });

  it("are waited for by no request, and never stop an order", () => {
    for (const effect of events.flatMap((event) => reports(event))) {
      expect([blocksCaller(effect), endsByItself(effect)]).toEqual([false, true]);
    }
  });
});

describe("an order with the taxes of a provider", () => {
  const line = { sku: "A", name: "A", productId: "prd_1", quantity: 2, unitPrice: usd(1_000n) };
  const taxOf = (tax: bigint) => ({ tax, taxLines: [], reverseChargeAmount: 0n });
  const quote = {
    ...createQuote([line], { taxesIncluded: false }),
    taxes: { calculationId: "taxcalc_1", lines: [taxOf(175n)], shipping: taxOf(0n) },
  };
  const place: Command = {
    type: "placeOrder",
    orderId: "ord_0123456789abcdefghjkmnpqrs",
    accountId: "acc_1",
    idempotencyKey: "key",
    lines: [{ sku: "A", quantity: 2 }],
    quote,
    customer: newCustomer,
    paymentMethod: "pm_card_visa",
    shippingAddress: { name: "N", line1: "L", city: "C", postalCode: "1", countryCode: "US" },
  };
  const paid: readonly Command[] = [
    { type: "paymentStarted", paymentId: "pi_1" },
    { type: "authorized", paymentId: "pi_1" },
    { type: "created" },
    { type: "captured", paymentId: "pi_1" },
    { type: "committed" },
  ];

  function run(commands: readonly Command[]) {
    let order: OrderState = newOrder;
    const decode = createEventDecoder();
    const stored = commands.flatMap((command) => {
      const decided = decide(command, order);
      if (!decided.ok) throw new Error(decided.error.message);
      return decided.value.map((event) => {
        const decoded = decode(encodeEvent(event));
        order = evolve(order, { sequence: order.sequence + 1, at: 9, actor: "system", event: decoded });
        return { event: decoded, effects: effectsOf(decoded, order) };
      });
    });
    return { order, effects: stored.flatMap(({ effects }) => effects) };
  }

  it("keeps them at the reservation, which calculates nothing, and reports the sale when it is confirmed", () => {
    const { order, effects } = run([place, { type: "reserved", lines: [line] }, ...paid]);
    expect(order.status).toBe("CONFIRMED");
    expect(order.pricing).toMatchObject({ tax: 175n, total: 2_175n, taxCalculation: "taxcalc_1" });
    expect(effects.filter(({ type }) => type === "recordTax")).toEqual([
      { type: "recordTax", calculationId: "taxcalc_1" },
    ]);
  });

  it.each([999n, 1_001n])("is rejected with PRICE_CHANGED when a unit costs %s at the reservation", (unitPrice) => {
    const lines = [{ ...line, unitPrice: usd(unitPrice) }];
    const { order } = run([place, { type: "reserved", lines }, { type: "released" }]);
    expect([order.status, order.rejection?.code]).toEqual(["REJECTED", "PRICE_CHANGED"]);
  });
});
