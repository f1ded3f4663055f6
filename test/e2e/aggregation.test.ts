import { connect } from "node:net";
import { beforeAll, describe, expect, it } from "vitest";
import { fetchData, sendGraphql } from "../../dev/cli/shop/api.ts";
import { findStockInconsistencies } from "../faults/stock-invariants.ts";
import { person } from "../support/accounts.ts";
import { countCalls } from "../support/call-counter.ts";
import { cancelOrder, placeOrder, productLine } from "../support/harness.ts";
import { lockTable } from "../support/lock-table.ts";
import { countOperations } from "../support/operations.ts";
import { type ProfiledRequest, profiledRequests } from "../support/profiled-requests.ts";
import { useShop, useUser } from "../support/use-shop.ts";

const shop = useShop({
  limits: true,
  consumesQueues: false,
  products: Array.from({ length: 10 }, (_, index) => productLine(`THING-${index}`, 50)),
});
const customer = useUser(shop);
const support = useUser(shop, "SUPPORT");
const manager = useUser(shop, "CATALOG_MANAGER");
let orderId: string;

beforeAll(async () => {
  // Work that webhooks cause would be counted too.
  await shop.setWebhookCopies(0);
  const lines = ["THING-1", "THING-2"].map((sku) => ({ sku, quantity: 1 }));
  orderId = (await placeOrder(customer, { idempotencyKey: "o", lines })).order?.id ?? "";
});

describe("the RPCs and SQL statements of an operation", () => {
  const page = "edges { cursor node { slug name priceRange { min { formatted } } } } pageInfo { endCursor }";

  // The gateway caches the category tree for other users, so queries of categories run as a catalog manager.
  it.each([
    {
      name: "a list of products",
      user: customer,
      query: `{ products(first: 10) { ${page} } }`,
      expected: { rpcs: ["ListProducts"], statements: 1 },
    },
    {
      name: "a list of products with variants, stock and categories",
      user: manager,
      query:
        "{ products(first: 10) { edges { node { name categories { name path { name } } variants { sku stock { available } } } } } }",
      expected: { rpcs: ["ListCategories", "ListProducts"], statements: 1 },
    },
    {
      name: "a product page",
      user: customer,
      query: '{ product(slug: "thing-1") { name variants { sku product { name } } } }',
      expected: { rpcs: ["BatchGetProducts"], statements: 1 },
    },
    {
      name: "a search",
      user: customer,
      query: `{ search(query: "thing", first: 5) { totalCount ${page} } }`,
      expected: { rpcs: ["SearchProducts"], statements: 1 },
    },
    {
      name: "the category tree",
      user: manager,
      query: "{ categories { name children { name parent { name } } } }",
      expected: { rpcs: ["ListCategories"], statements: 0 },
    },
    {
      name: "three fields that read the category tree",
      user: manager,
      query: `{ a: category(slug: "tests") { id } b: category(slug: "tests-things") { id } categories { id } }`,
      expected: { rpcs: ["ListCategories"], statements: 0 },
    },
    {
      name: "the current user",
      user: customer,
      query: "{ me { email addresses { city } } }",
      expected: { rpcs: ["GetUser"], statements: 1 },
    },
    {
      name: "own orders with their products",
      user: customer,
      query: "{ orders { edges { node { number lines { sku product { name } } } } } }",
      expected: { rpcs: ["BatchGetProducts", "ListOrders"], statements: 2 },
    },
    {
      name: "own orders with all details, under two aliases",
      user: customer,
      query:
        "{ a: orders { edges { node { ...Details } } } b: orders { edges { node { ...Details } } } } fragment Details on Order { timeline { type } transactions { kind } shipments { carrier } shippingAddress { city } }",
      expected: { rpcs: ["GetOrder", "ListOrders", "ListOrders"], statements: 2 },
    },
    {
      name: "one order with all details",
      user: customer,
      query:
        "query ($id: ID!) { order(id: $id) { number timeline { type } transactions { kind } shippingAddress { city } lines { product { name } } } }",
      expected: { rpcs: ["BatchGetProducts", "GetOrder"], statements: 1 },
    },
    {
      name: "all orders with their accounts",
      user: support,
      query: "{ allOrders { edges { node { number account { email } } } } }",
      expected: { rpcs: ["BatchGetUsers", "ListAllOrders"], statements: 2 },
    },
  ])("are fixed for $name", async ({ user, query, expected }) => {
    const variables = query.includes("$id") ? { id: orderId } : {};
    // The first request fills the caches of the services.
    await sendGraphql(user, query, variables);
    expect(await countCalls(shop, user, query, variables)).toEqual({ ...expected, errors: [] });
  });
});

