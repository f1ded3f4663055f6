import { createHash } from "node:crypto";
import { beforeAll, describe, expect, it } from "vitest";
import { fetchData } from "../../dev/cli/shop/api.ts";
import { newId } from "../../workers/kit/domain/ids.ts";
import { callAsPartner, createToken } from "../support/api-tokens.ts";
import { type GraphqlParams, type GraphqlResponse, type RequestOptions, request } from "../support/graphql-request.ts";
import { address, productLine } from "../support/harness.ts";
import { type Subscription, subscribe } from "../support/sse-client.ts";
import { useShop, useUser } from "../support/use-shop.ts";

/** As many SKUs as an order can have. */
const skus = ["TRIAL", ...Array.from({ length: 99 }, (_, index) => `TRIAL-${index}`)];

const shop = useShop({
  limits: true,
  vars: { ENVIRONMENT: "production" },
  products: skus.map((sku) => productLine(sku, 100_000)),
});

const admin = useUser(shop, "ADMIN");
const manager = useUser(shop, "CATALOG_MANAGER");

let guest: string;

beforeAll(async () => {
  guest = await startGuestSession();
});

async function startGuestSession(): Promise<string> {
  const query = "mutation { startGuestSession { accessToken } }";
  return (await fetchData<{ startGuestSession: { accessToken: string } }>(shop, query)).startGuestSession.accessToken;
}

/** Sends a request and measures its time in milliseconds. */
async function timed(params: GraphqlParams, options?: RequestOptions): Promise<GraphqlResponse & { ms: number }> {
  const startedAt = performance.now();
  const response = await request(shop.url, params, options);
  return { ...response, ms: performance.now() - startedAt };
}

const remainingPoints = ({ headers }: GraphqlResponse) => Number(headers.get("ratelimit-remaining"));

/** Returns the points that a request of the guest consumes. */
async function pointsOf(params: GraphqlParams): Promise<number> {
  const before = remainingPoints(await request(shop.url, { query: "{ __typename }" }, { token: guest }));
  return before - remainingPoints(await request(shop.url, params, { token: guest }));
}

describe("a long text in an error", () => {
  const repeated = `<'${" Did you mean ".repeat(7_000)}'>`;
  const inDocument = (text: string) => ({ query: `{ a ${JSON.stringify(text)} }` });
  const inVariable = (text: string) => ({
    query: "query ($a: Int) { products(first: $a) { edges { node { id } } } }",
    variables: { a: text },
  });

  it.each([inDocument, inVariable])("is reported as fast as any other, in at most 500 characters", async (paramsOf) => {
    const other = await timed(paramsOf("x".repeat(repeated.length)));
    const response = await timed(paramsOf(repeated));
    expect(response.codes).toEqual(["BAD_USER_INPUT"]);
    expect(response.errors[0]?.message.length).toBeLessThanOrEqual(500);
    expect(response.ms).toBeLessThan(other.ms + 200);
  });

  it("consumes 10 points in a document", async () => {
    expect(await pointsOf(inDocument(repeated))).toBe(10);
  });
});

describe("a document with many equal fields", () => {
  const equalFields = { query: `{${"me{zz}".repeat(399)}}` };

  it("is rejected before validation, and consumes 10 points", async () => {
    const response = await timed(equalFields);
    expect(response.status).toBe(400);
    expect(response.codes).toEqual(["QUERY_TOO_COSTLY"]);
    expect(response.ms).toBeLessThan((await timed({ query: "{me{zz}}" })).ms + 200);
    expect(await pointsOf(equalFields)).toBe(10);
  });

  it.each([
    `{ ${"...A ".repeat(3)} } fragment A on Query { ${"me{id}".repeat(11)} }`,
    `{ ${Array.from({ length: 10 }, () => "me{orders{edges{cursor cursor}}}").join("")} ...A } fragment A on Query { me { id } }`,
    `{ product(slug: "a") { ${Array.from({ length: 101 }, (_, index) => `unknown${index}`).join(" ")} } }`,
  ])("is rejected when the fields are in fragments or below other fields: %s", async (query) => {
    expect((await request(shop.url, { query })).codes).toEqual(["QUERY_TOO_COSTLY"]);
  });

  it("reports the errors of one validation rule only", async () => {
    const { errors } = await request(shop.url, { query: "{ unknown products(first: 1) categories(nope: 1) { id } }" });
    expect(errors.map(({ message }) => message)).toEqual(['Cannot query field "unknown" on type "Query".']);
  });

  it.each([
    { query: "{ me { unknown } }" },
    { query: "{ me" },
    { query: "{ products(first: 100000) { edges { node { id } } } }" },
  ])("consumes 10 points for every rejected document: %j", async (params) => {
    expect(await pointsOf(params)).toBe(10);
  });
});

