import fc from "fast-check";
import { describe, expect, it, vi } from "vitest";
import { decodeJson, encodeJson } from "../../workers/order/domain/event-codec.ts";
import { anyOrder } from "./orders.ts";
import { priceWithProduct, toPriced } from "./product.ts";
import { type Order, type Promotion, price } from "./reference.ts";

vi.setConfig({ testTimeout: 120_000 });

/** The seed is fixed, so that a change fails only for what it changed. */
const options = { numRuns: 10_000, seed: 42 };

function check(property: (order: Order) => void): void {
  fc.assert(fc.property(anyOrder, property), options);
}

const sum = (amounts: readonly bigint[]) => amounts.reduce((total, amount) => total + amount, 0n);

/** Returns the order with its lines and promotions in another sequence, and every reference to a line moved with it. */
function reverse(order: Order): Order {
  const move = (indexes: readonly number[]) => indexes.map((index) => order.lines.length - 1 - index);
  const moved = order.promotions.map((promotion): Promotion => {
    const { effect } = promotion;
    return {
      ...promotion,
      counted: move(promotion.counted),
      effect:
        effect.kind === "buyGet"
          ? { ...effect, buy: move(effect.buy), get: move(effect.get) }
          : { ...effect, on: move(effect.on) },
    };
  });
  return { ...order, lines: order.lines.toReversed(), promotions: moved.toReversed() };
}

describe("the price of any order", () => {
  it("is the price that the reference implementation computes", () => {
    check((order) => {
      expect(toPriced(priceWithProduct(order).pricing)).toEqual(price(order));
    });
  });

  it("is the same after it was stored", () => {
    check((order) => {
      const { pricing } = priceWithProduct(order);
      expect(decodeJson(encodeJson({ pricing }))).toEqual({ pricing });
    });
  });

  it("adds up: allocations to discounts, discounts and tax to totals, and nothing is negative", () => {
    check((order) => {
      const { pricing } = priceWithProduct(order);
      const { lines, shipping, discounts } = pricing;
      for (const discount of discounts) {
        expect(discount.amount > 0n).toBe(true);
        if (discount.class !== "SHIPPING") {
          expect(sum(discount.allocations.map(({ amount }) => amount))).toBe(discount.amount);
        }
      }
      expect(sum(discounts.map(({ amount }) => amount))).toBe(pricing.discountTotal);
      for (const part of [...lines, shipping]) {
        const full = "price" in part ? part.price : part.total;
        expect(part.discountTotal >= 0n && part.discountTotal <= full).toBe(true);
        expect(part.tax >= 0n && part.reverseChargeAmount >= 0n).toBe(true);
        expect(sum(part.taxLines.map(({ amount }) => amount))).toBe(part.tax);
        expect([full, part.discountTotal, part.tax, part.reverseChargeAmount].every((a) => a % order.step === 0n)).toBe(
          true,
        );
      }
      const { subtotal, discountTotal, reverseChargeAmount, tax, taxesIncluded, total } = pricing;
      expect(sum(pricing.taxLines.map(({ amount }) => amount))).toBe(tax);
      expect(total).toBe(subtotal + shipping.price - discountTotal - reverseChargeAmount + (taxesIncluded ? 0n : tax));
      expect(total >= 0n).toBe(true);
    });
  });

  it("does not depend on the sequence of its lines and promotions, except where ties are broken by it", () => {
    check((order) => {
      // Different unit prices and times leave no ties between lines or promotions.
      const lines = order.lines.map((line, index) => ({
        ...line,
        unitPrice: line.unitPrice + BigInt(index) * 7_919n * order.step,
      }));
      const distinct = { ...order, lines, promotions: order.promotions.slice(0, 1) };
      const [first, second] = [priceWithProduct(distinct).pricing, priceWithProduct(reverse(distinct)).pricing];
      expect([second.total - first.total <= order.step, first.total - second.total <= order.step]).toEqual([
        true,
        true,
      ]);
      expect(second.discountTotal).toBe(first.discountTotal);
    });
  });

  it("gives a line the same share of a PRODUCT discount when units are added that the discount does not select", () => {
    check((order) => {
      const promotion = order.promotions.find((entry) => entry.class === "PRODUCT" && entry.effect.kind !== "buyGet");
      if (promotion === undefined || promotion.effect.kind === "buyGet") return;
      const { on } = promotion.effect;
      const other = order.lines.findIndex((_, index) => !on.includes(index));
      if (other < 0) return;
      const alone = { ...order, promotions: [{ ...promotion, minAmount: 0n, minQuantity: 0, counted: [] }] };
      const more = alone.lines.map((line, index) =>
        index === other ? { ...line, quantity: line.quantity + 1 } : line,
      );
      const sharesOf = (entry: Order) => priceWithProduct(entry).pricing.discounts[0]?.allocations;
      expect(sharesOf({ ...alone, lines: more })).toEqual(sharesOf(alone));
    });
  });
});
