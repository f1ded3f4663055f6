import { describe, expect, it } from "vitest";
import { freeTerms } from "../../../test/pricing/quotes.ts";
import type { OrderEvent, RecordedEvent } from "./events.ts";
import { evolve } from "./evolve.ts";
import { newOrder } from "./order.ts";
import { findOrderEmail } from "./order-email.ts";
import { priceReserved } from "./terms.ts";

const usd = (amountMinor: bigint) => ({ amountMinor, currency: "USD" }) as const;
const lines = [{ sku: "A", name: "A", productId: "prd_1", quantity: 2, unitPrice: usd(1_000n) }];
const pricing = priceReserved(lines, [], "USD", freeTerms);
const placed: OrderEvent = {
  type: "OrderPlaced",
  orderId: "ord_1",
  accountId: "acc_1",
  number: "N1",
  currency: "USD",
  lines,
  idempotencyKey: "key",
  paymentMethod: "pm_card_visa",
  terms: freeTerms,
  pricing,
  proceed: true,
};
const reserved: OrderEvent = { type: "StockReserved", lines, total: usd(2_000n), pricing, proceed: true };
const started: OrderEvent = { type: "PaymentStarted", paymentId: "pi_1", paymentMethod: "pm", proceed: true };
const authorized: OrderEvent = { type: "PaymentAuthorized", paymentId: "pi_1", amount: usd(2_000n), proceed: true };
const created: OrderEvent = { type: "OrderCreated", paymentId: "pi_1", amount: usd(2_000n), proceed: true };
const captured: OrderEvent = { type: "PaymentCaptured", paymentId: "pi_1", amount: usd(2_000n) };
const confirmed: OrderEvent = { type: "OrderConfirmed" };
const cancelRequested: OrderEvent = { type: "CancellationRequested", reason: "changed my mind" };
const cancelled: OrderEvent = { type: "OrderCancelled" };
const refundStarted: OrderEvent = { type: "RefundStarted", paymentId: "pi_1", amount: usd(2_000n) };
const untilCaptured = [placed, reserved, started, authorized, created, captured];
const untilConfirmed = [...untilCaptured, confirmed];

/** Returns the email of each event, in their order. Events without an email are left out. */
function listEmails(events: readonly OrderEvent[]) {
  const log: RecordedEvent[] = events.map((event, index) => ({
    sequence: index + 1,
    at: index,
    actor: "system",
    event,
  }));
  return log.flatMap((_, index) => {
    const past = log.slice(0, index + 1);
    const email = findOrderEmail({ state: past.reduce(evolve, newOrder), events: past });
    return email === undefined ? [] : [{ event: events[index]?.type, ...email }];
  });
}

