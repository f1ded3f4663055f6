import { createHash } from "node:crypto";
import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { type GraphqlParams, postBody, type RequestOptions, request, send } from "../support/graphql-request.ts";
import { address, productLine } from "../support/harness.ts";
import { useShop, useUser } from "../support/use-shop.ts";

const shop = useShop({
  limits: true,
  vars: { ENVIRONMENT: "production", ALLOWED_ORIGINS: "https://shop.example" },
  products: [productLine("THING", 5)],
});
const customer = useUser(shop);

const post = (params: GraphqlParams, options?: RequestOptions) => request(shop.url, params, options);

const repeat = (count: number, part: (index: number) => string) =>
  Array.from({ length: count }, (_, index) => part(index)).join(" ");

describe("a query with excessive cost", () => {
  const connection = "edges { node { variants { product { variants { sku } } } } }";

  it.each([
    { name: "100 aliases of one field", query: `{ ${repeat(100, (i) => `a${i}: me { id }`)} }` },
    {
      name: "31 mutations in one document",
      query: `mutation { ${repeat(31, (i) => `a${i}: startGuestSession { accessToken }`)} }`,
    },
    { name: "40 directives", query: `{ me { ${repeat(40, () => "... @skip(if: false) { id }")} } }` },
    { name: "one field repeated 1,500 times", query: `{ ${repeat(1_500, () => "me { id }")} }` },
    {
      name: "a depth above the limit",
      query: `{ category(slug: "a") { ${repeat(14, () => "parent {")} id ${repeat(14, () => "}")} } }`,
    },
    {
      name: "a depth above the limit through inline fragments",
      query: `{ category(slug: "a") { ${repeat(14, () => "... { parent {")} id ${repeat(14, () => "} }")} } }`,
    },
    {
      name: "a depth above the limit through named fragments",
      query: `{ category(slug: "a") { ...A } } ${fragments(14, (next) => `parent { ...${next} }`)}`,
    },
    { name: "nested lists", query: `{ products(first: 100) { ${connection} } }` },
    {
      name: "nested lists, with the page size as a variable's default",
      query: `query ($n: Int = 100) { products(first: $n) { ${connection} } }`,
    },
    {
      name: "a tree traversed up and down",
      query: `{ categories { ${repeat(3, () => "parent { children {")} id ${repeat(3, () => "} }")} } }`,
    },
    { name: "a page size of 12,000", query: "{ products(first: 12000) { edges { node { id } } } }" },
  ])("with $name is rejected as QUERY_TOO_COSTLY and not executed", async ({ query }) => {
    const { status, data, codes } = await post({ query });
    expect([status, data ?? null]).toEqual([400, null]);
    expect(codes).toContain("QUERY_TOO_COSTLY");
  });

  it("with 1,500 entity representations is rejected as QUERY_TOO_COSTLY", async () => {
    const representations = Array.from({ length: 1_500 }, () => ({ __typename: "Product", slug: "thing" }));
    const query = `query ($representations: [_Any!]!) {
      _entities(representations: $representations) { ... on Product { variants { sku } } } }`;
    expect((await post({ query, variables: { representations } })).codes).toEqual(["QUERY_TOO_COSTLY"]);
  });

  it("with 501 entity representations is rejected as QUERY_TOO_COSTLY", async () => {
    const representations = Array.from({ length: 501 }, (_, index) => ({ __typename: "Order", id: `ord_${index}` }));
    const query = "query ($representations: [_Any!]!) { _entities(representations: $representations) { __typename } }";
    expect((await post({ query, variables: { representations } })).codes).toEqual(["QUERY_TOO_COSTLY"]);
  });

  it("visits each fragment once when fragments spread the next one twice", async () => {
    const doubling = fragments(100, (next) => `...${next} ...${next}`);
    const { codes } = await post({ query: `{ categories { ...A } } ${doubling}` });
    expect(codes).toEqual([]);
  });

  it("with a cycle of fragments is rejected", async () => {
    const query =
      "{ categories { ...A } } fragment A on Category { ...B } fragment B on Category { children { ...A } }";
    expect((await post({ query })).codes).toEqual(["BAD_USER_INPUT"]);
  });

  /** Returns a chain of fragments on Category. `body` gets the name of the next fragment. */
  function fragments(count: number, body: (next: string) => string): string {
    const name = (index: number) => (index === 0 ? "A" : `A${index}`);
    const chain = Array.from({ length: count }, (_, i) => `fragment ${name(i)} on Category { ${body(name(i + 1))} }`);
    return [...chain, `fragment ${name(count)} on Category { id }`].join(" ");
  }
});