// A later change of a line replaces the earlier one, so only a cart with many lines has many events.
describe("a cart with 101 events", () => {
  let cartId: string;

  beforeAll(async () => {
    const create = "mutation { createCart { order { id } } }";
    const api = { url: shop.url, token: guest };
    cartId = (await fetchData<{ createCart: { order: { id: string } } }>(api, create)).createCart.order.id;
    for (let start = 0; start < skus.length; start += 25) {
      const fields = skus
        .slice(start, start + 25)
        .map(
          (sku, index) =>
            `a${index}: setCartLine(input: { cartId: "${cartId}", sku: "${sku}", quantity: 1 }) { userErrors { code } }`,
        );
      await fetchData(api, `mutation { ${fields.join(" ")} }`);
    }
  });

  const send = (query: string) => request(shop.url, { query, variables: { o: cartId } }, { token: guest });

  it("rejects timelines in timelines, before and while the query runs", async () => {
    const nested = (page: string) =>
      `query ($o: ID!) { order(id: $o) { timeline${page} { order { timeline${page} { order { timeline${page} { sequence type } } } } } } }`;
    expect((await send(nested(""))).codes).toEqual(["QUERY_TOO_COSTLY"]);
    const withinPrice =
      "query ($o: ID!) { order(id: $o) { timeline(first: 90) { order { timeline(first: 90) { sequence } } } } }";
    expect((await send(withinPrice)).codes).toEqual([]);
    const lines = `lines { total { currency } unitPrice { currency } } subtotal { currency } total { currency }`;
    const { status, codes, data } = await send(
      `query ($o: ID!) { order(id: $o) { timeline(first: 90) { order { timeline(first: 100) { order { ${lines} } } } } } }`,
    );
    expect([status, codes, data]).toEqual([400, ["QUERY_TOO_COSTLY"], undefined]);
  });

  it("rejects mutations whose payload has too many objects", async () => {
    const { codes } = await send(
      `mutation ($o: ID!) { setCartLine(input: { cartId: $o, sku: "TRIAL", quantity: 1 }) { order {
        timeline(first: 90) { order { timeline(first: 90) { order { total { currency } subtotal { currency } tax { currency } } } } }
      } } }`,
    );
    expect(codes).toContain("QUERY_TOO_COSTLY");
  });

  it("returns at most 250 events of a timeline, after a sequence", async () => {
    const read = async (args: string) =>
      (await send(`query ($o: ID!) { order(id: $o) { timeline${args} { sequence } } }`)).data.order.timeline.map(
        ({ sequence }: { sequence: number }) => sequence,
      );
    expect(await read("")).toEqual(Array.from({ length: 100 }, (_, index) => index + 1));
    expect(await read("(first: 250)")).toHaveLength(101);
    expect(await read("(first: 2, after: 99)")).toEqual([100, 101]);
    expect((await send("query ($o: ID!) { order(id: $o) { timeline(first: 251) { sequence } } }")).codes).toEqual([
      "BAD_USER_INPUT",
    ]);
  });

  it("prices the entries of a timeline and the orders in it", async () => {
    const price = (query: string) => pointsOf({ query, variables: { o: cartId } });
    expect(await price("query ($o: ID!) { order(id: $o) { timeline { sequence } } }")).toBe(103);
    expect(await price("query ($o: ID!) { order(id: $o) { timeline(first: 10) { order { id } } } }")).toBe(43);
  });
});

