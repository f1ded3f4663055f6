import { describe, expect, it } from "vitest";
import type { Effect } from "../domain/effects.ts";
import type { RefundShare } from "../domain/model.ts";
import { newOrder, type OrderState } from "../domain/order.ts";
import type { Pricing } from "../domain/pricing/model.ts";
import type { TaxReportRow } from "../store/tax-reports.ts";
import type { RefundedTax, Taxes, TaxReport } from "../taxes/port.ts";
import type { EffectContext } from "./effect.ts";
import { perform } from "./perform.ts";

const usd = (amountMinor: bigint) => ({ amountMinor, currency: "USD" }) as const;
const share = (amount: bigint, tax: bigint, line: Partial<RefundShare> = {}): RefundShare => ({
  quantity: 0,
  amount: usd(amount),
  tax: usd(tax),
  ...line,
});
const refundId = "ord_1-12";
const state: OrderState = {
  ...newOrder,
  id: "ord_1",
  pricing: { taxesIncluded: false, taxCalculation: "taxcalc_1" } as Pricing,
  refunds: [
    {
      id: refundId,
      reason: "",
      at: 0,
      shares: [
        share(1_060n, 60n, { sku: "LAMP", quantity: 1 }),
        share(0n, 0n, { sku: "CARD", quantity: 1 }),
        share(530n, 30n),
      ],
    },
  ],
};

/** A provider that remembers keys and references, and a table of reports. Both can fail at the next call. */
class World {
  readonly calls: string[] = [];
  readonly refunded: RefundedTax[] = [];
  readonly reports = new Map<string, TaxReportRow>();
  readonly #transactions = new Map<string, string>();
  /** The results of the next calls of the provider. */
  next: readonly TaxReport[] = [];
  /** How often the table of reports does not respond. */
  failingInserts = 0;

  readonly taxes: Taxes = {
    calculate: () => Promise.reject(new Error("not called")),
    record: async (calculation, reference, key) => this.#report(`record ${calculation} ${reference}`, key),
    reverse: async (transactionId, refunded, reference, key) => {
      this.refunded.push(refunded);
      return this.#report(`reverse ${transactionId} ${reference}`, key);
    },
    undoReversal: async (reversalId, reference, key) => this.#report(`undo ${reversalId} ${reference}`, key),
  };

  #report(call: string, key: string): TaxReport {
    const [result, ...later] = this.next;
    this.next = later;
    if (result !== undefined) return result;
    const known = this.#transactions.get(key);
    if (known === undefined) {
      this.calls.push(call);
      this.#transactions.set(key, `tax_${this.#transactions.size + 1}`);
    }
    return { type: "reported", transactionId: this.#transactions.get(key) ?? "" };
  }

  async run(effect: Effect, overrides: Partial<EffectContext> = {}): Promise<string> {
    const result = await perform(effect, {
      state,
      key: `key ${effect.type}`,
      taxes: this.taxes,
      taxReports: {
        insert: async (report) => {
          if (this.failingInserts-- > 0) throw new Error("The database does not respond");
          if (this.reports.has(report.reference)) return false;
          this.reports.set(report.reference, report);
          return true;
        },
        find: async (references) => references.flatMap((reference) => this.reports.get(reference) ?? []),
      },
      ...overrides,
    } as EffectContext);
    return result.type === "retry" ? "retry" : result.outcome.type;
  }
}

const record = { type: "recordTax", calculationId: "taxcalc_1" } as const;
const reverse = { type: "reverseTax", refundId } as const;
const undo = { type: "undoTaxReversal", refundId } as const;

describe("recordTax", () => {
  it("reports the sale once, also when its response or its record was lost", async () => {
    const world = new World();
    world.next = [{ type: "unavailable", reason: "timeout" }];
    expect(await world.run(record)).toBe("retry");
    world.failingInserts = 1;
    expect(await world.run(record)).toBe("retry");
    expect(await world.run(record)).toBe("acknowledged");
    expect(world.calls).toEqual(["record taxcalc_1 ord_1"]);
    expect([...world.reports.values()]).toEqual([{ reference: "ord_1", orderId: "ord_1", transactionId: "tax_1" }]);
  });

  it("ends when the provider refuses the report, and so do the reports of refunds", async () => {
    const world = new World();
    world.next = [{ type: "refused", reason: "expired" }];
    expect(await world.run(record)).toBe("acknowledged");
    expect(await world.run(reverse)).toBe("acknowledged");
    expect(world.calls).toEqual([]);
  });

  it("ends when the shop has no tax provider any more", async () => {
    expect(await new World().run(record, { taxes: undefined })).toBe("acknowledged");
  });
});

describe("reverseTax", () => {
  it("waits for the report of the sale, and then reports the parts without tax that was added to them", async () => {
    const world = new World();
    expect(await world.run(reverse)).toBe("retry");
    await world.run(record);
    expect(await world.run(reverse)).toBe("acknowledged");
    expect(await world.run(reverse)).toBe("acknowledged");
    expect(world.calls).toEqual(["record taxcalc_1 ord_1", `reverse tax_1 ${refundId}`]);
    expect(world.refunded[0]).toEqual({
      lines: [{ sku: "LAMP", quantity: 1, amount: 1_000n, tax: 60n }],
      shipping: { amount: 500n, tax: 30n },
    });
  });

  it("reports amounts with tax where prices include it", async () => {
    const world = new World();
    await world.run(record);
    const pricing = { ...state.pricing, taxesIncluded: true } as Pricing;
    await world.run(reverse, { state: { ...state, pricing } });
    expect(world.refunded[0]).toMatchObject({ lines: [{ amount: 1_060n, tax: 60n }], shipping: { amount: 530n } });
  });

  it("reports nothing for a refund without money", async () => {
    const world = new World();
    await world.run(record);
    const refunds = [{ id: refundId, reason: "", at: 0, shares: [share(0n, 0n, { sku: "CARD", quantity: 1 })] }];
    expect(await world.run(reverse, { state: { ...state, refunds } })).toBe("acknowledged");
    expect(world.calls).toHaveLength(1);
  });
});

describe("undoTaxReversal", () => {
  it("undoes the report of a refund that failed after it was complete", async () => {
    const world = new World();
    await world.run(record);
    await world.run(reverse);
    expect(await world.run(undo)).toBe("acknowledged");
    expect(await world.run(undo)).toBe("acknowledged");
    expect(world.calls.slice(2)).toEqual([`undo tax_2 ${refundId}-undone`]);
  });

  it("leaves nothing reported when the report of the refund comes after it, at any point of its attempt", async () => {
    const later = new World();
    await later.run(record);
    await later.run(undo);
    await later.run(reverse);
    // The provider has both, and they cancel each other out.
    expect(later.calls.slice(1)).toEqual([`reverse tax_1 ${refundId}`, `undo tax_2 ${refundId}-undone`]);
    const between = new World();
    await between.run(record);
    between.failingInserts = 1;
    expect(await between.run(reverse)).toBe("retry");
    await between.run(undo);
    expect(await between.run(reverse)).toBe("acknowledged");
    expect(between.calls.slice(1)).toEqual([`reverse tax_1 ${refundId}`, `undo tax_2 ${refundId}-undone`]);
  });
});