describe("a request that bypasses CSRF or method rules", () => {
  const guest = "mutation { startGuestSession { accessToken } }";

  it("is rejected when it is a batch", async () => {
    const batch = JSON.stringify([{ query: "{ me { id } }" }, { query: "{ me { id } }" }]);
    const { status, codes } = await postBody(shop.url, batch);
    expect([status, codes]).toEqual([400, ["BAD_USER_INPUT"]]);
  });

  it("is rejected and not executed when it is a mutation over GET", async () => {
    const before = await shop.sql("account")`select count(*)::int as guests from users`;
    const sha256Hash = createHash("sha256").update(guest).digest("hex");
    const mutations = [
      { query: guest },
      { query: `query A { me { id } } ${guest.replace("mutation", "mutation B")}`, operationName: "B" },
      { query: guest, extensions: { persistedQuery: { version: 1, sha256Hash } } },
    ];
    for (const params of mutations) {
      const { status, codes } = await request(shop.url, params, { method: "GET" });
      expect([status, codes]).toEqual([405, ["BAD_USER_INPUT"]]);
    }
    expect(await shop.sql("account")`select count(*)::int as guests from users`).toEqual(before);
  });

  it.each([
    "application/x-www-form-urlencoded",
    "multipart/form-data; boundary=x",
    "text/plain",
    "application/graphql",
  ])("is rejected with the content type %s, which another origin can post without a preflight", async (type) => {
    const body = new URLSearchParams({ query: guest }).toString();
    const { status, codes } = await postBody(shop.url, body, { "content-type": type });
    expect([status, codes]).toEqual([415, ["BAD_USER_INPUT"]]);
  });

  it("is rejected without a content type", async () => {
    const body = new Blob([JSON.stringify({ query: guest })]);
    const { status } = await send(`${shop.url}/graphql`, { method: "POST", body });
    expect(status).toBe(415);
  });

  it("is rejected before the body is read when the body is too large, with and without a content length", async () => {
    const body = JSON.stringify({ query: "{ me { id } }", variables: { a: "x".repeat(100 * 1024) } });
    // The rest of the body stays unread on the connection, so no other request may use the connection.
    const headers = { "content-type": "application/json", connection: "close" };
    const withLength = await send(`${shop.url}/graphql`, { method: "POST", headers, body });
    const chunked = { method: "POST", headers, body: new Blob([body]).stream(), duplex: "half" } as RequestInit;
    const withoutLength = await send(`${shop.url}/graphql`, chunked);
    expect([withLength.status, withoutLength.status]).toEqual([413, 413]);
    expect(withLength.codes).toEqual(["BAD_USER_INPUT"]);
  });

  it("gets one user error when a list of input has too many items", async () => {
    const lines = Array.from({ length: 1_000 }, () => ({ sku: "THING", quantity: 1 }));
    const input = { idempotencyKey: "many", paymentMethod: "pm_card_visa", shippingAddress: address, lines };
    const query = "mutation ($input: PlaceOrderInput!) { placeOrder(input: $input) { userErrors { code } } }";
    const { data } = await post({ query, variables: { input } }, { token: customer.token });
    expect(data.placeOrder.userErrors).toHaveLength(1);
  });
});

