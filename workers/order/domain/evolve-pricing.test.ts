import { describe, expect, it } from "vitest";
import { freeTerms } from "../../../test/pricing/quotes.ts";
import { createEventDecoder, encodeEvent } from "./event-codec.ts";
import type { OrderEvent } from "./events.ts";
import { evolve } from "./evolve.ts";
import type { OrderLine } from "./model.ts";
import { newOrder } from "./order.ts";
import type { Pricing } from "./pricing/model.ts";

const usd = (amountMinor: bigint) => ({ amountMinor, currency: "USD" }) as const;
const lines: readonly OrderLine[] = [{ sku: "A", name: "A", productId: "prd_1", unitPrice: usd(1_000n), quantity: 2 }];
const taxLines = [{ name: "Sales tax", ratePpm: 82_500, taxableAmount: 1_500n, amount: 124n }];

/** A price with a discount and a tax that do not follow from the lines and the terms of the order. */
const pricing: Pricing = {
  currency: "USD",
  taxesIncluded: false,
  lines: [
    {
      sku: "A",
      quantity: 2,
      unitPrice: 1_000n,
      total: 2_000n,
      discountTotal: 500n,
      tax: 124n,
      taxLines,
      reverseChargeAmount: 0n,
    },
  ],
  shipping: { method: "express", price: 700n, discountTotal: 700n, tax: 0n, taxLines: [], reverseChargeAmount: 0n },
  discounts: [
    {
      promotionId: "prm_1",
      version: 3,
      name: "1234",
      class: "PRODUCT",
      code: "12345",
      amount: 500n,
      allocations: [{ sku: "A", amount: 500n }],
    },
    { promotionId: "prm_2", version: 1, name: "Free", class: "SHIPPING", amount: 700n, allocations: [] },
  ],
  subtotal: 2_000n,
  discountTotal: 1_200n,
  tax: 124n,
  taxLines,
  reverseChargeAmount: 0n,
  total: 1_624n,
};

const placed: OrderEvent = {
  type: "OrderPlaced",
  orderId: "ord_1",
  accountId: "acc_1",
  number: "N",
  currency: "USD",
  lines,
  idempotencyKey: "k",
  paymentMethod: "pm_1",
  terms: freeTerms,
  pricing,
  proceed: true,
};
const changed: Pricing = { ...pricing, discounts: [], shipping: { ...pricing.shipping, price: 1n }, total: 999n };
const reserved: OrderEvent = { type: "StockReserved", lines, total: usd(999n), pricing: changed, proceed: true };

const fold = (events: readonly OrderEvent[]) =>
  events.reduce(
    (state, event, index) => evolve(state, { sequence: index + 1, at: 1, actor: "system", event }),
    newOrder,
  );

describe("the price of an order", () => {
  it("is the price in its events and is never computed again", () => {
    expect(fold([placed])).toMatchObject({
      pricing,
      totals: { subtotal: usd(2_000n), shipping: usd(700n), tax: usd(124n), total: usd(1_624n) },
    });
    expect(fold([placed, reserved])).toMatchObject({
      pricing: changed,
      totals: { subtotal: usd(2_000n), shipping: usd(1n), tax: usd(124n), total: usd(999n) },
    });
  });

  it("is the same after it was stored", () => {
    const decode = createEventDecoder();
    expect([placed, reserved].map((event) => decode(encodeEvent(event)))).toEqual([placed, reserved]);
  });

  it("is undefined in a cart that was rejected and is changed again", () => {
    const rejection = { code: "OUT_OF_STOCK", message: "Out of stock: A", skus: ["A"] };
    const cart = fold([placed, { type: "OrderRejected", rejection }, { type: "CartReopened" }]);
    expect([cart.pricing, cart.totals.total]).toEqual([undefined, usd(2_000n)]);
  });
});
