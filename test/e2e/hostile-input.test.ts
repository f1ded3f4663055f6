import { createHash } from "node:crypto";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { sendGraphql } from "../../dev/cli/shop/api.ts";

import { address, importProducts, openShop, productLine, type Shop } from "../support/harness.ts";

/** A shop as it is deployed: nothing is told that only developers need. */
let shop: Shop;
let customer: Awaited<ReturnType<Shop["signUp"]>>;

beforeAll(async () => {
  shop = await openShop({ vars: { ENVIRONMENT: "production", ALLOWED_ORIGINS: "https://shop.example" } });
  customer = await shop.signUp();
  await importProducts(await shop.signUp("CATALOG_MANAGER"), [productLine("THING", 5)]);
});

afterAll(() => shop?.stop());

interface Refusal {
  readonly message: string;
  readonly extensions: { readonly code: string; readonly requestId?: string };
}

async function send(init: RequestInit, path = "/graphql") {
  const response = await fetch(`${shop.url}${path}`, init);
  const text = await response.text();
  const body = (text === "" ? {} : JSON.parse(text)) as { data?: unknown; errors?: readonly Refusal[] };
  return { status: response.status, headers: response.headers, text, codes: codesOf(body), ...body };
}

const codesOf = ({ errors = [] }: { readonly errors?: readonly Refusal[] }) =>
  errors.map(({ extensions }) => extensions.code);

const post = (body: unknown, headers: Record<string, string> = {}) =>
  send({ method: "POST", headers: { "content-type": "application/json", ...headers }, body: JSON.stringify(body) });

const times = (count: number, part: (index: number) => string) =>
  Array.from({ length: count }, (_, i) => part(i)).join(" ");

describe("a document made to cost much", () => {
  const connection = "edges { node { variants { product { variants { sku } } } } }";

  it.each([
    ["aliases: one field under many names", `{ ${times(100, (i) => `a${i}: me { id }`)} }`],
    ["many tries in one document", `mutation { ${times(31, (i) => `a${i}: startGuestSession { accessToken }`)} }`],
    ["directives: more than anybody needs", `{ me { ${times(40, () => "... @skip(if: false) { id }")} } }`],
    ["the same field over and over", `{ ${times(1_500, () => "me { id }")} }`],
    ["depth", `{ category(slug: "a") { ${times(14, () => "parent {")} id ${times(14, () => "}")} } }`],
    [
      "depth, in fragments on the way",
      `{ category(slug: "a") { ${times(14, () => "... { parent {")} id ${times(14, () => "} }")} } }`,
    ],
    ["depth, in fragments", `{ category(slug: "a") { ...A } } ${fragments(14, (next) => `parent { ...${next} }`)}`],
    ["lists in lists", `{ products(first: 100) { ${connection} } }`],
    ["lists in lists, by a variable's default", `query ($n: Int = 100) { products(first: $n) { ${connection} } }`],
    ["up and down a tree", `{ categories { ${times(3, () => "parent { children {")} id ${times(3, () => "} }")} } }`],
    ["a list of a thousand", "{ products(first: 12000) { edges { node { id } } } }"],
  ])("%s: is too costly, and nothing is run", async (_name, query) => {
    const { status, data, codes } = await post({ query });
    expect([status, data ?? null]).toEqual([400, null]);
    expect(codes).toContain("QUERY_TOO_COSTLY");
  });

  it("as many references as a list can hold are too costly", async () => {
    const representations = Array.from({ length: 1_500 }, () => ({ __typename: "Product", slug: "thing" }));
    const query = `query ($them: [_Any!]!) { _entities(representations: $them) { ... on Product { variants { sku } } } }`;
    expect((await post({ query, variables: { them: representations } })).codes).toEqual(["QUERY_TOO_COSTLY"]);
  });

  it("fragments that double each time they are spread are looked at once", async () => {
    const bomb = fragments(100, (next) => `...${next} ...${next}`);
    const { codes } = await post({ query: `{ categories { ...A } } ${bomb}` });
    expect(codes).toEqual([]);
  });

  it("fragments in a circle are refused", async () => {
    const query =
      "{ categories { ...A } } fragment A on Category { ...B } fragment B on Category { children { ...A } }";
    expect((await post({ query })).codes).toEqual(["BAD_USER_INPUT"]);
  });

  /** Fragments of Category in a chain, each made of the name of the next. */
  function fragments(count: number, body: (next: string) => string): string {
    const name = (index: number) => (index === 0 ? "A" : `A${index}`);
    const all = Array.from({ length: count }, (_, i) => `fragment ${name(i)} on Category { ${body(name(i + 1))} }`);
    return [...all, `fragment ${name(count)} on Category { id }`].join(" ");
  }
});

