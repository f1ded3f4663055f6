import fc from "fast-check";
import { describe, expect, it, vi } from "vitest";
import {
  applyRefund,
  divideRefund,
  leftOf,
  type RefundAccount,
  type RefundPart,
  type RefundRequest,
  toRefundAccount,
} from "../../workers/order/domain/pricing/refund.ts";
import { anyOrder } from "./orders.ts";
import { priceWithProduct } from "./product.ts";

vi.setConfig({ testTimeout: 120_000 });

/** The seed is fixed, so that a change fails only for what it changed. */
const options = { numRuns: 10_000, seed: 42 };

/** A step towards a refund: of units of a line, of shipping, of a share of what is left, or the failure of an earlier one. */
const anyStep = fc.oneof(
  fc.record({
    type: fc.constant("units" as const),
    line: fc.nat(4),
    units: fc.integer({ min: 1, max: 3 }),
    shipping: fc.boolean(),
  }),
  fc.record({ type: fc.constant("amount" as const), percent: fc.integer({ min: 1, max: 100 }) }),
  fc.record({ type: fc.constant("failure" as const), refund: fc.nat(9) }),
);

type Step = typeof anyStep extends fc.Arbitrary<infer T> ? T : never;

function left(account: RefundAccount): bigint {
  return [...account.lines, account.shipping].reduce((sum, entry) => sum + leftOf(entry), 0n);
}

function toRequest(step: Exclude<Step, { type: "failure" }>, account: RefundAccount): RefundRequest {
  if (step.type === "amount") {
    const steps = (left(account) * BigInt(step.percent)) / 100n / account.step;
    return { type: "amount", amount: steps * account.step };
  }
  const line = account.lines[step.line % account.lines.length];
  return { type: "lines", lines: [{ sku: line?.sku ?? "", quantity: step.units }], shipping: step.shipping };
}

const amountOf = (parts: readonly RefundPart[]) => parts.reduce((sum, { amount }) => sum + amount, 0n);
const taxOf = (parts: readonly RefundPart[]) => parts.reduce((sum, { tax }) => sum + tax, 0n);

/** Whether no line and not shipping is refunded beyond its value. One `expect` per case: ten thousand cases are many. */
function isSound({ lines, shipping, step }: RefundAccount): boolean {
  return (
    [...lines, shipping].every(
      ({ refunded, value, refundedTax, tax }) =>
        refunded >= 0n && refunded <= value && refundedTax >= 0n && refundedTax <= tax && refunded % step === 0n,
    ) && lines.every(({ refundedQuantity, quantity }) => refundedQuantity >= 0 && refundedQuantity <= quantity)
  );
}

function expectLastUnitsToTakeAll({ lines }: RefundAccount, parts: readonly RefundPart[]): void {
  for (const line of lines) {
    const isRefunded = parts.some(({ sku, quantity }) => sku === line.sku && quantity > 0);
    if (isRefunded && line.refundedQuantity === line.quantity) expect(leftOf(line)).toBe(0n);
  }
}

describe("any path of refunds", () => {
  it("never refunds more than was paid, and ends at exactly the total and its tax", () => {
    fc.assert(
      fc.property(anyOrder, fc.array(anyStep, { maxLength: 10 }), (order, steps) => {
        const { pricing } = priceWithProduct(order);
        let account = toRefundAccount(pricing, order.step);
        expect(left(account)).toBe(pricing.total);
        const refunds: (readonly RefundPart[])[] = [];
        for (const step of steps) {
          if (step.type === "failure") {
            const [failed] = refunds.splice(step.refund % Math.max(refunds.length, 1), 1);
            if (failed !== undefined) account = applyRefund(account, failed, -1);
          } else {
            const parts = divideRefund(account, toRequest(step, account));
            if (typeof parts === "string") continue;
            refunds.push(parts);
            account = applyRefund(account, parts);
            if (step.type === "units") expectLastUnitsToTakeAll(account, parts);
          }
          if (!isSound(account)) throw new Error("A refund exceeds what is left");
        }
        const rest = divideRefund(account, { type: "all" });
        if (typeof rest === "string") throw new Error(rest);
        refunds.push(rest);
        account = applyRefund(account, rest);
        if (!isSound(account)) throw new Error("A refund exceeds what is left");
        expect(refunds.reduce((sum, parts) => sum + amountOf(parts), 0n)).toBe(pricing.total);
        expect(refunds.reduce((sum, parts) => sum + taxOf(parts), 0n)).toBe(pricing.tax);
        expect(account.lines.every(({ refundedQuantity, quantity }) => refundedQuantity === quantity)).toBe(true);
      }),
      options,
    );
  });

  it("refunds the same for all units of a line, whether together or one by one", () => {
    fc.assert(
      fc.property(anyOrder, (order) => {
        const { pricing } = priceWithProduct(order);
        let account = toRefundAccount(pricing, order.step);
        for (const { sku, quantity, value, tax } of account.lines) {
          let [refunded, refundedTax] = [0n, 0n];
          for (let unit = 0; unit < quantity; unit++) {
            const parts = divideRefund(account, { type: "lines", lines: [{ sku, quantity: 1 }], shipping: false });
            if (typeof parts === "string") throw new Error(parts);
            account = applyRefund(account, parts);
            refunded += amountOf(parts);
            refundedTax += taxOf(parts);
          }
          expect([refunded, refundedTax]).toEqual([value, tax]);
          const more = divideRefund(account, { type: "lines", lines: [{ sku, quantity: 1 }], shipping: false });
          expect(more).toBe("OVER_REFUNDED");
        }
      }),
      options,
    );
  });

  it("rejects an amount of more than is left", () => {
    fc.assert(
      fc.property(anyOrder, (order) => {
        const account = toRefundAccount(priceWithProduct(order).pricing, order.step);
        expect(divideRefund(account, { type: "amount", amount: left(account) + order.step })).toBe("NOT_REFUNDABLE");
      }),
      options,
    );
  });

  it("finds lines without regard to the case of SKUs", () => {
    const line = { sku: "Shirt-Red", quantity: 2, value: 1_000n, tax: 0n, refunded: 0n, refundedTax: 0n };
    const shipping = { value: 0n, tax: 0n, refunded: 0n, refundedTax: 0n };
    const account = { step: 1n, lines: [{ ...line, refundedQuantity: 0 }], shipping };
    const refund = (...skus: readonly string[]) =>
      divideRefund(account, { type: "lines", lines: skus.map((sku) => ({ sku, quantity: 1 })), shipping: false });
    expect(refund("SHIRT-RED")).toEqual([{ sku: "Shirt-Red", quantity: 1, amount: 500n, tax: 0n }]);
    expect(refund("SHIRT-RED", "Shirt-Red", "shirt-red")).toBe("OVER_REFUNDED");
  });
});