describe("references to orders", () => {
  const query = "query ($r: [_Any!]!) { _entities(representations: $r) { ... on Order { status } } }";
  const references = (count: number) =>
    Array.from({ length: count }, () => ({ __typename: "Order", id: newId("ord", Date.now()) }));

  it("are rejected above 100 in a document", async () => {
    expect((await timed({ query, variables: { r: references(500) } }, { token: guest })).codes).toEqual([
      "QUERY_TOO_COSTLY",
    ]);
    const two = `query ($r: [_Any!]!, $s: [_Any!]!) { a: _entities(representations: $r) { __typename } ...B }
      fragment B on Query { b: _entities(representations: $s) { __typename } }`;
    const response = await request(shop.url, { query: two, variables: { r: references(60), s: references(41) } });
    expect(response.codes).toEqual(["QUERY_TOO_COSTLY"]);
  });

  it("that do not exist are null, and cost three points each", async () => {
    const response = await timed({ query, variables: { r: references(100) } }, { token: guest });
    expect(response.data._entities).toEqual(Array(100).fill(null));
    expect(response.ms).toBeLessThan(500);
    expect(await pointsOf({ query, variables: { r: references(100) } })).toBe(300);
  });

  it("wake no object for an id that does not exist", async () => {
    const files = async () => (await shop.sql("order")`select count(*)::int as orders from orders`)[0];
    const before = await files();
    await request(shop.url, { query, variables: { r: references(100) } }, { token: guest });
    const aliases = references(30).map(({ id }, index) => `a${index}: order(id: "${id}") { id } `);
    const { data } = await request(shop.url, { query: `{ ${aliases.join("")} }` }, { token: guest });
    expect(new Set(Object.values(data))).toEqual(new Set([null]));
    expect(await files()).toEqual(before);
  });

  it("return the caller's own orders and no others", async () => {
    const create = "mutation { createCart { order { id } } }";
    const createCart = async (token: string) =>
      (await fetchData<{ createCart: { order: { id: string } } }>({ url: shop.url, token }, create)).createCart.order
        .id;
    const ids = [await createCart(guest), await createCart(await startGuestSession()), await createCart(guest)];
    const r = ids.map((id) => ({ __typename: "Order", id }));
    const { data } = await request(shop.url, { query, variables: { r } }, { token: guest });
    expect(data._entities).toEqual([{ status: "CART" }, null, { status: "CART" }]);
  });
});

describe("errors in deferred parts", () => {
  it("have the code that they have without @defer", async () => {
    const query = "query Q { categories { slug } ... @defer { accounts(first: 1) { edges { node { id } } } } }";
    const response = await fetch(`${shop.url}/graphql`, {
      method: "POST",
      headers: { "content-type": "application/json", accept: "multipart/mixed" },
      body: JSON.stringify({ query }),
    });
    expect(await response.text()).toContain('"code":"UNAUTHENTICATED"');
  });
});

describe("a wrong variable", () => {
  const place = "mutation ($i: PlaceOrderInput!) { placeOrder(input: $i) { order { id } } }";
  const lines = [
    { sku: "A", quantity: 1 },
    { sku: "B", quantity: "two" },
  ];
  const input = { idempotencyKey: "k", lines, paymentMethod: "pm_card_visa", shippingAddress: address };
  const cases: readonly (readonly [string, object, string])[] = [
    [place, { i: input }, 'Variable "$i" got invalid value "two" at "i.lines[1].quantity"'],
    [
      "query Q($s: ProductSort) { products(first: 1, sort: $s) { edges { cursor } } }",
      { s: "SIDEWAYS" },
      'Variable "$s" got invalid value "SIDEWAYS"',
    ],
    [
      'query Q($f: SearchFilter) { search(query: "", filter: $f) { totalCount } }',
      { f: { nope: 1 } },
      'Variable "$f" got invalid value',
    ],
  ];

  it.each(cases)("is named, with a status that depends on the media type: %s", async (query, variables, message) => {
    for (const [accept, status] of [
      ["application/graphql-response+json", 400],
      ["application/json", 200],
    ] as const) {
      const response = await request(shop.url, { query, variables }, { headers: { accept } });
      expect([response.status, response.codes]).toEqual([status, ["BAD_USER_INPUT"]]);
      expect(response.errors[0]?.message.startsWith(message)).toBe(true);
      expect(response.data).toBeUndefined();
    }
  });
});

