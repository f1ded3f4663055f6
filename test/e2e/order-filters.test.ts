import { beforeAll, describe, expect, it } from "vitest";
import { type Api, fetchData, sendGraphql } from "../../dev/cli/shop/api.ts";
import { cancelOrder, placeOrder, productLine } from "../support/harness.ts";
import { subscribe, withoutComments } from "../support/sse-client.ts";
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

describe("what staff find orders by", () => {
  const address = { line1: "1 High Street", city: "Delft", postalCode: "2611", countryCode: "NL" };
  let found: { readonly id: string; readonly reference: string; readonly total: string };

  beforeAll(async () => {
    const id = await buy(buyer, {
      lines: [{ sku: "LAMP", quantity: 7 }],
      shippingAddress: { ...address, name: "Jan van Dam" },
      billingAddress: { ...address, name: "Grace Hopper", countryCode: "BE" },
    });
    const query = "query ($id: ID!) { order(id: $id) { total { amountMinor } transactions { providerReference } } }";
    type Data = { order: { total: { amountMinor: string }; transactions: { providerReference: string }[] } };
    const { order } = await fetchData<Data>(support, query, { id });
    found = { id, reference: order.transactions[0]?.providerReference ?? "", total: order.total.amountMinor };
    ids.others = id;
  });

  const find = async (filter: Filter) => (await list(support, "allOrders", filter)).edges.map(({ node }) => node.id);

  it("is a name in one of its addresses, its SKU, country, total and the provider's id of its payment", async () => {
    const usd = (amountMinor: string) => ({ amountMinor, currency: "USD" });
    const isOnly = { minTotal: usd(found.total), maxTotal: usd(found.total) };
    for (const filter of [
      { customerName: "VAN d" },
      { customerName: "grace" },
      { providerReference: found.reference },
      isOnly,
    ]) {
      expect(await find(filter)).toEqual([found.id]);
    }
    expect(await find({ sku: "lamp", countryCodes: ["NL"], stuck: false })).toContain(found.id);
    const others = [
      { customerName: "race" },
      { sku: "DESK" },
      { countryCodes: ["BE"] },
      { providerReference: "pi" },
      { stuck: true },
    ];
    for (const filter of others) expect(await find(filter)).not.toContain(found.id);
    const { errors } = await sendGraphql(buyer, '{ orders(filter: { customerName: "jan" }) { edges { cursor } } }', {});
    expect(errors?.map(({ extensions }) => extensions?.code)).toEqual(["FORBIDDEN"]);
  });

  it("is sorted by total, largest first, and counted by status as if no status were chosen", async () => {
    const query = `query ($after: String) {
      allOrders(status: [REJECTED, CONFIRMED], sort: TOTAL_DESC, first: 2, after: $after) {
        totalCount statusCounts { status count } edges { cursor node { id total { amountMinor } } } } }`;
    type Page = {
      totalCount: number;
      statusCounts: { status: string; count: number }[];
      edges: { cursor: string; node: { id: string; total: { amountMinor: string } } }[];
    };
    const { allOrders: first } = await fetchData<{ allOrders: Page }>(support, query, {});
    expect(first.edges[0]?.node.id).toBe(found.id);
    const all = await list(support, "allOrders", {});
    expect(first.statusCounts.reduce((sum, { count }) => sum + count, 0)).toBe(all.edges.length);
    const counted = first.statusCounts.filter(({ status }) => status === "REJECTED" || status === "CONFIRMED");
    expect(first.totalCount).toBe(counted.reduce((sum, { count }) => sum + count, 0));
    const { allOrders: second } = await fetchData<{ allOrders: Page }>(support, query, {
      after: first.edges[1]?.cursor,
    });
    const totals = [...first.edges, ...second.edges].map(({ node }) => Number(node.total.amountMinor));
    expect(totals).toEqual(totals.toSorted((a, b) => b - a));
    expect(new Set([...first.edges, ...second.edges].map(({ node }) => node.id)).size).toBe(totals.length);
    const { errors } = await sendGraphql(support, query.replace("TOTAL_DESC", "OLDEST"), {
      after: first.edges[1]?.cursor,
    });
    expect(errors?.map(({ extensions }) => extensions?.code)).toEqual(["BAD_USER_INPUT"]);
  });
});

