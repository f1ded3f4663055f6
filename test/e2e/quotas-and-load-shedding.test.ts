import { createHash } from "node:crypto";
import { beforeAll, describe, expect, it } from "vitest";
import { type GraphqlResponse, postBody, request } from "../support/graphql-request.ts";
import { importProducts, productLine, type Shop, shortTimeouts } from "../support/harness.ts";
import { lockTable } from "../support/lock-table.ts";
import { requestUntilLimited, waitForMinuteStart } from "../support/rate-limits.ts";
import { subscribe, withoutComments } from "../support/sse-client.ts";
import { useShop, useUser } from "../support/use-shop.ts";

const query = (shop: Shop, document: string, token?: string) => request(shop.url, { query: document }, { token });

const createCart = "mutation { createCart { order { id } } }";
const placeEmptyOrder = `mutation { placeOrder(input: {
  idempotencyKey: "k", lines: [], paymentMethod: "pm_card_visa",
  shippingAddress: { name: "A", line1: "B", city: "C", postalCode: "D", countryCode: "NL" }
}) { userErrors { code } } }`;

describe("query cost quota", () => {
  const shop = useShop({ limits: true, vars: shortTimeouts });
  const customer = useUser(shop);
  const other = useUser(shop);

  const page = "products(first: 100) { edges { node { inStock variants { sku } categories { id } } } }";
  /** Costs 4,202 points. */
  const costly = `{ a: ${page} b: ${page} }`;
  const remaining = ({ headers }: GraphqlResponse) => Number(headers.get("ratelimit-remaining"));

  it("is reported with every response, and decreases by the cost of the operation", async () => {
    await waitForMinuteStart(2_000);
    const first = await query(shop, "{ me { id } }", other.token);
    expect(first.headers.get("ratelimit-limit")).toBe("60000");
    expect(Number(first.headers.get("ratelimit-reset"))).toBeGreaterThan(0);
    const second = await query(shop, costly, other.token);
    expect(remaining(first) - remaining(second)).toBe(4_202);
  });

  it("that is exceeded rejects queries, mutations and subscriptions of this account with 429", async () => {
    await waitForMinuteStart(15_000);
    const responses: GraphqlResponse[] = [];
    for (let count = 0; count < 16; count++) responses.push(await query(shop, costly, customer.token));
    expect(responses.filter(({ status }) => status === 200)).toHaveLength(14);
    const limited = responses.at(-1);
    expect([limited?.status, limited?.codes, limited?.data ?? null]).toEqual([429, ["RATE_LIMITED"], null]);
    expect(Number(limited?.headers.get("retry-after"))).toBeGreaterThan(0);
    const countCarts = () => shop.sql("order")`select count(*)::int as carts from orders`;
    const before = await countCarts();
    expect((await query(shop, createCart, customer.token)).status).toBe(429);
    expect(await countCarts()).toEqual(before);
    const { events } = await subscribe(customer, 'subscription { stock(sku: "A") { sku } }');
    const { value } = await withoutComments(events).next();
    expect(value?.data).toContain("RATE_LIMITED");
    expect((await query(shop, costly, other.token)).status).toBe(200);
  });

  it("counts requests without an account by IP address", async () => {
    const responses: GraphqlResponse[] = [];
    for (let count = 0; count < 8; count++) responses.push(await query(shop, costly));
    expect(responses.at(-1)?.codes).toEqual(["RATE_LIMITED"]);
    expect((await query(shop, costly, other.token)).status).toBe(200);
    // The platform limits cheap requests by their number.
    const cheap = await query(shop, "{ __typename }");
    expect([cheap.status, cheap.headers.get("ratelimit-limit")]).toEqual([200, null]);
  });

  it("allows reads and carts and rejects checkout with 503 when Redis does not respond", async () => {
    // The revocation check of a token is cached for four seconds. So the 503 below comes from the quota alone.
    await query(shop, createCart, other.token);
    shop.stack.services.stallRedis(true);
    try {
      const checkout = await query(shop, placeEmptyOrder, other.token);
      const cartAndCheckout = placeEmptyOrder.replace("mutation {", "mutation { createCart { order { id } }");
      const checkoutWithCart = await query(shop, cartAndCheckout, other.token);
      const cart = await query(shop, createCart, other.token);
      const read = await query(shop, "{ me { id } products(first: 1) { edges { cursor } } }", other.token);
      const anonymous = await query(shop, "{ products(first: 2) { edges { cursor } } }");
      for (const { status, codes, headers } of [checkout, checkoutWithCart]) {
        expect([status, codes, headers.get("retry-after")]).toEqual([503, ["UNAVAILABLE"], "1"]);
      }
      for (const { status, codes, headers } of [cart, read, anonymous]) {
        expect([status, codes, headers.get("ratelimit-limit")]).toEqual([200, [], null]);
      }
    } finally {
      shop.stack.services.stallRedis(false);
    }
  });

  it("comes after the limit of 300 requests per IP address and minute, which applies before parsing", async () => {
    const { before, limited } = await requestUntilLimited(() => postBody(shop.url, "not even JSON"));
    expect(before).toEqual(new Set([400]));
    expect([limited.codes, limited.headers.get("retry-after")]).toEqual([["RATE_LIMITED"], "60"]);
    // The limit also protects the routes that call the services.
    for (const path of ["/readyz", "/.well-known/jwks.json"]) await requestUntilLimited(() => fetch(shop.url + path));
    // Stripe sends all webhooks from a few addresses, so the webhook route has its own limit.
    expect((await fetch(`${shop.url}/webhooks/stripe`, { method: "POST", body: "{}" })).status).toBe(400);
  });
});