describe("null for the variable of a condition", () => {
  const message = 'Argument "if" of non-null type "Boolean!" must not be null.';

  it.each([
    ["query Q($s: Boolean = false) { categories { id @skip(if: $s) slug } }", ["categories", 0]],
    ["query Q($s: Boolean = false) { categories @include(if: $s) { slug } __typename }", undefined],
  ])("has the result of graphql-js: %s", async (query, path) => {
    for (let repetition = 0; repetition < 2; repetition++) {
      const response = await request(shop.url, { query, variables: { s: null } });
      expect(response.status).toBe(200);
      expect(response.data).toBeNull();
      expect(response.errors).toMatchObject([path === undefined ? { message } : { message, path }]);
    }
  });
});

describe("documents with a hash that no client has requested", () => {
  it("are executed and not stored", async () => {
    const redis = async (...command: string[]) => {
      const response = await fetch(shop.stack.services.redisUrl, {
        method: "POST",
        headers: { authorization: `Bearer ${shop.stack.services.secrets.redisToken}` },
        body: JSON.stringify(command),
      });
      return ((await response.json()) as { result: unknown[] }).result;
    };
    for (let index = 0; index < 80; index++) {
      const query = `{__typename} #${"x".repeat(9_900 - 2)}${index}`;
      const sha256Hash = createHash("sha256").update(query).digest("hex");
      const response = await request(shop.url, { query, extensions: { persistedQuery: { version: 1, sha256Hash } } });
      expect(response.codes).toEqual([]);
    }
    expect(await redis("KEYS", "operation*")).toEqual([]);
  });
});

describe("subscriptions", () => {
  const query = 'subscription { stock(sku: "TRIAL") { available } }';

  it("of guests at one address are limited to 50 per account and 100 in all, and stop to count when they are closed", async () => {
    const guests = [await startGuestSession(), await startGuestSession()];
    const firstEvent = async ({ events }: Subscription): Promise<string> => {
      for (;;) {
        const { done, value } = await events.next();
        if (done) return "";
        if (value.type !== "comment") return value.data;
      }
    };
    const open = async (count: number) => {
      const opened: Subscription[] = [];
      const results: string[] = [];
      for (const token of guests) {
        for (let index = 0; index < count; index++) {
          const subscription = await subscribe({ url: shop.url, token }, query);
          opened.push(subscription);
          results.push(await firstEvent(subscription));
        }
      }
      return { opened, rejected: results.filter((data) => data.includes("TOO_MANY_SUBSCRIPTIONS")).length };
    };
    const first = await open(50);
    expect(first.rejected).toBe(0);
    const beyond = await open(1);
    expect(beyond.rejected).toBe(2);
    for (const { close } of [...first.opened, ...beyond.opened]) close();
    const again = await open(2);
    expect(again.rejected).toBe(0);
    for (const { close } of again.opened) close();
  });
});

describe("an error response", () => {
  const invalidToken = { authorization: "Bearer invalid" };

  it.each([
    ["GET", "/graphql?query={products(first:1){edges{node{id}}}}", 401, invalidToken],
    ["POST", "/graphql", 415, { "content-type": "text/plain" }],
    ["POST", "/import/products", 401, invalidToken],
    ["POST", "/search/rebuild", 401, {}],
    ["POST", "/webhooks/stripe", 400, {}],
    ["GET", "/nowhere", 404, {}],
    ["DELETE", "/graphql", 405, {}],
  ] as const)("must not be stored and names its charset: %s %s", async (method, path, status, headers) => {
    const response = await fetch(`${shop.url}${path}`, { method, headers });
    expect(response.status).toBe(status);
    expect(response.headers.get("cache-control")).toBe("no-store");
    expect(response.headers.get("content-type")).toBe("application/json; charset=utf-8");
  });
});