describe("mutations of many orders", () => {
  const document = `mutation ($inputs: [FulfilOrderInput!]!) {
    fulfilOrders(inputs: $inputs) { order { id fulfillmentStatus } userErrors { code field } } }`;
  type Payload = {
    order: { id: string; fulfillmentStatus: string } | null;
    userErrors: { code: string; field: string[] }[];
  };
  const fulfil = async (inputs: readonly object[]) =>
    (await fetchData<{ fulfilOrders: Payload[] }>(support, document, { inputs })).fulfilOrders;

  it("have a payload for each input, in the same order, and each fails by itself", async () => {
    const [first, second] = [await buy(buyer), await buy(buyer)];
    const one = (orderId: string) => ({
      orderId,
      idempotencyKey: `b-${++keys}`,
      lines: [{ sku: "LAMP", quantity: 1 }],
    });
    const payloads = await fulfil([
      one(first),
      { orderId: "ord_x", idempotencyKey: "b" },
      one(second),
      one(first),
      one(first),
    ]);
    expect(payloads.map(({ order }) => [order?.id, order?.fulfillmentStatus])).toEqual([
      [first, "PARTIALLY_FULFILLED"],
      [undefined, undefined],
      [second, "PARTIALLY_FULFILLED"],
      [first, "FULFILLED"],
      [undefined, undefined],
    ]);
    expect(payloads.map(({ userErrors }) => userErrors[0]?.code)).toEqual([
      undefined,
      "NOT_FOUND",
      undefined,
      undefined,
      expect.any(String),
    ]);
    expect(payloads[1]?.userErrors[0]?.field.slice(0, 2)).toEqual(["inputs", "1"]);
  });

  it("refuse all of more than 50 inputs, and resolve no order that needs no attention", async () => {
    const inputs = Array.from({ length: 51 }, (_, index) => ({ orderId: ids.partly, idempotencyKey: `m-${index}` }));
    const codes = (await fulfil(inputs)).map(({ userErrors }) => userErrors[0]?.code);
    expect(codes).toEqual(inputs.map(() => "TOO_MANY_ITEMS"));
    const resolve = `mutation ($inputs: [ResolveOrderInput!]!) { resolveOrders(inputs: $inputs) { order { id } userErrors { code } } }`;
    const input = { orderId: ids.partly, resolution: "RETRY", note: "n" };
    const data = await fetchData<{ resolveOrders: Payload[] }>(support, resolve, { inputs: [input, input] });
    expect(data.resolveOrders).toMatchObject([
      { order: null, userErrors: [{}] },
      { order: null, userErrors: [{}] },
    ]);
  });
});

