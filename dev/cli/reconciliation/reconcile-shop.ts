import { compareOrder } from "./compare.ts";
import { readOrderRows, readOrders, readPayments, readUnits } from "./read.ts";
import type { Sources } from "./sources.ts";
import { findStockDifferences } from "./stock-audit.ts";

export interface Report {
  readonly orders: number;
  readonly payments: number;
  /** One line each: what it is about, and what is not the same. */
  readonly differences: readonly string[];
}

/**
 * Compares the payment provider's ledger, the orders' own objects, the rows that lists are read from, and the stock. A
 * shop that sells meanwhile is never the same everywhere at one moment: what differs counts when it still does after
 * `settleMs`.
 */
export async function reconcileShop(sources: Sources, settleMs = 2_000): Promise<Report> {
  const first = await look(sources);
  if (first.differences.length === 0) return first;
  await new Promise((later) => setTimeout(later, settleMs));
  const second = await look(sources);
  const before = new Set(first.differences);
  return { ...second, differences: second.differences.filter((difference) => before.has(difference)) };
}

async function look({ api, orders, catalog, stripe }: Sources): Promise<Report> {
  const [payments, rows, units, books] = await Promise.all([
    readPayments(stripe),
    readOrderRows(orders),
    readUnits(catalog),
    findStockDifferences(catalog),
  ]);
  const rowOf = new Map(rows.map((row) => [row.id, row]));
  const paymentsOf = Map.groupBy(payments, ({ orderId }) => orderId);
  const ids = [...new Set([...rowOf.keys(), ...paymentsOf.keys(), ...units.keys()])].filter((id) => id !== "");
  const seen = await readOrders(api, ids.sort());
  const ofOrders = ids.flatMap((id) => {
    const known = {
      id,
      order: seen.get(id),
      row: rowOf.get(id),
      payments: paymentsOf.get(id) ?? [],
      units: units.get(id) ?? { held: 0, sold: 0 },
    };
    return compareOrder(known, Date.now()).map((difference) => `order ${id}: ${difference}`);
  });
  const ofNobody = (paymentsOf.get("") ?? [])
    .filter(({ held, captured }) => held > 0n || captured > 0n)
    .map(({ id }) => `payment ${id}: it is for no order of this shop`);
  const ofBooks = books.map(
    ({ sku, stock, ledger, right }) =>
      `stock ${sku}: the stock says ${stock ?? "nothing"}, its ledger ${ledger}, the reservations ${right}`,
  );
  return {
    orders: seen.size,
    payments: payments.length,
    differences: [...ofOrders, ...ofNobody, ...ofBooks],
  };
}