describe("lists in arguments", () => {
  it("have a maximum length, and equal statuses count once", async () => {
    const query = "query ($s: [OrderStatus!]) { orders(status: $s) { edges { node { id } } } }";
    const orders = (count: number) =>
      timed({ query, variables: { s: Array(count).fill("CONFIRMED") } }, { token: guest });
    expect((await orders(20)).codes).toEqual([]);
    const response = await orders(8_000);
    expect(response.codes).toEqual(["BAD_USER_INPUT"]);
    expect(response.ms).toBeLessThan(400);
  });

  it("cost a partner a point for each product that a batch may return", async () => {
    const { token } = await createToken(admin, ["CATALOG_READ"]);
    const requests = Array(50).fill({ pageSize: 100, view: "PRODUCT_VIEW_FULL", sort: "PRODUCT_SORT_NAME" });
    const response = await fetch(`${shop.url}/rpc/stoa.catalog.v1.CatalogService/BatchListProducts`, {
      method: "POST",
      headers: { "content-type": "application/json", authorization: `Bearer ${token}` },
      body: JSON.stringify({ requests }),
    });
    expect([response.status, response.headers.get("ratelimit-remaining")]).toEqual([200, "55000"]);
    expect((await callAsPartner(shop.url, "stoa.catalog.v1.CatalogService/ListCategories", { token })).status).toBe(
      200,
    );
  });
});

describe("the field of a userError", () => {
  it("is a field of the input", async () => {
    const create = "mutation ($i: CreateProductInput!) { createProduct(input: $i) { userErrors { code field } } }";
    const price = { amountMinor: "1", currency: "USD" };
    const i = {
      slug: "nul",
      name: "a\u0000b",
      description: "d",
      variants: [{ sku: "NUL", name: "D", price, initialStock: 1 }],
    };
    const created = await request(shop.url, { query: create, variables: { i } }, { token: manager.token });
    expect(created.data.createProduct.userErrors).toEqual([{ code: "INVALID_TEXT", field: ["input", "name"] }]);
    const update = "mutation ($i: UpdateProfileInput!) { updateProfile(input: $i) { userErrors { code field } } }";
    const updated = await request(
      shop.url,
      { query: update, variables: { i: { firstName: "a\u0000b" } } },
      { token: manager.token },
    );
    expect(updated.data.updateProfile.userErrors).toEqual([{ code: "INVALID_TEXT", field: ["input", "firstName"] }]);
  });
});

describe("gRPC-Web in base64", () => {
  const call = async (token: string, type: string) =>
    fetch(`${shop.url}/rpc/stoa.catalog.v1.CatalogService/ListCategories`, {
      method: "POST",
      headers: { "content-type": type, authorization: `Bearer ${token}`, "x-grpc-web": "1" },
      body: "AAAAAAA=",
    });

  it.each(["application/grpc-web-text", "application/grpc-web-text+proto"])("is accepted as %s", async (type) => {
    const { token } = await createToken(admin, ["CATALOG_READ"]);
    const response = await call(token, type);
    expect([response.status, response.headers.get("content-type")]).toEqual([200, "application/grpc-web-text+proto"]);
    const frames = Buffer.from(await response.text(), "base64");
    const length = frames.readUInt32BE(1);
    expect(frames[0]).toBe(0);
    expect(frames[5 + length]).toBe(0x80);
    expect(frames.subarray(5 + length + 5).toString()).toContain("grpc-status: 0");
  });

  it("gets errors in its own format", async () => {
    const response = await call("invalid", "application/grpc-web-text");
    expect([response.status, response.headers.get("content-type")]).toEqual([200, "application/grpc-web-text+proto"]);
    expect(response.headers.get("grpc-status")).toBe("16");
  });
});

describe("If-None-Match", () => {
  it.each([
    ["*", 304],
    ['W/"x", *', 200],
  ])("is evaluated as a list of entity tags: %s", async (value, status) => {
    const url = `${shop.url}/graphql?query={categories{name}}`;
    await fetch(url);
    const response = await fetch(url, { headers: { "if-none-match": value } });
    expect(response.status).toBe(status);
  });
});