describe("a malformed request", () => {
  const me = "query=%7Bme%7Bid%7D%7D";

  it.each<{ name: string; search: string; init: RequestInit }>([
    { name: "null in place of an object", search: "", init: { method: "POST", body: "null" } },
    { name: "variables that are not JSON, over GET", search: `?${me}&variables=x`, init: {} },
    { name: "extensions that are not JSON, over GET", search: `?${me}&extensions=x`, init: {} },
  ])("with $name is rejected with 400", async ({ search, init }) => {
    const headers = { "content-type": "application/json" };
    const { status, codes } = await send(`${shop.url}/graphql${search}`, { headers, ...init });
    expect([status, codes]).toEqual([400, ["BAD_USER_INPUT"]]);
  });

  it.each([
    { name: "that is not an object", representation: 5 },
    { name: "that is a list", representation: [] },
    { name: "without a type name", representation: { id: "prd_1" } },
    { name: "with a number as type name", representation: { __typename: 5, id: "prd_1" } },
    { name: "of an unknown type", representation: { __typename: "constructor", id: "prd_1" } },
    { name: "of a type that is not an entity", representation: { __typename: "Money", id: "prd_1" } },
    { name: "without a key", representation: { __typename: "Product", name: "Thing" } },
    { name: "with null as key", representation: { __typename: "Product", id: null } },
    { name: "with an object as key", representation: { __typename: "Variant", sku: { toString: "THING" } } },
    { name: "with the key of another type", representation: { __typename: "Account", sku: "THING" } },
  ])("with an entity representation $name is rejected", async ({ representation }) => {
    const query = "query ($representations: [_Any!]!) { _entities(representations: $representations) { __typename } }";
    const variables = { representations: [representation] };
    expect((await post({ query, variables })).codes).toEqual(["BAD_USER_INPUT"]);
  });

  it.each(["PUT", "PATCH", "DELETE"])(
    "with the method %s is rejected with 405 and the allowed methods",
    async (method) => {
      const { status, headers } = await send(`${shop.url}/graphql`, { method });
      expect([status, headers.get("allow")]).toEqual([405, "GET, HEAD, POST, OPTIONS"]);
    },
  );

  it("with a compressed body is rejected with 415 and an explanation", async () => {
    const body = gzipSync(JSON.stringify({ query: "{ me { id } }" }));
    const { status, errors } = await postBody(shop.url, body, { "content-encoding": "gzip" });
    expect([status, errors[0]?.message]).toEqual([415, "Compressed bodies are not supported"]);
  });
});

describe("CORS", () => {
  const preflight = (origin: string) =>
    send(`${shop.url}/graphql`, {
      method: "OPTIONS",
      headers: { origin, "access-control-request-method": "POST", "access-control-request-headers": "content-type" },
    });
  const listFrom = (headers: Headers, name: string) =>
    headers.get(`access-control-${name}`)?.toLowerCase().split(/, ?/) ?? [];

  it("lets an allowed origin send requests with credentials", async () => {
    const { headers } = await preflight("https://shop.example");
    expect(headers.get("access-control-allow-origin")).toBe("https://shop.example");
    expect(headers.get("access-control-allow-credentials")).toBe("true");
    expect(listFrom(headers, "allow-methods")).toEqual(["get", "post"]);
    const requestHeaders = ["authorization", "content-type", "last-event-id", "x-stoa-session"];
    expect(listFrom(headers, "allow-headers")).toEqual(expect.arrayContaining(requestHeaders));
  });

  it("lets an allowed origin read the response and its rate limit headers", async () => {
    const { headers } = await post({ query: "{ me { id } }" }, { headers: { origin: "https://shop.example" } });
    expect(headers.get("access-control-allow-origin")).toBe("https://shop.example");
    const exposed = ["ratelimit-limit", "ratelimit-remaining", "ratelimit-reset", "retry-after", "x-request-id"];
    expect(listFrom(headers, "expose-headers")).toEqual(expect.arrayContaining(exposed));
    expect(headers.get("vary")?.toLowerCase()).toContain("origin");
  });

  it.each(["https://shop.example.evil.example", "http://shop.example", "https://shop.example:8443", "null"])(
    "does not allow the origin %s",
    async (origin) => {
      expect((await preflight(origin)).headers.get("access-control-allow-origin")).toBeNull();
      const { headers } = await post({ query: "{ me { id } }" }, { headers: { origin } });
      expect(headers.get("access-control-allow-origin")).toBeNull();
    },
  );
});

