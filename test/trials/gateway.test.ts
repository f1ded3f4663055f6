import { beforeAll, describe, expect, it } from "vitest";
import { fetchData } from "../../dev/cli/shop/api.ts";
import { newId } from "../../workers/kit/domain/ids.ts";
import { type GraphqlParams, type GraphqlResponse, type RequestOptions, request } from "../support/graphql-request.ts";
import { address, productLine } from "../support/harness.ts";
import { useShop } from "../support/use-shop.ts";

const shop = useShop({ limits: true, vars: { ENVIRONMENT: "production" }, products: [productLine("TRIAL", 100_000)] });

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

describe("a cart with 151 events", () => {
  let cartId: string;

  beforeAll(async () => {
    const create = "mutation { createCart { order { id } } }";
    const api = { url: shop.url, token: guest };
    cartId = (await fetchData<{ createCart: { order: { id: string } } }>(api, create)).createCart.order.id;
    for (let document = 0; document < 5; document++) {
      const fields = Array.from(
        { length: 30 },
        (_, index) =>
          `a${index}: setCartLine(input: { cartId: "${cartId}", sku: "TRIAL", quantity: ${(index % 2) + 1} }) { userErrors { code } }`,
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
    expect(await read("(first: 250)")).toHaveLength(151);
    expect(await read("(first: 2, after: 149)")).toEqual([150, 151]);
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
