import { describe, expect, it } from "vitest";
import { compareOrder } from "./compare.ts";
import type { OrderRecords } from "./records.ts";

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
  taxesIncluded: true,
  taxSource: "RATE_TABLE",
  subtotal: { amountMinor: "2500" },
  shipping: { amountMinor: "0" },
  tax: { amountMinor: "0" },
  discountTotal: { amountMinor: "500" },
  reverseChargeAmount: { amountMinor: "0" },
  total: { amountMinor: "2000", currency: "USD" },
  refunded: { amountMinor: "0" },
  discounts: [
    { name: "Summer", code: "sun", amount: { amountMinor: "300" } },
    { name: "Automatic", code: null, amount: { amountMinor: "200" } },
  ],
  refunds: [],
  transactions: [
    { id: "ord_1-5", kind: "CAPTURE", status: "SUCCEEDED", amount: { amountMinor: "2000" }, providerReference: "pi_1" },
  ],
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
  subtotal: "2500",
  shipping: "0",
  tax: "0",
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
const redemptions = [
  { promotionId: "prm_1", name: "Summer", code: "SUN", isRedeemed: true },
  { promotionId: "prm_2", name: "Automatic", code: "", isRedeemed: true },
];
const confirmed: OrderRecords = {
  id: "ord_1",
  order,
  row,
  payments: [payment],
  units: { held: 0, sold: 2 },
  redemptions,
  taxReports: [],
};
const awaitingCustomer = { ...order, status: "RESERVED", timeline: [{ type: "PaymentActionRequired" }] };
/** Refunds 500 and 100, with these amounts as shares. */
function refundedInParts(lineShares: readonly string[], shippingShare: string): OrderRecords {
  const transactions = ["500", "100"].map((amountMinor, index) => ({
    ...order.transactions[0],
    id: `ord_1-${index + 8}`,
    kind: "REFUND" as const,
    amount: { amountMinor },
  }));
  const [first, second] = transactions;
  if (first === undefined || second === undefined) throw new Error("There are two refunds");
  const refunds = [
    {
      id: first.id,
      lines: lineShares.map((amountMinor) => ({ amount: { amountMinor } })),
      shipping: { amountMinor: shippingShare },
      transactions: [first],
    },
    { id: second.id, lines: [], shipping: { amountMinor: "100" }, transactions: [second] },
    // Units without value have no transaction.
    { id: "ord_1-10", lines: [{ amount: { amountMinor: "0" } }], shipping: { amountMinor: "0" }, transactions: [] },
  ];
  return {
    ...confirmed,
    order: {
      ...order,
      refunded: { amountMinor: "600" },
      refunds,
      transactions: [...order.transactions, ...transactions],
    },
    row: { ...row, refunded: "600" },
    payments: [{ ...payment, refunded: 600n }],
  };
}
const refunding = {
  ...order,
  transactions: [{ ...order.transactions[0], kind: "REFUND", status: "PENDING", providerReference: null }],
} as const;
const cancelled = { ...order, status: "CANCELLED" };

