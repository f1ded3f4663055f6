import { beforeAll, describe, expect, it } from "vitest";
import { type Api, fetchData, sendGraphql } from "../../dev/cli/shop/api.ts";
import { cancelOrder, placeOrder, productLine } from "../support/harness.ts";
import { useShop, useUser } from "../support/use-shop.ts";

const shop = useShop({ products: [productLine("LAMP", 1_000)] });
const buyer = useUser(shop);
const other = useUser(shop);
const support = useUser(shop, "SUPPORT");

type Names = "shipped" | "partly" | "cancelled" | "declined" | "others";
const ids = {} as Record<Names, string>;
let keys = 0;

async function buy(api: Api, input: object = {}): Promise<string> {
  const { order } = await placeOrder(api, {
    idempotencyKey: `k-${++keys}`,
    lines: [{ sku: "LAMP", quantity: 2 }],
    ...input,
  });
  return order?.id ?? "";
}

const mutate = (field: string, input: object) => {
  const type = `${field[0]?.toUpperCase()}${field.slice(1)}Input`;
  const document = `mutation ($input: ${type}!) { ${field}(input: $input) { userErrors { code } } }`;
  return fetchData(support, document, { input: { idempotencyKey: `m-${++keys}`, ...input } });
};

beforeAll(async () => {
  ids.shipped = await buy(buyer);
  await mutate("fulfilOrder", { orderId: ids.shipped });
  await mutate("refundOrder", { orderId: ids.shipped, reason: "r", amount: { amountMinor: "1", currency: "USD" } });
  ids.partly = await buy(buyer);
  await mutate("fulfilOrder", { orderId: ids.partly, lines: [{ sku: "LAMP", quantity: 1 }] });
  ids.cancelled = await buy(buyer);
  await cancelOrder(buyer, ids.cancelled, "cancel");
  ids.declined = await buy(buyer, { paymentMethod: "pm_card_chargeDeclined" });
  ids.others = await buy(other);
});

type Filter = Readonly<Record<string, unknown>>;
interface List {
  readonly edges: readonly { readonly cursor: string; readonly node: { id: string; placedAt: string } }[];
  readonly pageInfo: { readonly hasNextPage: boolean };
}

/** Lists orders with a filter. The field is `orders` or `allOrders`. */
async function list(
  api: Api,
  field: "orders" | "allOrders",
  filter: Filter,
  page: { first?: number; after?: string } = {},
) {
  const query = `query ($filter: OrderFilter, $first: Int, $after: String) {
    list: ${field}(filter: $filter, first: $first, after: $after) {
      edges { cursor node { id placedAt } } pageInfo { hasNextPage }
    }
  }`;
  return (await fetchData<{ list: List }>(api, query, { filter, first: 20, ...page })).list;
}

/** Returns the names of the orders that a list has. Newest first. */
async function names(api: Api, field: "orders" | "allOrders", filter: Filter): Promise<readonly string[]> {
  const { edges } = await list(api, field, filter);
  return edges.map(({ node }) => Object.entries(ids).find(([, id]) => id === node.id)?.[0] ?? node.id);
}

describe("the market of an order", () => {
  it("is in the order and in the list. A cart has none", async () => {
    const query = `query ($id: ID!) { order(id: $id) { market { slug countryCodes } }
      orders(first: 20) { edges { node { id market { slug countryCodes } } } } }`;
    type Market = { market: { countryCodes: readonly string[] } | null };
    type Data = { order: Market; orders: { edges: readonly { node: Market & { id: string } }[] } };
    const { order, orders } = await fetchData<Data>(buyer, query, { id: ids.shipped });
    expect(order.market?.countryCodes).toContain("NL");
    expect(orders.edges.map(({ node }) => node)).toContainEqual({ id: ids.shipped, ...order });
    const cart = await fetchData(buyer, "mutation { createCart { order { market { slug } } } }");
    expect(cart).toEqual({ createCart: { order: { market: null } } });
  });
});

describe("the filter of an order list", () => {
  it("finds an order by its shipment although a refund of one cent hides it in the status", async () => {
    expect(await names(support, "allOrders", { fulfillmentStatus: ["FULFILLED"] })).toEqual(["shipped"]);
    expect(await names(buyer, "orders", { fulfillmentStatus: ["FULFILLED"] })).toEqual(["shipped"]);
  });

  it("combines statuses of one kind with or, and all conditions with and", async () => {
    const either = { paymentStatus: ["PARTIALLY_REFUNDED", "PAID"] };
    expect(await names(support, "allOrders", either)).toEqual(["others", "partly", "shipped"]);
    const both = { ...either, fulfillmentStatus: ["PARTIALLY_FULFILLED", "CANCELLED"] };
    expect(await names(support, "allOrders", both)).toEqual(["partly"]);
    expect(await names(buyer, "orders", { paymentStatus: ["VOIDED", "REFUNDED"] })).toEqual(["declined", "cancelled"]);
    expect(await names(buyer, "orders", { paymentStatus: [], fulfillmentStatus: null })).toHaveLength(4);
  });

  it("includes the start of a period and excludes its end", async () => {
    const { edges } = await list(buyer, "orders", {});
    const placedAt = (name: Names) => edges.find(({ node }) => node.id === ids[name])?.node.placedAt;
    const period = { placedFrom: placedAt("partly"), placedTo: placedAt("declined") };
    expect(await names(support, "allOrders", period)).toEqual(["cancelled", "partly"]);
    expect(await names(buyer, "orders", period)).toEqual(["cancelled", "partly"]);
    expect(await names(buyer, "orders", { placedFrom: period.placedTo, placedTo: period.placedFrom })).toEqual([]);
  });

  it("applies to every page: the cursors lead through all orders that match", async () => {
    const filter = { fulfillmentStatus: ["CANCELLED", "FULFILLED"] };
    const found: string[] = [];
    let after: string | undefined;
    for (let pages = 0; pages < 3; pages++) {
      const { edges, pageInfo } = await list(buyer, "orders", filter, {
        first: 1,
        ...(after === undefined ? {} : { after }),
      });
      found.push(...edges.map(({ node }) => node.id));
      after = edges[0]?.cursor;
      expect(pageInfo.hasNextPage).toBe(pages < 2);
    }
    expect(found).toEqual([ids.declined, ids.cancelled, ids.shipped]);
  });

  it("shows a customer no order of another account, and no disputes", async () => {
    expect(
      await names(other, "orders", { paymentStatus: ["PAID", "REFUNDED", "VOIDED", "PARTIALLY_REFUNDED"] }),
    ).toEqual(["others"]);
    const query = "{ orders(filter: { disputeStatus: [LOST] }) { edges { cursor } } }";
    const { errors } = await sendGraphql(buyer, query, {});
    expect(errors?.map(({ extensions }) => extensions?.code)).toEqual(["FORBIDDEN"]);
  });
});
