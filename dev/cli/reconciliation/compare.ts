import type { OrderRow, Payment, ReportedOrder, StockUnits } from "./read.ts";

/** The records of one order in all systems. */
export interface OrderRecords {
  readonly id: string;
  /** Undefined if the order does not exist. */
  readonly order: ReportedOrder | undefined;
  readonly row: OrderRow | undefined;
  readonly payments: readonly Payment[];
  readonly units: StockUnits;
}

/** Statuses that an order passes through. It does not stay in them. */
const transientStatuses: ReadonlySet<string> = new Set(["PLACED", "RESERVED", "AUTHORIZED", "CREATED", "CAPTURED"]);
const paidStatuses: ReadonlySet<string> = new Set([
  "CONFIRMED",
  "FULFILLED",
  "DELIVERED",
  "PARTIALLY_REFUNDED",
  "REFUNDED",
]);

/** How long an order may be in a transient status, and how long a customer may take for 3-D Secure. */
const maxTransientMs = 60_000;
const maxCustomerActionMs = 11 * 60_000;

/** Returns the differences between the records of one order. `now` is in milliseconds since the epoch. */
export function compareOrder(records: OrderRecords, now: number): readonly string[] {
  const { order, row } = records;
  if (order === undefined) return compareMissingOrder(records);
  if (order.status === "CART") return [...compareMoney(records, order), ...compareStock(records, order)];
  if (isTransient(order)) {
    const last = order.timeline.findLast(({ type }) => type !== "UnpaidOrdersReplaced")?.type;
    const limitMs = last === "PaymentActionRequired" ? maxCustomerActionMs : maxTransientMs;
    // While an order changes, its records differ for a moment.
    return now - Date.parse(order.updatedAt) < limitMs ? [] : [`has been ${order.status} since ${order.updatedAt}`];
  }
  if (order.status === "NEEDS_ATTENTION") return ["needs attention by staff"];
  return [...compareMoney(records, order), ...compareStock(records, order), ...compareRow(row, order)];
}

function isTransient({ status, transactions }: ReportedOrder): boolean {
  return (
    transientStatuses.has(status) || transactions.some((entry) => entry.status === "PENDING" && !isAccepted(entry))
  );
}

/** Returns whether the provider has the transaction. A refund may stay pending there for days, and counts as refunded. */
function isAccepted({ status, providerReference }: ReportedOrder["transactions"][number]): boolean {
  return status === "SUCCEEDED" || (status === "PENDING" && providerReference !== null);
}

function compareMissingOrder({ row, payments, units }: OrderRecords): readonly string[] {
  const found: string[] = [];
  for (const { id, held, captured } of payments) {
    if (held > 0n) found.push(`payment ${id} has ${held} authorized, but the order does not exist`);
    if (captured > 0n) found.push(`payment ${id} captured ${captured}, but the order does not exist`);
  }
  if (units.held > 0) found.push(`stock has ${units.held} reserved, but the order does not exist`);
  if (units.sold > 0) found.push(`stock has ${units.sold} sold, but the order does not exist`);
  // A crash left a claim whose order was never placed. It expires by itself.
  if (row !== undefined && row.status !== "CLAIMED")
    found.push(`its row has status ${row.status}, but the order does not exist`);
  return found;
}

function sum(amounts: readonly bigint[]): bigint {
  return amounts.reduce((total, amount) => total + amount, 0n);
}

function compareMoney({ payments }: OrderRecords, order: ReportedOrder): readonly string[] {
  const sumInOrder = (kind: string): bigint =>
    sum(
      order.transactions
        .filter((entry) => entry.kind === kind && isAccepted(entry))
        .map(({ amount }) => BigInt(amount.amountMinor)),
    );
  const compare = (label: string, actual: bigint, inOrder: bigint) =>
    actual === inOrder ? [] : [`${label} ${actual}, the order has ${inOrder}`];
  const captured = sum(payments.map((payment) => payment.captured));
  const held = sum(payments.map((payment) => payment.held));
  const refunded = sum(payments.map((payment) => payment.refunded));
  // Staff captured a payment in the provider's dashboard that the order then refunded instead of voiding it.
  const isReturned = !paidStatuses.has(order.status) && sumInOrder("CAPTURE") === 0n && captured === refunded;
  const expected = paidStatuses.has(order.status) ? BigInt(order.total.amountMinor) : sumInOrder("CAPTURE");
  const chargedBack = sum(payments.map((payment) => payment.chargedBack));
  const reversed = sum(payments.map((payment) => payment.reversed));
  // The money is still owed if a cancelled order was neither refunded nor charged back.
  const balance = captured - refunded - (chargedBack - reversed);
  return [
    ...(payments.filter((payment) => payment.captured > 0n).length > 1
      ? ["the provider captured more than one payment"]
      : []),
    ...(isReturned
      ? []
      : [
          ...compare("the provider captured", captured, expected),
          ...compare("the provider refunded", refunded, sumInOrder("REFUND")),
        ]),
    ...compare("the bank took", chargedBack, sumInOrder("CHARGEBACK")),
    ...compare("the bank gave back", reversed, sumInOrder("CHARGEBACK_REVERSAL")),
    ...compare("its transactions refunded", sumInOrder("REFUND"), BigInt(order.refunded.amountMinor)),
    ...(held > 0n ? [`the provider still has ${held} authorized`] : []),
    ...(!paidStatuses.has(order.status) && balance > 0n && captured === expected && refunded === sumInOrder("REFUND")
      ? [`it is ${order.status}, but ${balance} was not refunded`]
      : []),
    ...payments
      .filter((payment) => payment.captured > 0n && payment.currency !== order.total.currency)
      .map(({ id, currency }) => `payment ${id} is in ${currency}, the order in ${order.total.currency}`),
  ];
}

function compareStock({ units }: OrderRecords, order: ReportedOrder): readonly string[] {
  const expected = paidStatuses.has(order.status)
    ? order.lines.reduce((total, { quantity, restockedQuantity }) => total + quantity - restockedQuantity, 0)
    : 0;
  return [
    ...(units.held > 0 ? [`stock still has ${units.held} reserved`] : []),
    ...(units.sold === expected ? [] : [`stock has ${units.sold} sold, the order has ${expected}`]),
  ];
}

function compareRow(row: OrderRow | undefined, order: ReportedOrder): readonly string[] {
  if (row === undefined) return ["it has no row, so it is missing from lists"];
  const pairs: readonly (readonly [string, unknown, unknown])[] = [
    ["status", row.status, order.status],
    ["payment status", row.paymentStatus, order.paymentStatus],
    ["fulfillment status", row.fulfillmentStatus, order.fulfillmentStatus],
    ["sequence", row.sequence, order.sequence],
    ["number", row.number, order.number],
    ["currency", row.currency, order.total.currency],
    ["total", row.total, order.total.amountMinor],
    ["refunded", row.refunded, order.refunded.amountMinor],
    // Null after the account was deleted.
    ["account", row.accountId, order.account?.id ?? row.accountId],
  ];
  return pairs
    .filter(([, inRow, inOrder]) => inRow !== inOrder)
    .map(([field, inRow, inOrder]) => `its row has ${field} ${inRow}, the order has ${inOrder}`);
}
