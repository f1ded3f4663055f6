import type { OrderRow, Payment, ReportedOrder, StockUnits } from "./read.ts";

/** What is known of one order, by everything that knows of orders. */
export interface OrderRecords {
  readonly id: string;
  /** Undefined where there is no such order. */
  readonly order: ReportedOrder | undefined;
  readonly row: OrderRow | undefined;
  readonly payments: readonly Payment[];
  readonly units: StockUnits;
}

/** Steps of an order that is on its way; it does not stay there. */
const underWay: ReadonlySet<string> = new Set(["PLACED", "RESERVED", "AUTHORIZED", "CREATED", "CAPTURED"]);
const paid: ReadonlySet<string> = new Set(["CONFIRMED", "FULFILLED", "DELIVERED", "PARTIALLY_REFUNDED", "REFUNDED"]);

/** An order may be on its way for so long, and its card's holder may take this long to confirm. */
const patienceMs = 60_000;
const holderPatienceMs = 31 * 60_000;

/** Where they do not say the same of one order. `now` in milliseconds since the epoch. */
export function compareOrder(known: OrderRecords, now: number): readonly string[] {
  const { order, row } = known;
  if (order === undefined) return ofNoOrder(known);
  if (order.status === "CART") return [...ofMoney(known, order), ...ofStock(known, order)];
  if (isUnderWay(order)) {
    const last = order.timeline.at(-1)?.type;
    const patience = last === "PaymentActionRequired" ? holderPatienceMs : patienceMs;
    // What is being changed is not the same everywhere at any one moment.
    return now - Date.parse(order.updatedAt) < patience ? [] : [`has been ${order.status} since ${order.updatedAt}`];
  }
  if (order.status === "NEEDS_ATTENTION") return ["waits for our staff"];
  return [...ofMoney(known, order), ...ofStock(known, order), ...ofRow(row, order)];
}

function isUnderWay({ status, transactions }: ReportedOrder): boolean {
  return underWay.has(status) || transactions.some((entry) => entry.status === "PENDING");
}

function ofNoOrder({ row, payments, units }: OrderRecords): readonly string[] {
  const found: string[] = [];
  for (const { id, held, captured } of payments) {
    if (held > 0n) found.push(`payment ${id} holds ${held} for it, and there is no such order`);
    if (captured > 0n) found.push(`payment ${id} took ${captured} for it, and there is no such order`);
  }
  if (units.held > 0) found.push(`stock holds ${units.held} for it, and there is no such order`);
  if (units.sold > 0) found.push(`stock sold ${units.sold} to it, and there is no such order`);
  // A claim whose order never began is what a crash left: it is forgotten by itself.
  if (row !== undefined && row.status !== "CLAIMED")
    found.push(`its row says ${row.status}, and there is no such order`);
  return found;
}

function sum(amounts: readonly bigint[]): bigint {
  return amounts.reduce((total, amount) => total + amount, 0n);
}

function ofMoney({ payments }: OrderRecords, order: ReportedOrder): readonly string[] {
  const said = (kind: string): bigint =>
    sum(
      order.transactions
        .filter((entry) => entry.kind === kind && entry.status === "SUCCEEDED")
        .map(({ amount }) => BigInt(amount.amountMinor)),
    );
  const compare = (who: string, theirs: bigint, own: bigint) =>
    theirs === own ? [] : [`${who} ${theirs}, the order says ${own}`];
  const captured = sum(payments.map((payment) => payment.captured));
  const held = sum(payments.map((payment) => payment.held));
  const refunded = sum(payments.map((payment) => payment.refunded));
  const due = paid.has(order.status) ? BigInt(order.total.amountMinor) : said("CAPTURE");
  const kept = sum([captured, -refunded]);
  return [
    ...(payments.filter((payment) => payment.captured > 0n).length > 1 ? ["the provider took money for it twice"] : []),
    ...compare("the provider captured", captured, due),
    ...compare("the provider gave back", refunded, said("REFUND")),
    ...compare("its ledger gave back", said("REFUND"), BigInt(order.refunded.amountMinor)),
    ...(held > 0n ? [`the provider still holds ${held}`] : []),
    ...(!paid.has(order.status) && kept !== 0n && captured === due && refunded === said("REFUND")
      ? [`it is ${order.status}, and ${kept} was not given back`]
      : []),
    ...payments
      .filter((payment) => payment.captured > 0n && payment.currency !== order.total.currency)
      .map(({ id, currency }) => `payment ${id} is in ${currency}, the order in ${order.total.currency}`),
  ];
}

function ofStock({ units }: OrderRecords, order: ReportedOrder): readonly string[] {
  const owed = paid.has(order.status) ? order.lines.reduce((total, { quantity }) => total + quantity, 0) : 0;
  return [
    ...(units.held > 0 ? [`stock still holds ${units.held}`] : []),
    ...(units.sold === owed ? [] : [`stock sold ${units.sold} to it, and ${owed} are its own`]),
  ];
}

function ofRow(row: OrderRow | undefined, order: ReportedOrder): readonly string[] {
  if (row === undefined) return ["it has no row, so that no list shows it"];
  const pairs: readonly (readonly [string, unknown, unknown])[] = [
    ["status", row.status, order.status],
    ["sequence", row.sequence, order.sequence],
    ["number", row.number, order.number],
    ["currency", row.currency, order.total.currency],
    ["total", row.total, order.total.amountMinor],
    ["refunded", row.refunded, order.refunded.amountMinor],
    // Nobody, once the account is deleted.
    ["account", row.accountId, order.account?.id ?? row.accountId],
  ];
  return pairs
    .filter(([, shown, is]) => shown !== is)
    .map(([field, shown, is]) => `its row shows the ${field} ${shown}, the order's is ${is}`);
}