describe("a request made to get past the rules", () => {
  const guest = "mutation { startGuestSession { accessToken } }";

  it("a batch is refused", async () => {
    const { status, codes } = await post([{ query: "{ me { id } }" }, { query: "{ me { id } }" }]);
    expect([status, codes]).toEqual([400, ["BAD_USER_INPUT"]]);
  });

  it("a mutation over GET is refused, and not run", async () => {
    const before = await shop.sql("account")`select count(*)::int as guests from users`;
    const sha256Hash = createHash("sha256").update(guest).digest("hex");
    const extensions = { persistedQuery: { version: 1, sha256Hash } };
    const asked = [
      { query: guest },
      { query: `query A { me { id } } ${guest.replace("mutation", "mutation B")}`, operationName: "B" },
      { query: guest, extensions: JSON.stringify(extensions) },
    ];
    for (const each of asked) {
      const { status, codes } = await send({}, `/graphql?${new URLSearchParams(each)}`);
      expect([status, codes]).toEqual([405, ["BAD_USER_INPUT"]]);
    }
    expect(await shop.sql("account")`select count(*)::int as guests from users`).toEqual(before);
  });

  it.each([
    "application/x-www-form-urlencoded",
    "multipart/form-data; boundary=x",
    "text/plain",
    "application/graphql",
  ])("what a page of another origin can post is refused: %s", async (type) => {
    const body = new URLSearchParams({ query: guest }).toString();
    const { status, codes } = await send({ method: "POST", headers: { "content-type": type }, body });
    expect([status, codes]).toEqual([415, ["BAD_USER_INPUT"]]);
  });

  it("a body without a content type is refused", async () => {
    const { status } = await send({ method: "POST", body: new Blob([JSON.stringify({ query: guest })]) });
    expect(status).toBe(415);
  });

  it("variables that are too large are refused unread, declared or not", async () => {
    const body = JSON.stringify({ query: "{ me { id } }", variables: { a: "x".repeat(100 * 1024) } });
    // The rest of the body stays on the connection, which no other request is to meet.
    const headers = { "content-type": "application/json", connection: "close" };
    const declared = await send({ method: "POST", headers, body });
    const chunked = new Blob([body]).stream();
    const undeclared = await send({ method: "POST", headers, body: chunked, duplex: "half" } as RequestInit);
    expect([declared.status, undeclared.status]).toEqual([413, 413]);
    expect(declared.codes).toEqual(["BAD_USER_INPUT"]);
  });

  it("variables that are too many for a list are bad input", async () => {
    const lines = Array.from({ length: 1_000 }, () => ({ sku: "THING", quantity: 1 }));
    const input = { idempotencyKey: "many", paymentMethod: "pm_card_visa", shippingAddress: address, lines };
    const query = "mutation ($input: PlaceOrderInput!) { placeOrder(input: $input) { userErrors { code } } }";
    const { data } = await sendGraphql<{ placeOrder: { userErrors: { code: string }[] } }>(customer, query, { input });
    expect(data?.placeOrder.userErrors).toHaveLength(1);
  });
});