describe("an order that waits", () => {
  const find = async (query: string, status: string) => {
    const document = `query ($query: String, $status: [OrderStatus!]) {
      allOrders(query: $query, status: $status) { edges { node { id number status total { amountMinor } } } } }`;
    type Found = { id: string; number: string; status: string };
    type Data = { allOrders: { edges: { node: Found }[] } };
    return (await fetchData<Data>(support, document, { query, status: [status] })).allOrders.edges.map(
      ({ node }) => node,
    );
  };

  const placeAndFind = async (input: object) => {
    const { order } = await placeOrder(buyer, { idempotencyKey: `k-${++keys}`, ...input });
    const found = await find(order?.number ?? "", "RESERVED");
    expect(found).toMatchObject([{ id: order?.id, status: "RESERVED" }]);
    return { id: order?.id ?? "", number: order?.number ?? "" };
  };

  it("for its cardholder is listed when the response arrives, and its cart can be placed again under a key of its own", async () => {
    const { createCart } = await fetchData<{ createCart: { order: { id: string } } }>(
      buyer,
      "mutation { createCart { order { id } } }",
    );
    const cartId = createCart.order.id;
    const setLine = "mutation ($input: SetCartLineInput!) { setCartLine(input: $input) { userErrors { code } } }";
    await fetchData(buyer, setLine, { input: { cartId, sku: "LAMP", quantity: 1 } });
    const { number } = await placeAndFind({ cartId, paymentMethod: "pm_card_authenticationRequired" });
    const again = await placeOrder(buyer, { idempotencyKey: "again", cartId });
    expect(again.order).toMatchObject({ id: cartId, status: "CONFIRMED" });
    expect(await find(number, "CONFIRMED")).toHaveLength(1);
    const stored = await shop.sql(
      "order",
    )`select idempotency_key as key from placement_keys where order_id = ${cartId}`;
    expect(stored.map(({ key }) => key)).toContain("again");
    expect(stored).toHaveLength(2);
  });

  it("for a payment provider that is down is listed when the response arrives, and ends when it is up", async () => {
    const { stripeHost, secrets } = shop.stack.services;
    const sandbox = (method: string, body?: object) =>
      fetch(`http://${stripeHost}/sandbox/faults`, {
        method,
        headers: { authorization: `Bearer ${secrets.sandboxToken}`, "content-type": "application/json" },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
    await sandbox("POST", { mode: "error_500", match: "/v1/payment_intents", times: 10_000 });
    const { number } = await placeAndFind({ lines: [{ sku: "LAMP", quantity: 1 }] });
    await sandbox("DELETE");
    await expect.poll(() => find(number, "CONFIRMED"), { timeout: 30_000 }).toHaveLength(1);
  });
});

describe("sales, statistics and the feed", () => {
  interface Total {
    readonly amountMinor: string;
  }
  interface Read {
    readonly status: string;
    readonly rejection: { code: string } | null;
    readonly total: Total;
    readonly timeline: readonly { type: string; at: string }[];
    readonly transactions: readonly { kind: string; status: string; amount: Total }[];
  }
  const period = {
    from: new Date(Date.now() - 3_600_000).toISOString(),
    to: new Date(Date.now() + 3_600_000).toISOString(),
  };

  /** Reads all orders one by one. */
  async function readOrders(): Promise<readonly Read[]> {
    const { edges } = await fetchData<{ allOrders: List }>(
      support,
      "{ allOrders(first: 100) { edges { cursor node { id placedAt } } pageInfo { hasNextPage } } }",
      {},
    ).then((data) => data.allOrders);
    const query = `query ($id: ID!) { order(id: $id) { status rejection { code } total { amountMinor }
      timeline { type at } transactions { kind status amount { amountMinor } } } }`;
    return Promise.all(
      edges.map(async ({ node }) => (await fetchData<{ order: Read }>(support, query, { id: node.id })).order),
    );
  }

  const sum = (amounts: readonly Total[]) => amounts.reduce((total, { amountMinor }) => total + Number(amountMinor), 0);

  it("add up to the orders read one by one", async () => {
    const query = `query ($from: DateTime!, $to: DateTime!) {
      salesReport(from: $from, to: $to, currency: USD, timeZone: "Asia/Kathmandu") {
        periodStart orderCount totalSales { amountMinor } refunds { amountMinor } netTotal { amountMinor } }
      orderStatistics(from: $from, to: $to, currency: USD) { orderCount statusCounts { status count } rejections { code count }
        topProducts(first: 1) { unitCount revenue { amountMinor } product { slug } } confirmationTime { p50 p95 p99 } } }`;
    type Row = { orderCount: number; totalSales: Total; refunds: Total; netTotal: Total };
    type Statistics = {
      orderCount: number;
      statusCounts: { status: string; count: number }[];
      rejections: object[];
      topProducts: { unitCount: number; revenue: Total; product: { slug: string } }[];
      confirmationTime: { p50: number; p95: number; p99: number };
    };
    const data = await fetchData<{ salesReport: Row[]; orderStatistics: Statistics }>(support, query, period);
    const all = await readOrders();
    const confirmed = all.filter(({ timeline }) => timeline.some(({ type }) => type === "OrderConfirmed"));
    const refunds = all.flatMap(({ transactions }) =>
      transactions
        .filter(({ kind, status }) => kind === "REFUND" && status === "SUCCEEDED")
        .map(({ amount }) => amount),
    );
    const { salesReport: rows, orderStatistics: statistics } = data;
    const [sales, returned] = [sum(confirmed.map(({ total }) => total)), sum(refunds)];
    expect(returned).toBeGreaterThan(0);
    expect(rows.reduce((count, { orderCount }) => count + orderCount, 0)).toBe(confirmed.length);
    expect([sum(rows.map((row) => row.totalSales)), sum(rows.map((row) => row.refunds))]).toEqual([sales, returned]);
    expect(sum(rows.map(({ netTotal }) => netTotal))).toBe(sales - returned);
    expect(statistics.orderCount).toBe(all.length);
    const rejected = all.flatMap(({ rejection }) => rejection?.code ?? []);
    expect(statistics.rejections).toEqual([{ code: "PAYMENT_DECLINED", count: rejected.length }]);
    expect(statistics.statusCounts).toContainEqual({ status: "REJECTED", count: rejected.length });
    expect(statistics.topProducts).toMatchObject([{ product: { slug: expect.any(String) } }]);
    const { p50, p95, p99 } = statistics.confirmationTime;
    expect([p50, p95, p99]).toEqual([p50, p95, p99].toSorted((a, b) => a - b));
  });

  it.each([
    ["a time zone that is an offset", { timeZone: "+01:00" }],
    ["more than 400 days", { to: "2030-01-01T00:00:00Z" }],
    ["an end before the start", { to: "2001-01-01T00:00:00Z" }],
  ])("refuse %s", async (_name, change) => {
    const query = `query ($from: DateTime!, $to: DateTime!, $timeZone: String! = "UTC") {
      salesReport(from: $from, to: $to, currency: USD, timeZone: $timeZone) { orderCount } }`;
    const { errors } = await sendGraphql(support, query, { ...period, ...change });
    expect(errors?.map(({ extensions }) => extensions?.code)).toEqual(["BAD_USER_INPUT"]);
  });

  it("stream the events of all orders after which they have a status", async () => {
    const feed = "subscription { orderFeed(status: [PLACED, CONFIRMED]) { type order { id status } } }";
    const { events, close } = await subscribe(support, feed);
    const id = await buy(other);
    const received: object[] = [];
    for await (const event of withoutComments(events)) {
      const { orderFeed } = (JSON.parse(event.data) as { data: { orderFeed: { type: string; order: { id: string } } } })
        .data;
      if (orderFeed.order.id === id) received.push(orderFeed);
      if (received.length === 2) break;
    }
    close();
    expect(received).toEqual([
      { type: "OrderPlaced", order: { id, status: "PLACED" } },
      { type: "OrderConfirmed", order: { id, status: "CONFIRMED" } },
    ]);
  });
});
