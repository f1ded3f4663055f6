import { connect } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Api, fetchData, sendGraphql } from "../../dev/cli/shop/api.ts";
import { countCalls } from "../support/call-counter.ts";
import {
  address,
  importProducts,
  openShop,
  placeOrder,
  productLine,
  type Shop,
  waitForUnitsSold,
} from "../support/harness.ts";
import { lockTable } from "../support/lock-table.ts";

type Person = Awaited<ReturnType<Shop["signUp"]>>;

let shop: Shop;
let customer: Person;
let support: Person;
let manager: Person;
let orderId: string;

beforeAll(async () => {
  shop = await openShop();
  [customer, support] = [await shop.signUp(), await shop.signUp("SUPPORT")];
  const lines = Array.from({ length: 10 }, (_, index) => productLine(`THING-${index}`, 50));
  manager = await shop.signUp("CATALOG_MANAGER");
  await importProducts(manager, lines);
  // Nothing is to be counted that is not the operation's own.
  await shop.setWebhookCopies(0);
  const bought = ["THING-1", "THING-2"].map((sku) => ({ sku, quantity: 1 }));
  orderId = (await placeOrder(customer, { idempotencyKey: "o", lines: bought })).order?.id ?? "";
  await waitForUnitsSold(shop, bought.length);
});

afterAll(() => shop?.stop());

describe("what an operation takes behind the gateway", () => {
  const buyer = (): Api => customer;
  const staff = (): Api => support;
  // Others are shown a tree of categories that was read a moment before.
  const keeper = (): Api => manager;
  const page = "edges { cursor node { slug name priceRange { min { formatted } } } } pageInfo { endCursor }";

  it.each<[string, () => Api, string, readonly string[], number]>([
    ["a list of products", buyer, `{ products(first: 10) { ${page} } }`, ["ListProducts"], 1],
    [
      "a list with variants, stock and categories",
      keeper,
      "{ products(first: 10) { edges { node { name categories { name path { name } } variants { sku stock { available } } } } } }",
      ["ListCategories", "ListProducts"],
      1,
    ],
    [
      "a product page",
      buyer,
      '{ product(slug: "thing-1") { name variants { sku product { name } } } }',
      ["BatchGetProducts"],
      1,
    ],
    ["a search", buyer, `{ search(query: "thing", first: 5) { totalCount ${page} } }`, ["SearchProducts"], 1],
    [
      "the tree of categories",
      keeper,
      "{ categories { name children { name parent { name } } } }",
      ["ListCategories"],
      0,
    ],
    [
      "the same thing three times",
      keeper,
      `{ a: category(slug: "tests") { id } b: category(slug: "tests-things") { id } categories { id } }`,
      ["ListCategories"],
      0,
    ],
    ["who I am", buyer, "{ me { email addresses { city } } }", ["GetUser"], 1],
    [
      "my orders with their products",
      buyer,
      "{ orders { edges { node { number lines { sku product { name } } } } } }",
      ["BatchGetProducts", "ListOrders"],
      2,
    ],
    [
      "my orders with everything about each, and twice",
      buyer,
      "{ a: orders { edges { node { ...Whole } } } b: orders { edges { node { ...Whole } } } } fragment Whole on Order { timeline { type } transactions { kind } shipments { carrier } shippingAddress { city } }",
      ["GetOrder", "ListOrders", "ListOrders"],
      2,
    ],
    [
      "an order with everything about it",
      buyer,
      "query ($id: ID!) { order(id: $id) { number timeline { type } transactions { kind } shippingAddress { city } lines { product { name } } } }",
      ["BatchGetProducts", "GetOrder"],
      1,
    ],
    [
      "everybody's orders with whose they are",
      staff,
      "{ allOrders { edges { node { number account { email } } } } }",
      ["BatchGetUsers", "ListAllOrders"],
      2,
    ],
  ])("%s", async (_name, as, query, rpcs, statements) => {
    const variables = query.includes("$id") ? { id: orderId } : {};
    // What products and categories say of themselves is kept once it was read.
    await sendGraphql(as(), query, variables);
    expect(await countCalls(shop, as(), query, variables)).toEqual({ rpcs, statements, errors: [] });
  });

  it("an order is one call to the order service, whose own calls are few", async () => {
    const query = "mutation ($input: PlaceOrderInput!) { placeOrder(input: $input) { order { status } } }";
    const lines = [{ sku: "THING-3", quantity: 1 }];
    const input = { idempotencyKey: "counted", lines, paymentMethod: "pm_card_visa", shippingAddress: address };
    const { rpcs } = await countCalls(shop, customer, query, { input });
    expect(rpcs).toEqual(["BatchGetVariants", "Commit", "PlaceOrder", "Reserve"]);
  });
});

describe("a part of a page that fails", () => {
  it("leaves the rest as it is, with an error of its own", async () => {
    const unlock = await lockTable(shop, "account", "users");
    try {
      const query = '{ me { email } product(slug: "thing-1") { name } }';
      const { data, errors } = await sendGraphql<object>(customer, query);
      expect(data).toEqual({ me: null, product: { name: "Product THING-1" } });
      expect(errors).toMatchObject([{ path: ["me"], extensions: { code: "UNAVAILABLE" } }]);
    } finally {
      await unlock();
    }
  });
});

describe("a statement that is stuck", () => {
  const body = JSON.stringify({ query: "{ products(first: 4) { edges { cursor } } }" });
  const stuck = () => shop.sql("account")`select 1 from pg_stat_activity where wait_event_type = 'Lock'`;

  it("is cancelled when its caller leaves", async () => {
    const unlock = await lockTable(shop, "catalog", "products");
    try {
      const { hostname, port } = new URL(shop.url);
      const caller = connect(Number(port), hostname);
      const headers = `host: ${hostname}\r\ncontent-type: application/json\r\ncontent-length: ${body.length}`;
      caller.write(`POST /graphql HTTP/1.1\r\n${headers}\r\n\r\n${body}`);
      await expect.poll(stuck).toHaveLength(1);
      // The runtime sees a reset at once; a connection that is merely closed, only when it next writes to it.
      caller.resetAndDestroy();
      await expect.poll(stuck).toHaveLength(0);
    } finally {
      await unlock();
    }
  });

  it("is cancelled when its time is up, and the caller is told", async () => {
    const unlock = await lockTable(shop, "catalog", "products");
    try {
      const answer = sendGraphql({ url: shop.url }, "{ products(first: 4) { edges { cursor } } }");
      await expect.poll(stuck).toHaveLength(1);
      const { errors } = await answer;
      expect(errors?.map(({ extensions }) => extensions?.code)).toEqual(["UNAVAILABLE"]);
      await expect.poll(stuck).toHaveLength(0);
    } finally {
      await unlock();
    }
    await fetchData({ url: shop.url }, "{ products(first: 4) { edges { cursor } } }");
  });
});