describe("findOrderEmail", () => {
  it("confirms an order once it is paid, and not before", () => {
    expect(listEmails(untilConfirmed)).toEqual([{ event: "OrderConfirmed", type: "CONFIRMATION" }]);
  });

  it("sends none for a rejected order", () => {
    const rejection = { code: "OUT_OF_STOCK", message: "no", skus: ["A"] };
    expect(listEmails([placed, { type: "StockShort", skus: ["A"] }, { type: "OrderRejected", rejection }])).toEqual([]);
    const compensated: OrderEvent = {
      type: "CompensationStarted",
      as: "REJECTED",
      rejection,
      releaseStock: true,
      voidPaymentId: "pi_1",
      amount: usd(2_000n),
    };
    expect(listEmails([placed, reserved, started, compensated, { type: "OrderRejected", rejection }])).toEqual([]);
  });

  it("sends one for each shipment, with its own lines and tracking number", () => {
    const ship = (shipmentId: string, quantity: number, trackingNumber: string): OrderEvent => ({
      type: "ShipmentCreated",
      shipmentId,
      carrier: "DHL",
      trackingNumber,
      lines: [{ sku: "A", quantity }],
    });
    const events = [...untilConfirmed, ship("s1", 1, "T1"), ship("s2", 1, "T2"), { type: "OrderFulfilled" } as const];
    expect(listEmails([...events, { type: "OrderDelivered" }]).slice(1)).toMatchObject([
      {
        event: "ShipmentCreated",
        type: "SHIPMENT",
        shipment: { id: "s1", trackingNumber: "T1", lines: [{ quantity: 1 }] },
      },
      { event: "ShipmentCreated", type: "SHIPMENT", shipment: { id: "s2", trackingNumber: "T2" } },
    ]);
  });

  describe("for a refund", () => {
    const requested: OrderEvent = {
      type: "RefundRequested",
      requestId: "r1",
      paymentId: "pi_1",
      amount: usd(300n),
      reason: "broken",
    };
    const refunded: OrderEvent = { type: "PaymentRefunded", refundId: "re_1", requestId: "r1", amount: usd(300n) };
    const completed: OrderEvent = { type: "RefundCompleted", refundId: "re_1", amount: usd(300n) };
    const emails = (...events: OrderEvent[]) => listEmails([...untilConfirmed, ...events]).slice(1);

    it("sends one when the provider has refunded", () => {
      expect(emails(requested)).toEqual([]);
      expect(emails(requested, refunded)).toEqual([{ event: "PaymentRefunded", type: "REFUND", refund: usd(300n) }]);
    });

    it("sends one for a pending refund when it is completed, and none when it fails", () => {
      const pending: OrderEvent = { ...refunded, isPending: true };
      expect(emails(requested, pending, completed)).toEqual([
        { event: "RefundCompleted", type: "REFUND", refund: usd(300n) },
      ]);
      const failed: OrderEvent = { type: "RefundFailed", refundId: "re_1", amount: usd(300n), reason: "closed" };
      expect(emails(requested, pending, failed)).toEqual([]);
      expect(emails(requested, { ...failed, requestId: "r1" })).toEqual([]);
    });

    it("sends one for a refund in the provider's dashboard", () => {
      const noted: OrderEvent = { type: "RefundNoted", refundId: "re_1", amount: usd(300n) };
      expect(emails(noted)).toEqual([{ event: "RefundNoted", type: "REFUND", refund: usd(300n) }]);
      expect(emails({ ...noted, isPending: true })).toEqual([]);
      expect(emails({ ...noted, isPending: true }, completed)).toMatchObject([{ event: "RefundCompleted" }]);
    });
  });

  describe("for a cancellation", () => {
    const refunded: OrderEvent = { type: "PaymentRefunded", refundId: "re_1", amount: usd(2_000n) };
    const restocked: OrderEvent = { type: "StockRestocked" };

    it("sends one with the refunded amount, and none for its refund", () => {
      expect(listEmails([...untilConfirmed, cancelRequested, refundStarted, refunded, restocked, cancelled])).toEqual([
        { event: "OrderConfirmed", type: "CONFIRMATION" },
        { event: "OrderCancelled", type: "CANCELLATION", refund: usd(2_000n) },
      ]);
    });

    it("sends no confirmation when the buyer cancelled before it", () => {
      const events = [...untilCaptured, cancelRequested, confirmed, refundStarted, refunded, restocked, cancelled];
      expect(listEmails(events).map(({ type }) => type)).toEqual(["CANCELLATION"]);
    });

    it("sends one when its refund is still pending, and none when that refund is completed", () => {
      const pending: OrderEvent = { ...refunded, isPending: true };
      const completed: OrderEvent = { type: "RefundCompleted", refundId: "re_1", amount: usd(2_000n) };
      const events = [...untilConfirmed, cancelRequested, refundStarted, pending, restocked, cancelled, completed];
      expect(listEmails(events).slice(1)).toEqual([
        { event: "OrderCancelled", type: "CANCELLATION", refund: usd(2_000n) },
      ]);
    });

    it("sends no second one after the provider took the refund back", () => {
      const events: OrderEvent[] = [
        ...untilConfirmed,
        ...[cancelRequested, refundStarted, refunded, restocked, cancelled],
        { type: "RefundFailed", refundId: "re_1", amount: usd(2_000n), reason: "closed" },
        { type: "CancellationReopened", amount: usd(2_000n) },
        { type: "PaymentRefunded", refundId: "re_2", amount: usd(2_000n) },
        cancelled,
      ];
      expect(listEmails(events).map(({ type }) => type)).toEqual(["CONFIRMATION", "CANCELLATION"]);
    });

    it("sends one when the order was paid and never confirmed", () => {
      const events = [...untilCaptured, refundStarted, refunded, restocked, cancelled];
      expect(listEmails(events).map(({ type }) => type)).toEqual(["CANCELLATION"]);
    });

    it("sends none before the payment, or for a cart", () => {
      const voided: OrderEvent = { type: "PaymentVoided", paymentId: "pi_1", amount: usd(2_000n) };
      const compensated: OrderEvent = {
        type: "CompensationStarted",
        as: "CANCELLED",
        releaseStock: true,
        voidPaymentId: "pi_1",
        amount: usd(2_000n),
      };
      const events = [placed, reserved, started, authorized, cancelRequested, compensated, voided, cancelled];
      expect(listEmails(events)).toEqual([]);
      const cart: OrderEvent = { type: "CartCreated", orderId: "ord_1", accountId: "acc_1", currency: "USD" };
      expect(listEmails([cart, cancelRequested, cancelled])).toEqual([]);
    });
  });
});