describe("the operations of a request", () => {
  const input = { index: 1, word: "thing", ...person };
  let runs = 0;

  // A job of the shop that runs meanwhile adds operations. Then the request is counted again.
  const options = { retry: 2 };

  it.each(Object.entries<ProfiledRequest>(profiledRequests))(
    "are those of its budget: %s",
    options,
    async (_name, request) => {
      const { query, variables, isSignedIn, budget } = request;
      const buyer = await shop.signUp();
      const api = isSignedIn ? buyer : { url: shop.url };
      // Each run orders another product, whose quote is not cached.
      const sku = `THING-${3 + (runs++ % 7)}`;
      const params = variables?.({ ...input, sku, email: buyer.email });
      // Fills caches. An order would be the same order again.
      if (budget.commits === 0) await sendGraphql(api, query, params);
      const operations = await countOperations(shop, api, query, params);
      expect(operations).toEqual({ ...budget, errors: [] });
    },
  );
});

describe("the reservation of a confirmed order whose event has not arrived", () => {
  const place = async (idempotencyKey: string): Promise<string> => {
    const placed = await placeOrder(customer, { idempotencyKey, lines: [{ sku: "THING-2", quantity: 2 }] });
    expect(placed.order?.status).toBe("CONFIRMED");
    return placed.order?.id ?? "";
  };
  const catalog = () => shop.sql("catalog");
  const readUnits = async (id: string) => {
    const [row] = await catalog()`
      select r.status, i.quantity - i.restocked as units from reservations r
      join reservation_items i on i.reservation_id = r.id where r.order_id = ${id}`;
    return [row?.status, row?.units];
  };

  it("is committed when it expires", async () => {
    const id = await place("no event");
    expect(await readUnits(id)).toEqual(["held", 2]);
    await catalog()`update reservations set expires_at = now() - interval '1 second' where order_id = ${id}`;
    await shop.stack.runCrons();
    expect(await readUnits(id)).toEqual(["committed", 2]);
    expect(await findStockInconsistencies(catalog())).toEqual([]);
  });

  it("is committed before its units go back on sale", async () => {
    const id = await place("cancelled early");
    expect((await cancelOrder(customer, id, "back")).order?.status).toBe("CANCELLED");
    expect(await readUnits(id)).toEqual(["committed", 0]);
    expect(await findStockInconsistencies(catalog())).toEqual([]);
  });
});

describe("when one service does not respond", () => {
  it("the fields of other services are resolved, and the failed field has an error", async () => {
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

describe("a SQL statement that waits for a lock", () => {
  const query = "{ products(first: 4) { edges { cursor } } }";
  const waiting = () => shop.sql("account")`select 1 from pg_stat_activity where wait_event_type = 'Lock'`;

  it("is cancelled when the client disconnects", async () => {
    const unlock = await lockTable(shop, "catalog", "products");
    try {
      const { hostname, port } = new URL(shop.url);
      const body = JSON.stringify({ query });
      const client = connect(Number(port), hostname);
      const headers = `host: ${hostname}:${port}\r\ncontent-type: application/json\r\ncontent-length: ${body.length}`;
      client.write(`POST /graphql HTTP/1.1\r\n${headers}\r\n\r\n${body}`);
      await expect.poll(waiting).toHaveLength(1);
      // The runtime notices a reset immediately. It notices a closed connection only at its next write.
      client.resetAndDestroy();
      await expect.poll(waiting).toHaveLength(0);
    } finally {
      await unlock();
    }
  });

  it("is cancelled at the deadline, and the response has the code UNAVAILABLE", async () => {
    const unlock = await lockTable(shop, "catalog", "products");
    try {
      const response = sendGraphql({ url: shop.url }, query);
      await expect.poll(waiting).toHaveLength(1);
      const { errors } = await response;
      expect(errors?.map(({ extensions }) => extensions?.code)).toEqual(["UNAVAILABLE"]);
      await expect.poll(waiting).toHaveLength(0);
    } finally {
      await unlock();
    }
    await fetchData({ url: shop.url }, query);
  });
});
