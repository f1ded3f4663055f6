import { describe, expect, it, onTestFinished } from "vitest";
import { type Api, fetchData } from "../../dev/cli/shop/api.ts";
import { cancelOrder, placeOrder, productLine, readStock } from "../support/harness.ts";
import { useShop, useUser } from "../support/use-shop.ts";

const shop = useShop({ products: ["LAMP", "DESK", "SOFA", "VASE"].map((sku) => productLine(sku, 100)) });
const buyer = useUser(shop);
const support = useUser(shop, "SUPPORT");

const amount = "{ amountMinor }";
const fields = `id status paymentStatus fulfillmentStatus refundableShipping ${amount} refunded ${amount}
  lines { sku unfulfilledQuantity shippedQuantity cancelledQuantity refundedQuantity restockedQuantity refundableAmount ${amount} }
  refunds { status amount ${amount} lines { sku quantity restockedQuantity amount ${amount} } shipping ${amount} reason }`;

interface Units {
  readonly unfulfilledQuantity: number;
  readonly shippedQuantity: number;
  readonly cancelledQuantity: number;
  readonly refundedQuantity: number;
  readonly restockedQuantity: number;
  readonly refundableAmount: { readonly amountMinor: string };
}

interface Result {
  readonly order: {
    readonly id: string;
    readonly status: string;
    readonly refunded: { readonly amountMinor: string };
    readonly lines: readonly Units[];
    readonly refunds: readonly {
      readonly amount: { readonly amountMinor: string };
      readonly lines: readonly object[];
    }[];
  } | null;
  readonly userErrors: readonly { readonly code: string; readonly field: readonly string[] }[];
}

let keys = 0;

async function mutate(name: string, input: object, api: Api = support): Promise<Result> {
  const type = `${name[0]?.toUpperCase()}${name.slice(1)}Input`;
  const document = `mutation ($input: ${type}!) { ${name}(input: $input) { order { ${fields} } userErrors { code field } } }`;
  const data = await fetchData<Record<string, Result>>(api, document, { input });
  return data[name] as Result;
}

const refund = (orderId: string, input: object) =>
  mutate("refundOrder", { orderId, reason: "damaged", idempotencyKey: `r-${++keys}`, ...input });
const cancelLines = (orderId: string, lines: readonly object[], idempotencyKey = `c-${++keys}`) =>
  mutate("cancelOrderLines", { orderId, lines, reason: "not made any more", idempotencyKey });
const fulfil = (orderId: string, lines: readonly object[]) =>
  mutate("fulfilOrder", { orderId, idempotencyKey: `f-${++keys}`, lines });

/** Buys units of a SKU. The products cost 10.00, and standard shipping to the test address is free. */
async function buy(sku: string, quantity: number): Promise<string> {
  const { order } = await placeOrder(buyer, { idempotencyKey: `b-${++keys}`, lines: [{ sku, quantity }] });
  return order?.id ?? "";
}

const units = ({ order }: Result) => {
  const line = order?.lines[0];
  if (line === undefined) throw new Error("The order has no lines");
  const { unfulfilledQuantity, shippedQuantity, cancelledQuantity, refundedQuantity, restockedQuantity } = line;
  return [unfulfilledQuantity, shippedQuantity, cancelledQuantity, refundedQuantity, restockedQuantity];
};

/** Waits until as many units of a product are available. */
const untilAvailable = (slug: string, count: number) =>
  expect.poll(async () => (await readStock(buyer, slug)).available, { timeout: 10_000 }).toBe(count);

const paid = async (orderId: string) => (await shop.ledger()).find((entry) => entry.orderId === orderId);

