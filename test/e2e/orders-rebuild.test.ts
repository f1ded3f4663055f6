import { afterAll, beforeAll, expect, it } from "vitest";
import { rebuildOrders } from "../../dev/cli/reconciliation/rebuild-orders.ts";
import { reconcileShop } from "../../dev/cli/reconciliation/reconcile-shop.ts";
import type { Sources } from "../../dev/cli/reconciliation/sources.ts";
import { fetchData } from "../../dev/cli/shop/api.ts";
import { cancelOrder, importProducts, openShop, placeOrder, productLine, type Shop } from "../support/harness.ts";
import { openShopSources } from "../support/sources.ts";

let shop: Shop;
let sources: Sources;
let support: Awaited<ReturnType<Shop["signUp"]>>;
let paid: string;

const sql = () => shop.sql("order");
/** The rows that lists are read from, as the orders' own effects have written them. */
const readModel = () => sql()`select * from orders where placed_at is not null order by id`;

beforeAll(async () => {
  shop = await openShop();
  await importProducts(await shop.signUp("CATALOG_MANAGER"), [productLine("THING", 100), productLine("OTHER", 100)]);
  const buyer = await shop.signUp();
  const second = await shop.signUp();
  support = await shop.signUp("SUPPORT");
  sources = openShopSources(shop, support);
  const buy = async (person: typeof buyer, idempotencyKey: string, more: object = {}): Promise<string> => {
    const lines = [
      { sku: "THING", quantity: 2 },
      { sku: "OTHER", quantity: 1 },
    ];
    const { order } = await placeOrder(person, { idempotencyKey, lines, ...more });
    return order?.id ?? "";
  };
  const change = (field: string, type: string, input: object) =>
    fetchData(support, `mutation ($input: ${type}!) { ${field}(input: $input) { userErrors { code } } }`, { input });

  paid = await buy(buyer, "paid");
  await cancelOrder(buyer, await buy(buyer, "cancelled"), "cancelled");
  await buy(buyer, "declined", { paymentMethod: "pm_card_chargeDeclined" });
  await buy(second, "paid", { lines: [{ sku: "OTHER", quantity: 500 }] });
  const refunded = { orderId: await buy(second, "refunded"), reason: "late", idempotencyKey: "part" };
  await change("refundOrder", "RefundOrderInput", { ...refunded, amount: { amountMinor: "500", currency: "USD" } });
  await change("fulfilOrder", "FulfilOrderInput", { orderId: await buy(second, "sent"), idempotencyKey: "sent" });
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

afterAll(() => shop?.stop());

it("changes nothing where all is right", async () => {
  const before = await readModel();
  expect(before).toHaveLength(7);
  expect(await rebuildOrders(sources)).toEqual({ rebuilt: 7, missing: [] });
  expect(await readModel()).toEqual(before);
});

it("sets every column of every row right, whatever became of it", async () => {
  const before = await readModel();
  await sql()`update orders set status = 'PLACED', sequence = sequence + 1000, number = 'X' || number, currency = 'JPY',
    subtotal_minor = 1, shipping_minor = 1, tax_minor = 1, total_minor = 1, refunded_minor = 1, lines = '[]',
    account_id = 'acc_x', idempotency_key = id, placed_at = now(), created_at = now(), updated_at = now(),
    deadline_at = now() - interval '1 day'`;
  expect((await reconcileShop(sources, 10)).differences).not.toEqual([]);
  await rebuildOrders(sources);
  expect(await readModel()).toEqual(before);
  expect((await reconcileShop(sources, 10)).differences).toEqual([]);
});

it("finds the orders again when all rows are lost: what they have left elsewhere names them", async () => {
  const before = await readModel();
  await sql()`delete from orders`;
  expect(await rebuildOrders(sources)).toEqual({ rebuilt: 7, missing: [] });
  expect(await readModel()).toEqual(before);
});

it("tells of what has no order, and goes on when orders change meanwhile", async () => {
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

it("is for staff, and for so many at once", async () => {
  const query = "mutation ($ids: [ID!]!) { rebuildOrders(ids: $ids) { missingIds userErrors { code field } } }";
  const many = Array.from({ length: 51 }, () => paid);
  expect(await fetchData(support, query, { ids: many })).toEqual({
    rebuildOrders: { missingIds: [], userErrors: [{ code: "TOO_MANY", field: ["ids"] }] },
  });
  expect(await fetchData(support, query, { ids: ["acc_1", "nonsense"] })).toEqual({
    rebuildOrders: { missingIds: ["acc_1", "nonsense"], userErrors: [] },
  });
});
