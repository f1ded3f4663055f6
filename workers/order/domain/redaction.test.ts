import { describe, expect, it } from "vitest";
import { freeTerms } from "../../../test/pricing/quotes.ts";
import { readDataPage } from "../../../test/support/data-page.ts";
import type { OrderEvent } from "./events.ts";
import { redact, type TextPath, type TextTreatments, textTreatments } from "./redaction.ts";

const hash = (text: string) => `hash of ${text}`;

const placed: OrderEvent = {
  type: "OrderPlaced",
  orderId: "ord_1",
  accountId: "acc_1",
  number: "N",
  currency: "USD",
  lines: [{ sku: "A", name: "A", productId: "prd_1", unitPrice: { amountMinor: 100n, currency: "USD" }, quantity: 2 }],
  idempotencyKey: "my secret note",
  paymentMethod: "pm_card_visa",
  shippingAddress: { name: "N", line1: "L", city: "C", postalCode: "1", countryCode: "NL" },
  email: "vera@example.com",
  billingAddress: { name: "N", line1: "L", city: "C", postalCode: "1", countryCode: "NL" },
  customerNote: "Vera Victim is at home",
  couponCodes: ["SUMMER"],
  priceContext: {
    countryCode: "NL",
    customerKeys: ["acc_1", "hash"],
    customerGroupIds: ["grp_1"],
    isFirstOrder: false,
  },
  terms: freeTerms,
  pricing: {
    currency: "USD",
    taxesIncluded: false,
    lines: [
      {
        sku: "A",
        quantity: 2,
        unitPrice: 100n,
        total: 200n,
        discountTotal: 20n,
        tax: 36n,
        taxLines: [{ name: "Tax", ratePpm: 200_000, taxableAmount: 180n, amount: 36n }],
        reverseChargeAmount: 0n,
      },
    ],
    shipping: { method: "standard", price: 0n, discountTotal: 0n, tax: 0n, taxLines: [], reverseChargeAmount: 0n },
    discounts: [
      {
        promotionId: "prm_1",
        version: 1,
        name: "Sale",
        class: "PRODUCT",
        code: "SALE",
        amount: 20n,
        allocations: [{ sku: "A", amount: 20n }],
      },
    ],
    subtotal: 200n,
    discountTotal: 20n,
    tax: 36n,
    taxLines: [{ name: "Tax", ratePpm: 200_000, taxableAmount: 180n, amount: 36n }],
    reverseChargeAmount: 0n,
    total: 216n,
  },
  proceed: true,
};

describe("redact", () => {
  it("removes addresses, email and note, replaces the idempotency key by its hash, and keeps the amounts", () => {
    const { shippingAddress: _, billingAddress: __, email: ___, customerNote: ____, ...rest } = placed;
    const priceContext = { customerGroupIds: ["grp_1"], isFirstOrder: false };
    expect(redact(placed, hash)).toEqual({ ...rest, priceContext, idempotencyKey: "hash of my secret note" });
  });

  it("removes what the customer and staff wrote, and tracking numbers", () => {
    const amount = { amountMinor: 1n, currency: "USD" } as const;
    const events: readonly OrderEvent[] = [
      { type: "CancellationRequested", reason: "Vera Victim moved" },
      { type: "OrderCancelled", reason: "Vera Victim moved" },
      { type: "RefundRequested", requestId: "r", paymentId: "p", amount, reason: "Vera Victim called" },
      { type: "ResolutionChosen", resolution: "RETRY", note: "Vera Victim wrote", stuck: [] },
      { type: "ShipmentCreated", shipmentId: "s", carrier: "DHL", trackingNumber: "Vera Victim", lines: [] },
      { type: "EffectExhausted", effect: { type: "restock" }, key: "k", reason: "Key (Vera Victim) exists" },
      { type: "PaymentActionRequired", paymentId: "p", clientSecret: "Vera Victim", url: "Vera Victim" },
    ];
    const redacted = events.map((event) => redact(event, hash));
    expect(
      JSON.stringify(redacted, (_key, value) => (typeof value === "bigint" ? String(value) : value)),
    ).not.toContain("Vera");
    expect(redacted).toEqual([
      { type: "CancellationRequested" },
      { type: "OrderCancelled" },
      { type: "RefundRequested", requestId: "r", paymentId: "p", amount, reason: "" },
      { type: "ResolutionChosen", resolution: "RETRY", note: "", stuck: [] },
      { type: "ShipmentCreated", shipmentId: "s", carrier: "DHL", lines: [] },
      { type: "EffectExhausted", effect: { type: "restock" }, key: "k", reason: "" },
      { type: "PaymentActionRequired", paymentId: "p", clientSecret: "" },
    ]);
  });

  it("changes nothing when it runs again, apart from hashes", () => {
    const once = redact(placed, hash);
    expect(redact(once, (text) => text)).toEqual(once);
  });
});

describe("textTreatments", () => {
  it("does not compile without a row for a text field", () => {
    const { trackingNumber: _, ...incomplete } = textTreatments.ShipmentCreated;
    // @ts-expect-error: the row of `trackingNumber` is missing.
    const row: TextTreatments["ShipmentCreated"] = incomplete;
    expect(row).toBeDefined();
  });

  it("derives the paths of text fields from the types of the events", () => {
    interface Example {
      readonly type: "Example";
      readonly free: string;
      readonly fixed: "A" | "B";
      readonly optional?: string;
      readonly list: readonly string[];
      readonly nested: { readonly text: string; readonly amount: bigint };
      readonly items: readonly { readonly sku: string; readonly count: number }[];
    }
    const paths: Readonly<Record<TextPath<Example>, true>> = {
      free: true,
      optional: true,
      list: true,
      "nested.text": true,
      "items.sku": true,
    };
    // @ts-expect-error: a fixed set of strings is no text.
    const noText: TextPath<Example> = "fixed";
    expect(Object.keys(paths)).not.toContain(noText);
  });

  it("has the same fields as docs/data.md, where each has a class", () => {
    const redacted = Object.entries(textTreatments).flatMap(([type, fields]) =>
      Object.entries(fields).flatMap(([field, treatment]) => (treatment === "retained" ? [] : [`${type}.${field}`])),
    );
    const documented = readDataPage("## Fields of order events").flatMap(({ name, fields }) =>
      fields.map((field) => `${name}.${field}`),
    );
    expect(documented.sort()).toEqual(redacted.sort());
  });
});