describe("a request that is none", () => {
  const me = "query=%7Bme%7Bid%7D%7D";

  it.each<[string, string, RequestInit]>([
    ["null in place of an object", "", { method: "POST", body: "null" }],
    ["variables that are not JSON, over GET", `?${me}&variables=x`, {}],
    ["extensions that are not JSON, over GET", `?${me}&extensions=x`, {}],
  ])("%s: is bad input", async (_name, search, init) => {
    const { status, codes } = await send(
      { headers: { "content-type": "application/json" }, ...init },
      `/graphql${search}`,
    );
    expect([status, codes]).toEqual([400, ["BAD_USER_INPUT"]]);
  });

  it.each([
    ["no object", 5],
    ["a list", []],
    ["without a type", { id: "prd_1" }],
    ["of a type that is a number", { __typename: 5, id: "prd_1" }],
    ["of a type that there is not", { __typename: "constructor", id: "prd_1" }],
    ["of a type that is no entity", { __typename: "Money", id: "prd_1" }],
    ["without a key", { __typename: "Product", name: "Thing" }],
    ["with a key that is null", { __typename: "Product", id: null }],
    ["with a key that is no text", { __typename: "Variant", sku: { toString: "THING" } }],
    ["with another type's key", { __typename: "Account", sku: "THING" }],
  ])("a reference to an entity, %s: is bad input", async (_name, reference) => {
    const query = "query ($them: [_Any!]!) { _entities(representations: $them) { __typename } }";
    expect((await post({ query, variables: { them: [reference] } })).codes).toEqual(["BAD_USER_INPUT"]);
  });

  it("references that are more than one request may look up are too costly", async () => {
    const them = Array.from({ length: 501 }, (_, index) => ({ __typename: "Order", id: `ord_${index}` }));
    const query = "query ($them: [_Any!]!) { _entities(representations: $them) { __typename } }";
    expect((await post({ query, variables: { them } })).codes).toEqual(["QUERY_TOO_COSTLY"]);
  });

  it.each(["PUT", "PATCH", "DELETE"])("%s is none of the methods that there are", async (method) => {
    const { status, headers } = await send({ method });
    expect([status, headers.get("allow")]).toEqual([405, "GET, HEAD, POST, OPTIONS"]);
  });

  it("a body that was compressed is told that it may not be", async () => {
    const body = gzipSync(JSON.stringify({ query: "{ me { id } }" }));
    const headers = { "content-type": "application/json", "content-encoding": "gzip" };
    const { status, errors } = await send({ method: "POST", headers, body });
    expect([status, errors?.[0]?.message]).toEqual([415, "the body may not be compressed"]);
  });
});

describe("a browser on another origin", () => {
  const preflight = (origin: string) =>
    send({
      method: "OPTIONS",
      headers: { origin, "access-control-request-method": "POST", "access-control-request-headers": "content-type" },
    });

  it("is let in when it is on the list, to the letter", async () => {
    const { headers } = await preflight("https://shop.example");
    expect(headers.get("access-control-allow-origin")).toBe("https://shop.example");
    expect(headers.get("access-control-allow-credentials")).toBe("true");
    const list = (from: Headers, name: string) => from.get(`access-control-${name}`)?.toLowerCase().split(/, ?/) ?? [];
    expect(list(headers, "allow-methods")).toEqual(["get", "post"]);
    const sent = ["authorization", "content-type", "last-event-id", "x-stoa-session"];
    expect(list(headers, "allow-headers")).toEqual(expect.arrayContaining(sent));
    const answer = await post({ query: "{ me { id } }" }, { origin: "https://shop.example" });
    expect(answer.headers.get("access-control-allow-origin")).toBe("https://shop.example");
    const read = ["ratelimit-limit", "ratelimit-remaining", "ratelimit-reset", "retry-after", "x-request-id"];
    expect(list(answer.headers, "expose-headers")).toEqual(expect.arrayContaining(read));
    expect(answer.headers.get("vary")?.toLowerCase()).toContain("origin");
  });

  it.each(["https://shop.example.evil.example", "http://shop.example", "https://shop.example:8443", "null"])(
    "is not let in from %s",
    async (origin) => {
      expect((await preflight(origin)).headers.get("access-control-allow-origin")).toBeNull();
      const { headers } = await post({ query: "{ me { id } }" }, { origin });
      expect(headers.get("access-control-allow-origin")).toBeNull();
    },
  );
});