describe("a refund of units", () => {
  it("refunds two of three units and then the last one, and returns units to stock that were not shipped", async () => {
    const id = await buy("LAMP", 3);
    await untilAvailable("lamp", 97);
    const two = await refund(id, { lines: [{ sku: "lamp", quantity: 2 }] });
    expect(two.userErrors).toEqual([]);
    expect(two.order).toMatchObject({ status: "PARTIALLY_REFUNDED", refunded: { amountMinor: "2000" } });
    expect(units(two)).toEqual([1, 0, 2, 2, 2]);
    await untilAvailable("lamp", 99);

    expect((await refund(id, { lines: [{ sku: "LAMP", quantity: 2 }] })).userErrors).toMatchObject([
      { code: "OVER_REFUNDED" },
    ]);
    const last = await refund(id, { lines: [{ sku: "LAMP", quantity: 1 }] });
    expect(last.order).toMatchObject({ status: "REFUNDED", refunded: { amountMinor: "3000" } });
    expect(units(last)).toEqual([0, 0, 3, 3, 3]);
    expect(last.order?.refunds.map((entry) => entry.amount.amountMinor)).toEqual(["2000", "1000"]);
    await untilAvailable("lamp", 100);
    expect((await paid(id))?.refunded).toBe(3_000);
  });

  it("returns shipped units to stock only on request", async () => {
    const id = await buy("DESK", 3);
    await fulfil(id, [{ sku: "DESK", quantity: 2 }]);
    // The unit that was not shipped is taken first.
    const lost = await refund(id, { lines: [{ sku: "DESK", quantity: 2 }] });
    expect(units(lost)).toEqual([0, 2, 1, 2, 1]);
    await untilAvailable("desk", 98);
    const returned = await refund(id, { lines: [{ sku: "DESK", quantity: 1, restock: true }] });
    expect(units(returned)).toEqual([0, 2, 1, 3, 2]);
    await untilAvailable("desk", 99);
  });

  it("is refused together with an amount, and an amount changes no units", async () => {
    const id = await buy("SOFA", 2);
    const both = await refund(id, {
      lines: [{ sku: "SOFA", quantity: 1 }],
      amount: { amountMinor: "100", currency: "USD" },
    });
    expect(both.userErrors).toMatchObject([{ code: "AMOUNT_OR_LINES" }]);
    const part = await refund(id, { amount: { amountMinor: "500", currency: "USD" } });
    expect(units(part)).toEqual([2, 0, 0, 0, 0]);
    expect(part.order?.lines[0]?.refundableAmount.amountMinor).toBe("1500");
    // Without lines and amount, all that is left is refunded, and every unit goes back on sale.
    const all = await refund(id, {});
    expect(units(all)).toEqual([0, 0, 2, 2, 2]);
    expect((await paid(id))?.refunded).toBe(2_000);
    await untilAvailable("sofa", 100);
  });
});

describe("the payment status and the fulfillment status", () => {
  const find = async (id: string) => {
    const query = `query ($id: ID!) { order(id: $id) { status paymentStatus fulfillmentStatus }
      orders(first: 1) { edges { node { id status paymentStatus fulfillmentStatus } } } }`;
    type Data = { order: object; orders: { edges: readonly { node: { id: string } }[] } };
    const { order, orders } = await fetchData<Data>(buyer, query, { id });
    expect(orders.edges[0]?.node).toEqual({ id, ...order });
    return order;
  };

  it("show a shipment although a refund hides it in the status, in the order and in the list", async () => {
    const id = await buy("LAMP", 3);
    await fulfil(id, [{ sku: "LAMP", quantity: 1 }]);
    await refund(id, { amount: { amountMinor: "1", currency: "USD" } });
    const status = "PARTIALLY_REFUNDED";
    expect(await find(id)).toEqual({ status, paymentStatus: status, fulfillmentStatus: "PARTIALLY_FULFILLED" });
    // The other two units are never shipped, so the shipment is complete.
    await cancelLines(id, [{ sku: "LAMP", quantity: 2 }]);
    expect(await find(id)).toEqual({ status, paymentStatus: status, fulfillmentStatus: "FULFILLED" });
  });

  it("show an order as cancelled whose units were all cancelled", async () => {
    const id = await buy("LAMP", 2);
    expect(await find(id)).toEqual({ status: "CONFIRMED", paymentStatus: "PAID", fulfillmentStatus: "UNFULFILLED" });
    await cancelLines(id, [{ sku: "LAMP", quantity: 2 }]);
    expect(await find(id)).toEqual({ status: "REFUNDED", paymentStatus: "REFUNDED", fulfillmentStatus: "CANCELLED" });
  });
});

describe("cancelOrderLines", () => {
  it("takes units out that were not shipped, once per idempotency key, and they are never shipped", async () => {
    const id = await buy("VASE", 4);
    await fulfil(id, [{ sku: "VASE", quantity: 1 }]);
    const results = await Promise.all(
      Array.from({ length: 3 }, () => cancelLines(id, [{ sku: "VASE", quantity: 2 }], "one key")),
    );
    expect(results.flatMap(({ userErrors }) => userErrors)).toEqual([]);
    expect((await paid(id))?.refunded).toBe(2_000);
    await untilAvailable("vase", 98);
    expect((await cancelLines(id, [{ sku: "VASE", quantity: 2 }])).userErrors).toMatchObject([
      { code: "OVER_CANCELLED" },
    ]);
    expect((await fulfil(id, [{ sku: "VASE", quantity: 2 }])).userErrors).toHaveLength(1);
    // The last unit is cancelled: nothing is left to ship, so the order is fulfilled.
    const last = await cancelLines(id, [{ sku: "VASE", quantity: 1, restock: false }]);
    expect(units(last)).toEqual([0, 1, 3, 3, 2]);
    await untilAvailable("vase", 98);
  });

  it("is for support staff", async () => {
    const id = await buy("VASE", 1);
    onTestFinished(async () => {
      await cancelOrder(buyer, id, `end-${id}`);
    });
    const document =
      "mutation ($input: CancelOrderLinesInput!) { cancelOrderLines(input: $input) { userErrors { code } } }";
    const input = { orderId: id, lines: [{ sku: "VASE", quantity: 1 }], reason: "r", idempotencyKey: "k" };
    await expect(fetchData(buyer, document, { input })).rejects.toThrow();
  });
});
