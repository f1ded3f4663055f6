import { drizzle } from "drizzle-orm/neon-http";
import { beforeAll, describe, expect, it } from "vitest";
import { useOrderDatabase } from "../../../test/support/order-database.ts";
import type { Database } from "../../kit/storage/postgres.ts";
import { listOrders, type OrderPage } from "./order-lists.ts";

const open = useOrderDatabase();

beforeAll(async () => {
  // One of 1,000 orders is authorized, and one of 500 is shipped in part.
  await open().execute(`
    insert into orders (id, account_id, status, number, placed_at, payment_status, fulfillment_status, email_key)
    select 'ord_' || lpad(i::text, 6, '0'), 'acc_' || (i % 20), 'CONFIRMED', 'N-' || i,
      timestamptz '2026-01-01Z' + i * interval '1 minute',
      case when i % 1000 = 0 then 'AUTHORIZED' else 'PAID' end,
      case when i % 500 = 0 then 'PARTIALLY_FULFILLED' else 'UNFULFILLED' end,
      case when i % 10 = 0 then 'guest' || (i % 1000) || '@example.com' end
    from generate_series(1, 20000) i`);
  await open().execute("analyze orders");
});

const allOrders: OrderPage = {
  accountId: undefined,
  size: 20,
  number: undefined,
  email: undefined,
  statuses: [],
  disputeStatuses: [],
  paymentStatuses: [],
  fulfillmentStatuses: [],
  placedFrom: undefined,
  placedTo: undefined,
  after: undefined,
};

interface PlanNode {
  readonly "Node Type": string;
  readonly "Index Name"?: string;
  readonly "Actual Rows": number;
  readonly "Rows Removed by Filter"?: number;
  readonly Plans?: readonly PlanNode[];
}

/** Returns the indexes that a list is read with, and the number of rows that were read and did not match. */
async function explain(page: Partial<OrderPage>) {
  const statements: { readonly query: string; readonly params: unknown[] }[] = [];
  const logged = drizzle(open().$client, {
    logger: { logQuery: (query, params) => statements.push({ query, params }) },
  });
  await listOrders(logged as unknown as Database, { ...allOrders, ...page });
  const [statement] = statements;
  if (statement === undefined) throw new Error("No statement was sent");
  const text = `explain (analyze, format json) ${statement.query}`;
  const [row] = await open().$client.query(text, statement.params);
  const nodes: PlanNode[] = [];
  const collect = (node: PlanNode) => {
    nodes.push(node);
    node.Plans?.forEach(collect);
  };
  const plans = row?.["QUERY PLAN"] as readonly { readonly Plan: PlanNode }[] | undefined;
  for (const { Plan } of plans ?? []) collect(Plan);
  return {
    types: nodes.map((node) => node["Node Type"]),
    indexes: nodes.flatMap((node) => node["Index Name"] ?? []),
    removed: nodes.reduce((sum, node) => sum + (node["Rows Removed by Filter"] ?? 0), 0),
  };
}

describe("a list of orders among 20,000", () => {
  it("finds a contact email and an account with two indexes, and reads few other rows", async () => {
    const { indexes, removed } = await explain({ email: { key: "guest10@example.com", accountId: "acc_77" } });
    expect(indexes.toSorted()).toEqual([expect.stringMatching(/^orders_account_/), "orders_email"]);
    expect(removed).toBeLessThan(50);
  });

  const after = { at: new Date("2026-01-10T00:00:00Z"), id: "ord_1" };
  it.each<[string, Partial<OrderPage>, string]>([
    ["all orders", {}, "orders_newest"],
    ["the next page of all orders", { after }, "orders_newest"],
    ["a payment status", { paymentStatuses: ["AUTHORIZED"] }, "orders_payment_status"],
    ["the next page of a payment status", { paymentStatuses: ["AUTHORIZED"], after }, "orders_payment_status"],
    ["two payment statuses", { paymentStatuses: ["AUTHORIZED", "VOIDED"] }, "orders_payment_status"],
    ["a fulfillment status", { fulfillmentStatuses: ["PARTIALLY_FULFILLED"] }, "orders_fulfillment_status"],
    [
      "a period",
      { placedFrom: new Date("2026-01-02T00:00:00Z"), placedTo: new Date("2026-01-02T01:00:00Z") },
      "orders_newest",
    ],
    [
      "the orders of an account with a status",
      { accountId: "acc_7", paymentStatuses: ["PAID"] },
      "orders_account_newest",
    ],
    ["a number", { number: "N-77" }, "orders_number"],
    ["a contact email", { email: { key: "guest10@example.com", accountId: undefined } }, "orders_email"],
  ])("is read with an index, and few other rows: %s", async (_name, page, index) => {
    const { types, indexes, removed } = await explain(page);
    expect(types).not.toContain("Seq Scan");
    expect(indexes).toEqual([index]);
    expect(removed).toBeLessThan(50);
  });
});
