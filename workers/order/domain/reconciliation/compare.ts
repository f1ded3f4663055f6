import { compareRedemptions, compareRedemptionsOfMissingOrder } from "./compare-redemptions.ts";
import { compareTaxReports } from "./compare-tax-reports.ts";
import type { Difference, OrderRecords, OrderRow, Payment, ReportedOrder, StockUnits } from "./records.ts";

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

/** Returns the differences between the records of one order as sentences. `now` is in milliseconds since the epoch. */
export function compareOrder(records: OrderRecords, now: number): readonly string[] {
  return findDifferences(records, now).map(({ message }) => message);
}

/** Returns the differences between the records of one order. Systems that did not respond are not compared. */
export function findDifferences(records: OrderRecords, now: number): readonly Difference[] {
  const { order, row, payments } = records;
  if (order === undefined) return compareMissingOrder(records).map(toDifference);
  if (order.status === "CART") return compareGoods(records, order, now);
  if (isTransient(order)) {
    const last = order.timeline.findLast(({ type }) => type !== "UnpaidOrdersReplaced")?.type;
    const limitMs = last === "PaymentActionRequired" ? maxCustomerActionMs : maxTransientMs;
    // While an order changes, its records differ for a moment.
    const isStuck = now - Date.parse(order.updatedAt) >= limitMs;
    return isStuck ? [toDifference(`has been ${order.status} since ${order.updatedAt}`)] : [];
  }
  if (order.status === "NEEDS_ATTENTION") {
    const attention = toDifference("needs attention by staff");
    return payments === "unread" ? [attention] : [attention, ...compareTransactions(payments, order)];
  }
  return [
    ...compareGoods(records, order, now),
    ...comparePrice(order).map(toDifference),
    ...compareRefunds(order).map(toDifference),
    ...(row === "unread" ? [] : compareRow(row, order)),
    ...compareTaxReports(records.taxReports, order, now).map(toDifference),
  ];
}

function compareGoods(
  { payments, units, redemptions }: OrderRecords,
  order: ReportedOrder,
  now: number,
): readonly Difference[] {
  const ofMoney = payments === "unread" ? [] : compareMoney(payments, order);
  if (units === "unread") return ofMoney;
  const isPaid = paidStatuses.has(order.status);
  // The catalog commits the stock and redeems the promotions of a paid order some time after its last change.
  const isCommitting = isPaid && units.held > 0 && now - Date.parse(order.updatedAt) < maxTransientMs;
  if (isCommitting) return [...ofMoney, ...compareStock({ held: 0, sold: units.held + units.sold }, order)];
  const ofRedemptions = compareRedemptions(redemptions, order, isPaid).map(toDifference);
  return [...ofMoney, ...compareStock(units, order), ...ofRedemptions];
}

