import { describe, expect, it } from "vitest";
import { createQuote, newCustomer } from "../../../test/pricing/quotes.ts";
import type { TaxId } from "../../kit/domain/tax-id.ts";
import type { Command } from "./commands.ts";
import { decide } from "./decide.ts";
import { createEventDecoder, encodeEvent } from "./event-codec.ts";
import type { OrderEvent } from "./events.ts";
import { evolve } from "./evolve.ts";
import { newOrder, type OrderState } from "./order.ts";
import { redact } from "./redaction.ts";

const eur = (amountMinor: bigint) => ({ amountMinor, currency: "EUR" }) as const;
const line = { sku: "A", name: "A", productId: "prd_1", quantity: 1, unitPrice: eur(11_900n) };
const vat = [{ name: "VAT", ratePpm: 190_000 }];
const quote = createQuote([line], { lines: [{ ...line, unitPrice: 11_900n, taxRates: vat }] });
const taxId: TaxId = { value: "DE123456789", status: "VERIFIED", verifiedName: "Example GmbH" };

type PlaceOrder = Extract<Command, { type: "placeOrder" }>;

const place = (more: Partial<PlaceOrder>): PlaceOrder => ({
  type: "placeOrder",
  orderId: "ord_0123456789abcdefghjkmnpqrs",
  accountId: "acc_1",
  idempotencyKey: "key",
  lines: [{ sku: "A", quantity: 1 }],
  quote,
  customer: newCustomer,
  paymentMethod: "pm_card_visa",
  shippingAddress: { name: "N", line1: "L", city: "C", postalCode: "10115", countryCode: "DE" },
  ...more,
});
const fromCart = (more: Partial<PlaceOrder>): PlaceOrder => {
  const { lines: _, ...command } = place(more);
  return command;
};

/** Decides on one command after the other, and folds the events as they are stored. */
function run(...commands: readonly Command[]): { readonly events: readonly OrderEvent[]; readonly state: OrderState } {
  const decode = createEventDecoder();
  let state = newOrder;
  const events: OrderEvent[] = [];
  for (const command of commands) {
    const decided = decide(command, state);
    if (!decided.ok) throw new Error(decided.error.reason);
    for (const event of decided.value.map((decidedEvent) => decode(encodeEvent(decidedEvent)))) {
      events.push(event);
      state = evolve(state, { event, sequence: events.length, at: events.length, actor: "system" });
    }
  }
  return { events, state };
}

const totalsOf = ({ pricing }: OrderState) => [pricing?.tax, pricing?.reverseChargeAmount, pricing?.total];

describe("an order with a tax id", () => {
  it("stores what the register said, and the price without tax", () => {
    const { events, state } = run(place({ taxId, isReverseCharge: true }));
    expect(events).toMatchObject([{ type: "OrderPlaced", taxId, terms: { isReverseCharge: true } }]);
    expect(events[0]).not.toHaveProperty("isReverseCharge");
    expect(totalsOf(state)).toEqual([0n, 1_900n, 10_000n]);
    expect(state.taxId).toEqual(taxId);
  });

  it("has no tax at the reservation either, also when the price has changed", () => {
    const reserved = { type: "reserved", lines: [{ ...line, unitPrice: eur(23_800n) }] } as const;
    const { state } = run(place({ taxId, isReverseCharge: true }), reserved);
    expect(totalsOf(state)).toEqual([0n, 3_800n, 20_000n]);
  });

  it("has the full tax unless the buyer owes it", () => {
    const { state } = run(place({ taxId: { value: "DE123456789", status: "UNAVAILABLE" } }));
    expect(totalsOf(state)).toEqual([1_900n, 0n, 11_900n]);
    expect(state.taxId).toEqual({ value: "DE123456789", status: "UNAVAILABLE" });
    expect(state.terms?.isReverseCharge).toBe(false);
  });

  it("is rejected when reverse charge does not apply any more and the total was expected", () => {
    const { events } = run(place({ taxId, expectedTotal: eur(10_000n) }));
    expect(events).toMatchObject([{ proceed: false }, { type: "OrderRejected", rejection: { code: "PRICE_CHANGED" } }]);
  });

  it("has no tax id of a former placement when its cart is placed again", () => {
    const { state } = run(
      { type: "createCart", orderId: "ord_1", accountId: "acc_1", currency: "EUR" },
      { type: "setCartLine", accountId: "acc_1", line: { sku: "A", quantity: 1 }, quote: line },
      fromCart({ taxId, isReverseCharge: true, expectedTotal: eur(1n) }),
      fromCart({ idempotencyKey: "again" }),
    );
    expect(state.status).toBe("PLACED");
    expect(state.taxId).toBeUndefined();
    expect(totalsOf(state)).toEqual([1_900n, 0n, 11_900n]);
  });

  it("keeps the status after erasure, and neither the number nor the name", () => {
    const [placed] = run(place({ taxId, isReverseCharge: true })).events;
    if (placed === undefined) throw new Error("no event");
    expect(redact(placed, () => "hash")).toMatchObject({ taxId: { status: "VERIFIED" } });
    expect(encodeEvent(redact(placed, () => "hash")).data).not.toMatch(/DE123456789|GmbH/);
  });
});
