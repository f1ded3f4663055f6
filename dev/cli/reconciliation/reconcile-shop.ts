import { compareOrder } from "../../../workers/order/domain/reconciliation/compare.ts";
import { readOrderRows, readOrders, readPayments, readTaxReports, readUnits } from "./read.ts";
import { findCounterDifferences, readRedemptions } from "./redemption-audit.ts";
import type { Sources } from "./sources.ts";
import { findStockDifferences } from "./stock-audit.ts";

export interface ReconciliationReport {
  readonly orders: number;
  readonly payments: number;
  /** One line for each difference: the object, and the values that differ. */
  readonly differences: readonly string[];
}

/** The number of orders that are read and compared at a time. */
const batchSize = 200;

/**
 * Compares the payments at the provider, the orders' Durable Objects, their rows, the stock and the redemptions of promotions. A
 * shop in use is never consistent at one instant, so a difference counts only if it remains after `settleMs`. `now` returns the
 * time of the comparison, in milliseconds since the epoch.
 */
export async function reconcileShop(
  sources: Sources,
  settleMs = 2_000,
  now: () => number = Date.now,
): Promise<ReconciliationReport> {
  const first = await readDifferences(sources, now);
  if (first.differences.length === 0) return first;
  await new Promise((resolve) => setTimeout(resolve, settleMs));
  const second = await readDifferences(sources, now);
  const before = new Set(first.differences);
  return { ...second, differences: second.differences.filter((difference) => before.has(difference)) };
}

async function readDifferences(
  { api, orders, catalog, stripe }: Sources,
  now: () => number,
): Promise<ReconciliationReport> {
  const [payments, rows, units, stockDifferences, ofCounters] = await Promise.all([
    readPayments(stripe),
    readOrderRows(orders),
    readUnits(catalog),
    findStockDifferences(catalog),
    findCounterDifferences(catalog),
  ]);
  const rowById = new Map(rows.map((row) => [row.id, row]));
  const paymentsByOrder = Map.groupBy(payments, ({ orderId }) => orderId);
  const ids = [...new Set([...rowById.keys(), ...paymentsByOrder.keys(), ...units.keys()])].filter((id) => id !== "");
  ids.sort();
  const ofOrders: string[] = [];
  let count = 0;
  for (let at = 0; at < ids.length; at += batchSize) {
    const batch = ids.slice(at, at + batchSize);
    const reservationIds = batch.flatMap((id) => units.get(id)?.reservationIds ?? []);
    const [reported, redemptions, taxReports] = await Promise.all([
      readOrders(api, batch),
      readRedemptions(catalog, reservationIds),
      readTaxReports(orders, batch),
    ]);
    const reportsByOrder = Map.groupBy(taxReports, ({ orderId }) => orderId);
    count += reported.size;
    for (const id of batch) {
      const records = {
        id,
        order: reported.get(id),
        row: rowById.get(id),
        payments: paymentsByOrder.get(id) ?? [],
        units: units.get(id) ?? { held: 0, sold: 0 },
        redemptions: redemptions.get(id) ?? [],
        taxReports: reportsByOrder.get(id) ?? [],
      };
      ofOrders.push(...compareOrder(records, now()).map((difference) => `order ${id}: ${difference}`));
    }
  }
  const ofUnknownPayments = (paymentsByOrder.get("") ?? [])
    .filter(({ held, captured }) => held > 0n || captured > 0n)
    .map(({ id }) => `payment ${id}: it is for no order of this shop`);
  const ofStock = stockDifferences.map(
    ({ sku, stock, ledger, expected }) =>
      `stock ${sku}: stock ${stock ?? "none"}; ledger ${ledger}; reservations ${expected}`,
  );
  return {
    orders: count,
    payments: payments.length,
    differences: [...ofOrders, ...ofUnknownPayments, ...ofStock, ...ofCounters],
  };
}