describe("load shedding", () => {
  const shop = useShop({ limits: true, vars: { MOST_IN_FLIGHT: "5" } });
  const customer = useUser(shop);
  const manager = useUser(shop, "CATALOG_MANAGER");

  beforeAll(async () => {
    // Runs more requests than there are permits, one after the other: each request releases its permit.
    for (let count = 0; count < 6; count++) await importProducts(manager, [productLine("THING", 5)]);
    await query(shop, createCart, customer.token);
  });

  it("rejects the lowest priority class first and checkout last, before parsing", async () => {
    const unlock = [await lockTable(shop, "catalog", "products"), await lockTable(shop, "order", "orders")];
    const blocked: Promise<GraphqlResponse>[] = [];
    const block = async (document: string) => {
      blocked.push(query(shop, document, customer.token));
      const waiting = () => shop.sql("account")`select 1 from pg_stat_activity where wait_event_type = 'Lock'`;
      await expect.poll(waiting).toHaveLength(blocked.length);
    };
    const list = "{ products(first: 3) { edges { cursor } } }";
    const search = '{ search(query: "thing") { totalCount } }';
    const post = async (body: string) => {
      const { status, codes } = await postBody(shop.url, body, { authorization: `Bearer ${customer.token}` });
      return [status, ...codes];
    };
    const run = (document: string) => post(JSON.stringify({ query: document }));
    const shed = [503, "UNAVAILABLE"];
    // A persisted query has the priority class of its document.
    const cancelOrder =
      "mutation ($id: ID!, $key: String!) { cancelOrder(input: { orderId: $id, idempotencyKey: $key }) { userErrors { code } } }";
    const sha256Hash = createHash("sha256").update(cancelOrder).digest("hex");
    const persisted = {
      extensions: { persistedQuery: { version: 1, sha256Hash } },
      variables: { id: "none", key: "k" },
    };
    expect(await post(JSON.stringify(persisted))).toContain("PERSISTED_QUERY_NOT_FOUND");
    expect(await post(JSON.stringify({ query: cancelOrder, ...persisted }))).toEqual([200]);
    try {
      await block(list);
      await block(list);
      expect(await run(search)).toEqual(shed);
      expect(await post("search, which is not JSON")).toEqual(shed);
      await block(list);
      expect(await run(list)).toEqual(shed);
      expect(await run("{ me { id } }")).toEqual([200]);
      await block("{ orders { edges { cursor } } }");
      expect(await run("{ me { id } }")).toEqual(shed);
      // The name of a mutation in a comment does not raise the priority.
      expect(await run("{ me { id } } # placeOrder")).toEqual(shed);
      expect(await run(placeEmptyOrder)).toEqual([200]);
      expect(await post(JSON.stringify(persisted))).toEqual([200]);
      expect(await post("placeOrder, which is not JSON")).toEqual([400, "BAD_USER_INPUT"]);
      const { headers } = await query(shop, search, customer.token);
      expect(headers.get("retry-after")).toBe("1");
    } finally {
      await Promise.all(unlock.map((release) => release()));
    }
    for (const { status, codes } of await Promise.all(blocked)) expect([status, codes]).toEqual([200, []]);
    expect(await run(search)).toEqual([200]);
  });

  it("releases the permits of clients that disconnect", async () => {
    const waiting = () => shop.sql("account")`select 1 from pg_stat_activity where wait_event_type = 'Lock'`;
    const list = { query: "{ products(first: 4) { edges { cursor } } }" };
    const headers = { "content-type": "application/json", authorization: `Bearer ${customer.token}` };
    // Twice as many clients as there are permits for their class.
    for (let round = 0; round < 2; round++) {
      const unlock = await lockTable(shop, "catalog", "products");
      const clients = [new AbortController(), new AbortController(), new AbortController()];
      const requests = clients.map(({ signal }) =>
        fetch(`${shop.url}/graphql`, { method: "POST", headers, body: JSON.stringify(list), signal }).catch(
          () => undefined,
        ),
      );
      await expect.poll(waiting, { timeout: 5_000 }).toHaveLength(clients.length);
      for (const client of clients) client.abort();
      await Promise.all(requests);
      await unlock();
      await expect.poll(waiting, { timeout: 5_000 }).toEqual([]);
    }
    expect((await query(shop, '{ search(query: "other thing") { totalCount } }', customer.token)).status).toBe(200);
  });
});