const cases: readonly (readonly [situation: string, records: OrderRecords, differences: readonly string[]])[] = [
  ["no differences if all records agree", confirmed, []],
  [
    "no differences while the catalog commits the stock of a confirmed order",
    {
      ...confirmed,
      units: { held: 2, sold: 0 },
      redemptions: redemptions.map((redemption) => ({ ...redemption, isRedeemed: false })),
    },
    [],
  ],
  [
    "a confirmed order whose reservation has fewer units",
    { ...confirmed, units: { held: 1, sold: 0 } },
    ["stock has 1 sold, the order has 2"],
  ],
  [
    "a confirmed order whose stock was not committed within a minute",
    {
      ...confirmed,
      order: { ...order, updatedAt: timeAgo(61_000) },
      units: { held: 2, sold: 0 },
      redemptions: redemptions.map((redemption) => ({ ...redemption, isRedeemed: false })),
    },
    [
      "stock still has 2 reserved",
      "stock has 0 sold, the order has 2",
      "promotion prm_1 is reserved, but the order is CONFIRMED",
      "promotion prm_2 is reserved, but the order is CONFIRMED",
      "its discount Summer (sun) was not redeemed",
      "its discount Automatic was not redeemed",
    ],
  ],
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
    [
      "it is CANCELLED, but 2000 was not refunded",
      "stock has 2 sold, the order has 0",
      "promotion prm_1 is redeemed, but the order is CANCELLED",
      "promotion prm_2 is redeemed, but the order is CANCELLED",
    ],
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
    "a promotion that is redeemed or reserved for an order that does not exist",
    {
      id: "ord_1",
      order: undefined,
      row: undefined,
      payments: [],
      units: { held: 0, sold: 0 },
      redemptions: redemptions.map((use, index) => ({ ...use, isRedeemed: index === 0 })),
      taxReports: [],
    },
    [
      "promotion prm_1 is redeemed, but the order does not exist",
      "promotion prm_2 is reserved, but the order does not exist",
    ],
  ],
  [
    "a discount that was not redeemed, and a redemption without a discount",
    { ...confirmed, redemptions: redemptions.map((use) => ({ ...use, name: use.name.replace("Summer", "Winter") })) },
    ["promotion prm_1 is redeemed, but the order has no discount of it", "its discount Summer (sun) was not redeemed"],
  ],
  [
    "a discount of an automatic promotion that was not redeemed",
    { ...confirmed, redemptions: redemptions.slice(0, 1) },
    ["its discount Automatic was not redeemed"],
  ],
  [
    "a promotion that is still reserved for a paid order",
    {
      ...confirmed,
      redemptions: [...redemptions, { ...redemptions[0], promotionId: "prm_3", isRedeemed: false }] as never,
    },
    ["promotion prm_3 is reserved, but the order is CONFIRMED"],
  ],
  [
    "discounts and amounts that do not add up",
    { ...confirmed, order: { ...order, discountTotal: { amountMinor: "400" } } },
    ["its discounts add up to 500, its price has 400", "its price adds up to 2100, its total is 2000"],
  ],
  [
    "no differences where tax is added to the price",
    {
      ...confirmed,
      order: { ...order, taxesIncluded: false, tax: { amountMinor: "100" }, shipping: { amountMinor: "-100" } },
      row: { ...row, tax: "100", shipping: "-100" },
    },
    [],
  ],
  [
    "a row with other amounts than the order",
    { ...confirmed, row: { ...row, subtotal: "2000", shipping: "1", tax: "2" } },
    [
      "its row has subtotal 2000, the order has 2500",
      "its row has shipping 1, the order has 0",
      "its row has tax 2, the order has 0",
    ],
  ],
  ["no differences if the shares of refunds add up", refundedInParts(["300", "150"], "50"), []],
  [
    "a refund whose shares do not add up to its amount",
    refundedInParts(["300", "150"], "40"),
    ["the shares of refund ord_1-8 add up to 490, its amount is 500"],
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
      redemptions: [],
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
          {
            id: "ord_1-9",
            kind: "CHARGEBACK",
            status: "SUCCEEDED",
            amount: { amountMinor: "2000" },
            providerReference: "du_1",
          },
        ],
      },
      row: { ...row, status: "CANCELLED" },
      payments: [{ ...payment, chargedBack: 2_000n }],
      units: { held: 0, sold: 0 },
      redemptions: [],
    },
    [],
  ],
  [
    "no differences for a claim without an order",
    {
      id: "ord_1",
      order: undefined,
      row: { ...row, status: "CLAIMED" },
      payments: [],
      units: { held: 0, sold: 0 },
      redemptions: [],
      taxReports: [],
    },
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

describe("an order with the taxes of a provider", () => {
  const refund = {
    id: "ord_1-9",
    kind: "REFUND",
    status: "SUCCEEDED",
    amount: { amountMinor: "0" },
    providerReference: "re_1",
  } as const;
  const taxed = {
    ...confirmed,
    order: {
      ...order,
      taxSource: "PROVIDER",
      updatedAt: timeAgo(600_000),
      transactions: [...order.transactions, refund, { ...refund, id: "ord_1-12", status: "FAILED" }],
    },
  } as const;
  const sale = { reference: "ord_1", orderId: "ord_1", transactionId: "tax_1" };
  const reversal = { reference: "ord_1-9", orderId: "ord_1", transactionId: "tax_2" };
  // The order of the test has no shares for this refund.
  const differences = (records: OrderRecords) =>
    compareOrder(records, now).filter((difference) => difference.includes("tax provider"));

  it("has a report of its sale, and of each refund that is complete", () => {
    expect(differences({ ...taxed, taxReports: [sale, reversal] })).toEqual([]);
    expect(differences(taxed)).toEqual([
      "its sale was not reported to the tax provider",
      "refund ord_1-9 was not reported to the tax provider",
    ]);
    expect(differences({ ...taxed, taxReports: [{ ...sale, transactionId: null }, reversal] })).toEqual([
      "its sale was not reported to the tax provider",
    ]);
  });

  it("may be reported some minutes later, and an order with tax rates is not reported", () => {
    const recent = { ...taxed, order: { ...taxed.order, updatedAt: timeAgo(60_000) } };
    expect(differences(recent)).toEqual([]);
    expect(differences({ ...taxed, order: { ...taxed.order, taxSource: "RATE_TABLE" } })).toEqual([]);
  });
});