function toDifference(message: string): Difference {
  return { message };
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

function compareMissingOrder({ row, payments, units, redemptions }: OrderRecords): readonly string[] {
  const found: string[] = [...compareRedemptionsOfMissingOrder(redemptions)];
  for (const { id, held, captured } of payments === "unread" ? [] : payments) {
    if (held > 0n) found.push(`payment ${id} has ${held} authorized, but the order does not exist`);
    if (captured > 0n) found.push(`payment ${id} captured ${captured}, but the order does not exist`);
  }
  const { held, sold } = units === "unread" ? { held: 0, sold: 0 } : units;
  if (held > 0) found.push(`stock has ${held} reserved, but the order does not exist`);
  if (sold > 0) found.push(`stock has ${sold} sold, but the order does not exist`);
  // A crash left a claim whose order was never placed. It expires by itself.
  if (row !== undefined && row !== "unread" && row.status !== "CLAIMED")
    found.push(`its row has status ${row.status}, but the order does not exist`);
  return found;
}

function sum(amounts: readonly bigint[]): bigint {
  return amounts.reduce((total, amount) => total + amount, 0n);
}

function compareMoney(payments: readonly Payment[], order: ReportedOrder): readonly Difference[] {
  const held = sum(payments.map((payment) => payment.held));
  return [
    ...compareTransactions(payments, order),
    ...(held > 0n ? [toDifference(`the provider still has ${held} authorized`)] : []),
  ];
}

/** Compares what the provider has captured and returned with the ledger of the order. */
function compareTransactions(payments: readonly Payment[], order: ReportedOrder): readonly Difference[] {
  const sumInOrder = (kind: string): bigint =>
    sum(
      order.transactions
        .filter((entry) => entry.kind === kind && isAccepted(entry))
        .map(({ amount }) => BigInt(amount.amountMinor)),
    );
  const compare = (label: string, actual: bigint, inOrder: bigint): readonly Difference[] =>
    actual === inOrder
      ? []
      : [{ message: `${label} ${actual}, the order has ${inOrder}`, expected: `${inOrder}`, actual: `${actual}` }];
  const captured = sum(payments.map((payment) => payment.captured));
  const refunded = sum(payments.map((payment) => payment.refunded));
  // Staff captured a payment in the provider's dashboard that the order then refunded instead of voiding it.
  const isReturned = !paidStatuses.has(order.status) && sumInOrder("CAPTURE") === 0n && captured === refunded;
  const expected = paidStatuses.has(order.status) ? BigInt(order.total.amountMinor) : sumInOrder("CAPTURE");
  const chargedBack = sum(payments.map((payment) => payment.chargedBack));
  const reversed = sum(payments.map((payment) => payment.reversed));
  // The money is still owed if a cancelled order was neither refunded nor charged back.
  const balance = captured - refunded - (chargedBack - reversed);
  const isOwed = order.status === "CANCELLED" || order.status === "REJECTED" || order.status === "CART";
  return [
    ...(payments.filter((payment) => payment.captured > 0n).length > 1
      ? [toDifference("the provider captured more than one payment")]
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
    ...(isOwed && balance > 0n && captured === expected && refunded === sumInOrder("REFUND")
      ? [toDifference(`it is ${order.status}, but ${balance} was not refunded`)]
      : []),
    ...payments
      .filter((payment) => payment.captured > 0n && payment.currency !== order.total.currency)
      .map(({ id, currency }) => toDifference(`payment ${id} is in ${currency}, the order in ${order.total.currency}`)),
  ];
}

function compareStock(units: StockUnits, order: ReportedOrder): readonly Difference[] {
  const expected = paidStatuses.has(order.status)
    ? order.lines.reduce((total, { quantity, restockedQuantity }) => total + quantity - restockedQuantity, 0)
    : 0;
  return [
    ...(units.held > 0 ? [toDifference(`stock still has ${units.held} reserved`)] : []),
    ...(units.sold === expected
      ? []
      : [
          {
            message: `stock has ${units.sold} sold, the order has ${expected}`,
            expected: `${expected}`,
            actual: `${units.sold}`,
          },
        ]),
  ];
}

/** Compares the total with the amounts that it consists of. */
function comparePrice({ discounts, taxesIncluded, ...order }: ReportedOrder): readonly string[] {
  const minor = (field: "subtotal" | "shipping" | "tax" | "discountTotal" | "reverseChargeAmount" | "total") =>
    BigInt(order[field].amountMinor);
  const ofDiscounts = sum(discounts.map(({ amount }) => BigInt(amount.amountMinor)));
  const beforeTax = minor("subtotal") + minor("shipping") - minor("discountTotal") - minor("reverseChargeAmount");
  const total = taxesIncluded ? beforeTax : beforeTax + minor("tax");
  return [
    ...(ofDiscounts === minor("discountTotal")
      ? []
      : [`its discounts add up to ${ofDiscounts}, its price has ${minor("discountTotal")}`]),
    ...(total === minor("total") ? [] : [`its price adds up to ${total}, its total is ${minor("total")}`]),
  ];
}

/**
 * Compares the shares of each refund with its transaction. A refund that failed after a cancellation had counted it as a part of
 * its own refund has a transaction, but no shares: then the shares are not compared.
 */
function compareRefunds({ refunds, transactions }: ReportedOrder): readonly string[] {
  const ids = new Set(refunds.map(({ id }) => id));
  const isUnlisted = ({ id, kind }: ReportedOrder["transactions"][number]) => kind === "REFUND" && !ids.has(id);
  if (transactions.some(isUnlisted)) return [];
  return refunds.flatMap(({ id, lines, shipping, transactions: [entry] }) => {
    const shares = sum([...lines.map(({ amount }) => amount), shipping].map(({ amountMinor }) => BigInt(amountMinor)));
    const amount = BigInt(entry?.amount.amountMinor ?? 0);
    return shares === amount ? [] : [`the shares of refund ${id} add up to ${shares}, its amount is ${amount}`];
  });
}

function compareRow(row: OrderRow | undefined, order: ReportedOrder): readonly Difference[] {
  if (row === undefined) return [toDifference("it has no row, so it is missing from lists")];
  const pairs: readonly (readonly [string, unknown, unknown])[] = [
    ["status", row.status, order.status],
    ["payment status", row.paymentStatus, order.paymentStatus],
    ["fulfillment status", row.fulfillmentStatus, order.fulfillmentStatus],
    ["sequence", row.sequence, order.sequence],
    ["number", row.number, order.number],
    ["currency", row.currency, order.total.currency],
    ["subtotal", row.subtotal, order.subtotal.amountMinor],
    ["shipping", row.shipping, order.shipping.amountMinor],
    ["tax", row.tax, order.tax.amountMinor],
    ["total", row.total, order.total.amountMinor],
    ["refunded", row.refunded, order.refunded.amountMinor],
    // Null after the account was deleted.
    ["account", row.accountId, order.account?.id ?? row.accountId],
  ];
  return pairs
    .filter(([, inRow, inOrder]) => inRow !== inOrder)
    .map(([field, inRow, inOrder]) => ({
      message: `its row has ${field} ${inRow}, the order has ${inOrder}`,
      expected: String(inOrder),
      actual: String(inRow),
    }));
}
