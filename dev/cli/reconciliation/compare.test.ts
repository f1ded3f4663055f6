import { describe, expect, it } from "vitest";
import { compareOrder, type OrderRecords } from "./compare.ts";

const now = Date.parse("2026-01-31T12:00:00.000Z");
const timeAgo = (ms: number) => new Date(now - ms).toISOString();

const order = {
  id: "ord_1",
  number: "S-1",
  status: "CONFIRMED",
  paymentStatus: "PAID",
  fulfillmentStatus: "UNFULFILLED",
  sequence: 7,
  updatedAt: timeAgo(5_000),
  account: { id: "acc_1" },
  lines: [{ sku: "A", quantity: 2, restockedQuantity: 0 }],
  total: { amountMinor: "2000", currency: "USD" },
  refunded: { amountMinor: "0" },
  transactions: [{ kind: "CAPTURE", status: "SUCCEEDED", amount: { amountMinor: "2000" }, providerReference: "pi_1" }],
  timeline: [{ type: "OrderConfirmed" }],
} as const;
const row = {
  id: "ord_1",
  accountId: "acc_1",
  status: "CONFIRMED",
  paymentStatus: "PAID",
  fulfillmentStatus: "UNFULFILLED",
  sequence: 7,
  number: "S-1",
  currency: "USD",
  total: "2000",
  refunded: "0",
};
const payment = {
  id: "pi_1",
  orderId: "ord_1",
  currency: "USD",
  held: 0n,
  captured: 2_000n,
  refunded: 0n,
  chargedBack: 0n,
  reversed: 0n,
};
const confirmed: OrderRecords = { id: "ord_1", order, row, payments: [payment], units: { held: 0, sold: 2 } };
const awaitingCustomer = { ...order, status: "RESERVED", timeline: [{ type: "PaymentActionRequired" }] };
const refunding = {
  ...order,
  transactions: [{ ...order.transactions[0], kind: "REFUND", status: "PENDING", providerReference: null }],
} as const;
const cancelled = { ...order, status: "CANCELLED" };

const cases: readonly (readonly [situation: string, records: OrderRecords, differences: readonly string[]])[] = [
  ["no differences if all records agree", confirmed, []],
  ["no differences for a deleted account", { ...confirmed, order: { ...order, account: null } }, []],
  [
    "a confirmed order without a payment",
    { ...confirmed, payments: [] },
    ["the provider captured 0, the order has 2000"],
  ],
  [
    "a capture below the total",
    { ...confirmed, payments: [{ ...payment, captured: 1_999n }] },
    ["the provider captured 1999, the order has 2000"],
  ],
  [
    "a payment in another currency",
    { ...confirmed, payments: [{ ...payment, currency: "EUR" }] },
    ["payment pi_1 is in EUR, the order in USD"],
  ],
  [
    "a cancelled order that was not refunded and whose stock was not released",
    { ...confirmed, order: cancelled, row: { ...row, status: "CANCELLED" } },
    ["it is CANCELLED, but 2000 was not refunded", "stock has 2 sold, the order has 0"],
  ],
  [
    "a row with other statuses of money and goods, or none",
    { ...confirmed, row: { ...row, paymentStatus: "REFUNDED", fulfillmentStatus: null } },
    [
      "its row has payment status REFUNDED, the order has PAID",
      "its row has fulfillment status null, the order has UNFULFILLED",
    ],
  ],
  [
    "no differences after a unit went back on sale",
    {
      ...confirmed,
      order: { ...order, lines: [{ sku: "A", quantity: 2, restockedQuantity: 1 }] },
      units: { held: 0, sold: 1 },
    },
    [],
  ],
  [
    "a unit that the order counts as restocked and the stock does not",
    { ...confirmed, order: { ...order, lines: [{ sku: "A", quantity: 2, restockedQuantity: 1 }] } },
    ["stock has 2 sold, the order has 1"],
  ],
  [
    "a chargeback that the order does not know",
    { ...confirmed, payments: [{ ...payment, chargedBack: 2_000n, reversed: 500n }] },
    ["the bank took 2000, the order has 0", "the bank gave back 500, the order has 0"],
  ],
  [
    "no differences for a cancelled order whose payment was captured in the dashboard and refunded",
    {
      ...confirmed,
      order: { ...cancelled, transactions: [] },
      row: { ...row, status: "CANCELLED" },
      payments: [{ ...payment, refunded: 2_000n }],
      units: { held: 0, sold: 0 },
    },
    [],
  ],
  [
    "no differences for a cancelled order whose money the bank took",
    {
      ...confirmed,
      order: {
        ...cancelled,
        transactions: [
          ...order.transactions,
          { kind: "CHARGEBACK", status: "SUCCEEDED", amount: { amountMinor: "2000" }, providerReference: "du_1" },
        ],
      },
      row: { ...row, status: "CANCELLED" },
      payments: [{ ...payment, chargedBack: 2_000n }],
      units: { held: 0, sold: 0 },
    },
    [],
  ],
  [
    "no differences for a claim without an order",
    { ...confirmed, order: undefined, row: { ...row, status: "CLAIMED" }, payments: [], units: { held: 0, sold: 0 } },
    [],
  ],
  [
    "no differences while the order is in progress",
    { ...confirmed, order: { ...order, status: "CREATED" }, row: undefined },
    [],
  ],
  [
    "an order in progress for too long",
    { ...confirmed, order: { ...order, status: "CREATED", updatedAt: timeAgo(61_000) } },
    [`has been CREATED since ${timeAgo(61_000)}`],
  ],
  [
    "no differences while the customer authenticates",
    { ...confirmed, order: { ...awaitingCustomer, updatedAt: timeAgo(10 * 60_000) } },
    [],
  ],
  [
    "a customer who did not authenticate",
    { ...confirmed, order: { ...awaitingCustomer, updatedAt: timeAgo(12 * 60_000) } },
    [`has been RESERVED since ${timeAgo(12 * 60_000)}`],
  ],
  [
    "a refund that stays pending",
    { ...confirmed, order: { ...refunding, updatedAt: timeAgo(61_000) } },
    [`has been CONFIRMED since ${timeAgo(61_000)}`],
  ],
  [
    "an order that needs attention",
    { ...confirmed, order: { ...order, status: "NEEDS_ATTENTION" } },
    ["needs attention by staff"],
  ],
];

describe("compareOrder", () => {
  it.each(cases)("reports %s", (_situation, records, differences) => {
    expect(compareOrder(records, now)).toEqual(differences);
  });
});
