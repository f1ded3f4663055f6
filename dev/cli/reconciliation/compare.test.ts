import { expect, it } from "vitest";
import { compareOrder, type OrderRecords } from "./compare.ts";

const now = Date.parse("2026-01-31T12:00:00.000Z");
const agoMs = (ms: number) => new Date(now - ms).toISOString();

const order = {
  id: "ord_1",
  number: "S-1",
  status: "CONFIRMED",
  sequence: 7,
  updatedAt: agoMs(5_000),
  account: { id: "acc_1" },
  lines: [{ sku: "A", quantity: 2 }],
  total: { amountMinor: "2000", currency: "USD" },
  refunded: { amountMinor: "0" },
  transactions: [{ kind: "CAPTURE", status: "SUCCEEDED", amount: { amountMinor: "2000" } }],
  timeline: [{ type: "OrderConfirmed" }],
} as const;
const row = {
  id: "ord_1",
  accountId: "acc_1",
  status: "CONFIRMED",
  sequence: 7,
  number: "S-1",
  currency: "USD",
  total: "2000",
  refunded: "0",
};
const payment = { id: "pi_1", orderId: "ord_1", currency: "USD", held: 0n, captured: 2_000n, refunded: 0n };
const confirmed: OrderRecords = { id: "ord_1", order, row, payments: [payment], units: { held: 0, sold: 2 } };
const asking = { ...order, status: "RESERVED", timeline: [{ type: "PaymentActionRequired" }] };
const refunding = {
  ...order,
  transactions: [{ ...order.transactions[0], kind: "REFUND", status: "PENDING" }],
} as const;
const cancelled = { ...order, status: "CANCELLED" };

const cases: readonly (readonly [what: string, known: OrderRecords, found: readonly string[]])[] = [
  ["the same everywhere", confirmed, []],
  ["an owner who is gone", { ...confirmed, order: { ...order, account: null } }, []],
  [
    "nothing taken for what was confirmed",
    { ...confirmed, payments: [] },
    ["the provider captured 0, the order says 2000"],
  ],
  [
    "less taken than it costs",
    { ...confirmed, payments: [{ ...payment, captured: 1_999n }] },
    ["the provider captured 1999, the order says 2000"],
  ],
  [
    "another currency",
    { ...confirmed, payments: [{ ...payment, currency: "EUR" }] },
    ["payment pi_1 is in EUR, the order in USD"],
  ],
  [
    "an end that kept the money and the units",
    { ...confirmed, order: cancelled, row: { ...row, status: "CANCELLED" } },
    ["it is CANCELLED, and 2000 was not given back", "stock sold 2 to it, and 0 are its own"],
  ],
  [
    "a claim whose order never began",
    { ...confirmed, order: undefined, row: { ...row, status: "CLAIMED" }, payments: [], units: { held: 0, sold: 0 } },
    [],
  ],
  ["under way", { ...confirmed, order: { ...order, status: "CREATED" }, row: undefined }, []],
  [
    "under way for too long",
    { ...confirmed, order: { ...order, status: "CREATED", updatedAt: agoMs(61_000) } },
    [`has been CREATED since ${agoMs(61_000)}`],
  ],
  ["a holder who was asked to confirm", { ...confirmed, order: { ...asking, updatedAt: agoMs(20 * 60_000) } }, []],
  [
    "a holder who was asked long ago",
    { ...confirmed, order: { ...asking, updatedAt: agoMs(32 * 60_000) } },
    [`has been RESERVED since ${agoMs(32 * 60_000)}`],
  ],
  [
    "a refund that stays under way",
    { ...confirmed, order: { ...refunding, updatedAt: agoMs(61_000) } },
    [`has been CONFIRMED since ${agoMs(61_000)}`],
  ],
  ["a person has to decide", { ...confirmed, order: { ...order, status: "NEEDS_ATTENTION" } }, ["waits for our staff"]],
];

it.each(cases)("%s", (_what, known, found) => {
  expect(compareOrder(known, now)).toEqual(found);
});
