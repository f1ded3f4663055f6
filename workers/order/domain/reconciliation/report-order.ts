import type { RecordedEvent } from "../events.ts";
import { fulfillmentStatus } from "../fulfillment-status.ts";
import type { RefundShare } from "../model.ts";
import type { OrderState } from "../order.ts";
import { paymentStatus } from "../payment-status.ts";
import { unitsOf } from "../units.ts";
import type { ReportedOrder } from "./records.ts";

/** Returns an order as reconciliation compares it. */
export function reportOrder(state: OrderState, events: readonly RecordedEvent[]): ReportedOrder {
  const { id, number, status, sequence, updatedAt, accountId, pricing, totals, refunds, transactions } = state;
  const restocked = new Map(unitsOf(state).map((line) => [line.sku, line.restocked]));
  const reported = transactions.map((entry) => ({
    id: entry.id,
    kind: entry.kind,
    status: entry.status,
    amount: toAmount(entry.amount.amountMinor),
    providerReference: entry.reference ?? null,
  }));
  return {
    id,
    number: number ?? null,
    status,
    paymentStatus: paymentStatus(state),
    fulfillmentStatus: fulfillmentStatus(state),
    sequence,
    updatedAt: new Date(updatedAt).toISOString(),
    account: { id: accountId },
    lines: state.lines.map(({ sku, quantity }) => ({ sku, quantity, restockedQuantity: restocked.get(sku) ?? 0 })),
    taxesIncluded: pricing?.taxesIncluded ?? true,
    taxSource: pricing?.taxCalculation === undefined ? "RATE_TABLE" : "PROVIDER",
    subtotal: toAmount(totals.subtotal.amountMinor),
    shipping: toAmount(totals.shipping.amountMinor),
    tax: toAmount(totals.tax.amountMinor),
    discountTotal: toAmount(pricing?.discountTotal ?? 0n),
    reverseChargeAmount: toAmount(pricing?.reverseChargeAmount ?? 0n),
    total: { ...toAmount(totals.total.amountMinor), currency: totals.total.currency },
    refunded: toAmount(state.refunded.amountMinor),
    discounts: (pricing?.discounts ?? []).map(({ name, code, amount }) => ({
      name,
      code: code ?? null,
      amount: toAmount(amount),
    })),
    refunds: refunds.map((refund) => ({
      id: refund.id,
      lines: refund.shares.flatMap(({ sku, amount }) =>
        sku === undefined ? [] : [{ amount: toAmount(amount.amountMinor) }],
      ),
      shipping: toAmount(sumOfShipping(refund.shares)),
      transactions: reported.filter((entry) => entry.id === refund.id),
    })),
    transactions: reported,
    timeline: events.map(({ event }) => ({ type: event.type })),
  };
}

function sumOfShipping(shares: readonly RefundShare[]): bigint {
  return shares.reduce((sum, { sku, amount }) => sum + (sku === undefined ? amount.amountMinor : 0n), 0n);
}

function toAmount(amountMinor: bigint): { readonly amountMinor: string } {
  return { amountMinor: String(amountMinor) };
}
