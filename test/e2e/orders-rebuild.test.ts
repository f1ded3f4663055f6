import { beforeAll, describe, expect, it } from "vitest";
import { rebuildOrders } from "../../dev/cli/reconciliation/rebuild-orders.ts";
import { reconcileShop } from "../../dev/cli/reconciliation/reconcile-shop.ts";
import type { Sources } from "../../dev/cli/reconciliation/sources.ts";
import { fetchData } from "../../dev/cli/shop/api.ts";
import { cancelOrder, placeOrder, productLine } from "../support/harness.ts";
import { openShopSources } from "../support/sources.ts";
import { type User, useShop, useUser } from "../support/use-shop.ts";

const shop = useShop({ products: [productLine("THING", 100), productLine("OTHER", 100)] });
const buyer = useUser(shop);
const second = useUser(shop);
const support = useUser(shop, "SUPPORT");
let sources: Sources;
let paid: string;

const sql = () => shop.sql("order");
/** Returns the rows that lists read. The effects of the orders have written them. */
const readModel = () => sql()`select * from orders where placed_at is not null order by id`;

beforeAll(async () => {
  sources = openShopSources(shop, support);
  const buy = async (user: User, idempotencyKey: string, input: object = {}): Promise<string> => {
    const lines = [
      { sku: "THING", quantity: 2 },
      { sku: "OTHER", quantity: 1 },
    ];
    const { order } = await placeOrder(user, { idempotencyKey, lines, ...input });
    return order?.id ?? "";
  };
  const mutate = (field: string, type: string, input: object) =>
    fetchData(support, `mutation ($input: ${type}!) { ${field}(input: $input) { userErrors { code } } }`, { input });

  paid = await buy(buyer, "paid");
  await cancelOrder(buyer, await buy(buyer, "cancelled"), "cancelled");
  await buy(buyer, "declined", { paymentMethod: "pm_card_chargeDeclined" });
  await buy(second, "paid", { lines: [{ sku: "OTHER", quantity: 500 }] });
  const refunded = { orderId: await buy(second, "refunded"), reason: "late", idempotencyKey: "part" };
  await mutate("refundOrder", "RefundOrderInput", { ...refunded, amount: { amountMinor: "500", currency: "USD" } });
  await mutate("fulfilOrder", "FulfilOrderInput", { orderId: await buy(second, "sent"), idempotencyKey: "sent" });
  const cart = await fetchData<{ createCart: { order: { id: string } } }>(
    buyer,
    "mutation { createCart { order { id } } }",
  );
  const cartId = cart.createCart.order.id;
  await fetchData(
    buyer,
    "mutation ($input: SetCartLineInput!) { setCartLine(input: $input) { userErrors { code } } }",
    {
      input: { cartId, sku: "THING", quantity: 3 },
    },
  );
  await placeOrder(buyer, { idempotencyKey: "from a cart", cartId });
});

describe("npm run orders:rebuild", () => {
  it("changes nothing when all rows are correct", async () => {
    const before = await readModel();
    expect(before).toHaveLength(7);
    expect(await rebuildOrders(sources)).toEqual({ rebuilt: 7, missing: [] });
    expect(await readModel()).toEqual(before);
  });

  it("restores every column of every row", async () => {
    const before = await readModel();
    await sql()`update orders set status = 'PLACED', sequence = sequence + 1000, number = 'X' || number, currency = 'JPY',
    subtotal_minor = 1, shipping_minor = 1, tax_minor = 1, total_minor = 1, refunded_minor = 1, lines = '[]',
    market_id = 'x', email = 'x', email_key = 'x', payment_status = 'VOIDED', fulfillment_status = 'CANCELLED', account_id = 'acc_x', idempotency_key = id, placed_at = now(), created_at = now(), updated_at = now(),
    deadline_at = now() - interval '1 day'`;
    expect((await reconcileShop(sources, 10)).differences).not.toEqual([]);
    await rebuildOrders(sources);
    expect(await readModel()).toEqual(before);
    expect((await reconcileShop(sources, 10)).differences).toEqual([]);
  });

  it("writes the statuses of money and goods, which earlier releases did not write", async () => {
    const before = await readModel();
    const query = "{ orders(first: 20) { edges { node { paymentStatus fulfillmentStatus } } } }";
    const listed = await fetchData(second, query);
    await sql()`update orders set payment_status = null, fulfillment_status = null`;
    // Until then a list reads them from the order.
    expect(await fetchData(second, query)).toEqual(listed);
    await rebuildOrders(sources);
    expect(await readModel()).toEqual(before);
  });

  it("restores rows that were deleted; it finds the orders by their reservations and payments", async () => {
    const before = await readModel();
    await sql()`delete from orders`;
    expect(await rebuildOrders(sources)).toEqual({ rebuilt: 7, missing: [] });
    expect(await readModel()).toEqual(before);
  });

  it("reports rows without an order, and tolerates concurrent writes to orders", async () => {
    await sql()`insert into orders (id, account_id, status) values (${`ord_${"0".repeat(26)}`}, 'acc_x', 'CLAIMED')`;
    const fulfil = "mutation ($input: FulfilOrderInput!) { fulfilOrder(input: $input) { userErrors { code } } }";
    const [rebuilt] = await Promise.all([
      rebuildOrders(sources),
      fetchData(support, fulfil, { input: { orderId: paid, idempotencyKey: "meanwhile" } }),
      rebuildOrders(sources),
    ]);
    expect(rebuilt).toEqual({ rebuilt: 7, missing: [`ord_${"0".repeat(26)}`] });
    expect(await sql()`select status from orders where id = ${paid}`).toEqual([{ status: "FULFILLED" }]);
  });
});

describe("the rebuildOrders mutation", () => {
  it("accepts at most 50 orders, and reports ids that are not orders", async () => {
    const query = "mutation ($ids: [ID!]!) { rebuildOrders(ids: $ids) { missingIds userErrors { code field } } }";
    const many = Array.from({ length: 51 }, () => paid);
    expect(await fetchData(support, query, { ids: many })).toEqual({
      rebuildOrders: { missingIds: [], userErrors: [{ code: "TOO_MANY", field: ["ids"] }] },
    });
    expect(await fetchData(support, query, { ids: ["acc_1", "nonsense"] })).toEqual({
      rebuildOrders: { missingIds: ["acc_1", "nonsense"], userErrors: [] },
    });
  });
});