describe("in production", () => {
  it.each([
    { name: "the schema", query: "{ __schema { types { name } } }" },
    { name: "a type", query: '{ __type(name: "Product") { fields { name } } }' },
    {
      name: "the schema, deeply nested",
      query: `{ __schema { types { ${repeat(20, () => "fields { type {")} name ${repeat(20, () => "} }")} } } }`,
    },
  ])("introspection of $name is rejected", async ({ query }) => {
    const { data, codes } = await post({ query });
    expect(data ?? null).toBeNull();
    expect(new Set(codes)).toEqual(new Set(["BAD_USER_INPUT"]));
  });

  it("the subgraph SDL is not available", async () => {
    expect((await post({ query: "{ _service { sdl } }" })).codes).toEqual(["UNAVAILABLE"]);
  });

  it("validation errors contain no suggestions", async () => {
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

  it("GraphiQL is not served", async () => {
    const response = await fetch(`${shop.url}/graphql`, { headers: { accept: "text/html" } });
    expect(await response.text()).not.toContain("<html");
  });

  it("every response has security headers and a request id", async () => {
    const notFound = await send(`${shop.url}/nowhere`, { method: "POST" });
    for (const { headers } of [await post({ query: "{ me { id } }" }), notFound]) {
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

describe("an internal error", () => {
  interface LogLine {
    readonly level: string;
    readonly message: string;
    readonly "service.name": string;
    readonly "exception.message"?: string;
  }
  const logLinesOf = (traceId: string) =>
    shop
      .logs()
      .split("\n")
      .filter((line) => line.includes(traceId))
      .map((line) => JSON.parse(line) as LogLine);

  it("of a resolver exposes only a request id, under which the log has the cause", async () => {
    await shop.sql("account")`update users set currency = 'XXX' where id = ${customer.accountId}`;
    const { text, data, errors, codes } = await post(
      { query: "{ me { preferences { currency } } products(first: 1) { edges { cursor } } }", variables: {} },
      { token: customer.token },
    );
    // The other root field is resolved.
    expect(data).toMatchObject({ me: null, products: { edges: [{}] } });
    expect(codes).toEqual(["INTERNAL"]);
    expect(text).not.toMatch(/currency that the shop has|stack|at .*\.js/);
    const requestId = errors[0]?.extensions.requestId ?? "";
    await expect
      .poll(() => logLinesOf(requestId))
      .toContainEqual(
        expect.objectContaining({
          level: "error",
          message: "unexpected",
          "service.name": "gateway",
          "exception.message": expect.stringContaining("currency"),
        }),
      );
  });

  it("of a service is logged by that service under the same request id", async () => {
    await shop.sql("catalog")`alter table products rename column name to name_before`;
    // A list of products is not cached, so the request reads the database.
    const { text, errors, headers } = await post({ query: "{ products(first: 7) { edges { node { name } } } }" });
    await shop.sql("catalog")`alter table products rename column name_before to name`;
    expect(text).not.toMatch(/name_before|select|NeonDbError/i);
    const requestId = errors[0]?.extensions.requestId ?? "";
    expect(headers.get("x-request-id")).toBe(requestId);
    await expect
      .poll(() => logLinesOf(requestId))
      .toContainEqual(
        expect.objectContaining({
          message: "rpc",
          "service.name": "catalog",
          "exception.message": expect.stringContaining("column"),
        }),
      );
  });

  it("exposes no trace when the client requests one", async () => {
    const { text } = await post(
      { query: "{ me { id } nope }", extensions: { tracing: true, debug: true } },
      { headers: { "apollo-federation-include-trace": "ftv1", "x-apollo-tracing": "1" } },
    );
    expect(text).not.toMatch(/tracing|ftv1|stack|\.js/);
  });
});