describe("in production", () => {
  it.each([
    ["the schema", "{ __schema { types { name } } }"],
    ["a type", '{ __type(name: "Product") { fields { name } } }'],
    [
      "the schema, deep down",
      `{ __schema { types { ${times(20, () => "fields { type {")} name ${times(20, () => "} }")} } } }`,
    ],
  ])("nobody is told of %s", async (_name, query) => {
    const { data, codes } = await post({ query });
    expect(data ?? null).toBeNull();
    expect(new Set(codes)).toEqual(new Set(["BAD_USER_INPUT"]));
  });

  it("nor of the schema as a subgraph", async () => {
    expect((await post({ query: "{ _service { sdl } }" })).codes).toEqual(["UNAVAILABLE"]);
  });

  it("nor what they may have meant", async () => {
    const fields = await post({ query: '{ product(slug: "thing") { nam varianst { sku } } }' });
    const variables = await post({
      query: "query ($sort: ProductSort) { products(sort: $sort) { edges { cursor } } }",
      variables: { sort: "NEWES" },
    });
    const argument = await post({ query: '{ product(slugg: "thing") { name } }' });
    for (const { text, codes } of [fields, variables, argument]) {
      expect(codes[0]).toBe("BAD_USER_INPUT");
      expect(text).not.toContain("Did you mean");
      expect(text).not.toMatch(/"variants"|NEWEST|"slug"/);
    }
  });

  it("there is no GraphiQL", async () => {
    const response = await fetch(`${shop.url}/graphql`, { headers: { accept: "text/html" } });
    expect(await response.text()).not.toContain("<html");
  });

  it("every answer has the headers that browsers go by", async () => {
    for (const { headers } of [await post({ query: "{ me { id } }" }), await send({ method: "POST" }, "/nowhere")]) {
      expect(Object.fromEntries(headers)).toMatchObject({
        "x-content-type-options": "nosniff",
        "x-frame-options": "DENY",
        "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
        "referrer-policy": "no-referrer",
        "strict-transport-security": expect.stringContaining("max-age"),
        "x-request-id": expect.stringMatching(/^[0-9a-f]{32}$/),
      });
    }
  });
});

describe("a bug", () => {
  interface Line {
    readonly level: string;
    readonly message: string;
    readonly service: string;
    readonly traceId: string;
    readonly error?: string;
  }
  const linesOf = (traceId: string) =>
    shop
      .logs()
      .split("\n")
      .filter((line) => line.includes(traceId))
      .map((line) => JSON.parse(line) as Line);

  it("of a resolver says nothing but a request id, under which the log says what it was", async () => {
    await shop.sql("account")`update users set currency = 'XXX' where id = ${customer.accountId}`;
    const { text, data, errors } = await post(
      { query: "{ me { preferences { currency } } products(first: 1) { edges { cursor } } }", variables: {} },
      { authorization: `Bearer ${customer.token}` },
    );
    // The rest of the page is there.
    expect(data).toMatchObject({ me: null, products: { edges: [{}] } });
    expect(codesOf({ errors: errors ?? [] })).toEqual(["INTERNAL"]);
    expect(text).not.toMatch(/currency that the shop has|stack|at .*\.js/);
    const requestId = errors?.[0]?.extensions.requestId ?? "";
    await expect
      .poll(() => linesOf(requestId))
      .toContainEqual(
        expect.objectContaining({
          level: "error",
          message: "unexpected",
          service: "gateway",
          error: expect.stringContaining("currency"),
        }),
      );
  });

  it("of a service leads to its own log line by the same id", async () => {
    await shop.sql("catalog")`alter table products rename column name to name_before`;
    // What is kept of categories would be told without the database.
    const { text, errors, headers } = await post({ query: "{ products(first: 7) { edges { node { name } } } }" });
    await shop.sql("catalog")`alter table products rename column name_before to name`;
    expect(text).not.toMatch(/name_before|select|NeonDbError/i);
    const requestId = errors?.[0]?.extensions.requestId ?? "";
    expect(headers.get("x-request-id")).toBe(requestId);
    await expect
      .poll(() => linesOf(requestId))
      .toContainEqual(
        expect.objectContaining({ message: "rpc", service: "catalog", error: expect.stringContaining("column") }),
      );
  });

  it("asked for its traces tells none", async () => {
    const { text } = await post(
      { query: "{ me { id } nope }", extensions: { tracing: true, debug: true } },
      { "apollo-federation-include-trace": "ftv1", "x-apollo-tracing": "1" },
    );
    expect(text).not.toMatch(/tracing|ftv1|stack|\.js/);
  });
});
