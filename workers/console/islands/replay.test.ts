import { describe, expect, it } from "vitest";
import { findDifferences } from "../domain/order-fields.ts";
import type { TimelineEvent } from "../domain/timeline.ts";
import { replay } from "./replay.ts";

/** Returns a log as the timeline of the API has it: amounts are strings. */
function toTimeline(...events: readonly (readonly [type: string, data: object])[]): readonly TimelineEvent[] {
  const at = "2026-03-01T12:00:00.000Z";
  return events.map(([type, data], index) => ({ sequence: index + 1, type, at, actor: "system", data }));
}

const amount = { amountMinor: "4200", currency: "EUR" };
const unitPrice = { amountMinor: "1400", currency: "EUR" };
const lines = [{ sku: "A", name: "A", productId: "prd_1", quantity: 3, unitPrice }];
const noTax = { tax: "0", taxLines: [], discountTotal: "0", reverseChargeAmount: "0" };
const pricing = {
  currency: "EUR",
  taxesIncluded: true,
  lines: [{ sku: "A", quantity: 3, unitPrice: "1400", total: "4200", ...noTax }],
  shipping: { price: "0", method: "standard", ...noTax },
  discounts: [],
  taxLines: [],
  subtotal: "4200",
  discountTotal: "0",
  tax: "0",
  reverseChargeAmount: "0",
  total: "4200",
};
const placed = {
  orderId: "ord_1",
  accountId: "acc_1",
  number: "GHJKM-NPQRS",
  currency: "EUR",
  lines,
  idempotencyKey: "key",
  paymentMethod: "pm_card_visa",
  terms: {},
  pricing,
  proceed: true,
};
const paymentId = "pi_1";
const log = toTimeline(
  ["OrderPlaced", placed],
  ["StockReserved", { lines, total: amount, pricing, proceed: true }],
  ["PaymentAuthorized", { paymentId, amount, proceed: true }],
  ["OrderCreated", { paymentId, amount, proceed: true }],
  ["PaymentCaptured", { paymentId, amount }],
  ["OrderConfirmed", {}],
);

describe("replay", () => {
  it("returns the order after each event of a log as the API has it", () => {
    const states = replay(log);
    expect(states.map(({ fields }) => [fields.Status, fields.Payment])).toEqual([
      ["PLACED", "PENDING"],
      ["RESERVED", "PENDING"],
      ["AUTHORIZED", "AUTHORIZED"],
      ["CREATED", "AUTHORIZED"],
      ["CAPTURED", "PAID"],
      ["CONFIRMED", "PAID"],
    ]);
    expect(states.at(-1)?.fields).toEqual({
      Status: "CONFIRMED",
      Payment: "PAID",
      Fulfillment: "UNFULFILLED",
      Number: "GHJKM-NPQRS",
      Subtotal: "4200 EUR",
      Shipping: "0 EUR",
      Tax: "0 EUR",
      Total: "4200 EUR",
      Refunded: "0 EUR",
      "Line A": "3 × 1400 EUR",
      "Transaction ord_1-3": "AUTHORIZATION SUCCEEDED 4200 EUR pi_1",
      "Transaction ord_1-5": "CAPTURE SUCCEEDED 4200 EUR pi_1",
    });
  });

  it("shows what differs between two of its states", () => {
    const states = replay(log);
    expect(findDifferences(states[3]?.fields ?? {}, states[5]?.fields ?? {})).toEqual([
      { name: "Status", before: "CREATED", after: "CONFIRMED" },
      { name: "Payment", before: "AUTHORIZED", after: "PAID" },
      { name: "Transaction ord_1-5", before: undefined, after: "CAPTURE SUCCEEDED 4200 EUR pi_1" },
    ]);
  });

  it("fails for an event of a later release", () => {
    expect(() => replay([...log, ...toTimeline(["OrderTeleported", {}])])).toThrow(
      "Unknown event type OrderTeleported",
    );
  });
});
