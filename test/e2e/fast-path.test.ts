import { describe, expect, it } from "vitest";
import { productLine } from "../support/harness.ts";
import { useShop, useUser } from "../support/use-shop.ts";

const shop = useShop({ products: [productLine("THING", 5), productLine("OTHER", 0)] });
const customer = useUser(shop);

interface TestRequest {
  readonly body: unknown;
  readonly accept?: string;
  readonly signedIn?: boolean;
}

/** Returns the whole response without its request ID, date and cache status. */
async function send({ body, accept, signedIn = false }: TestRequest) {
  const response = await fetch(`${shop.url}/graphql`, {
    method: "POST",
    headers: {
      "content-type": "application/json",
      ...(accept === undefined ? {} : { accept }),
      ...(signedIn ? { authorization: `Bearer ${customer.token}` } : {}),
    },
    body: typeof body === "string" ? body : JSON.stringify(body),
  });
  const { "x-request-id": _, date: __, "cache-status": ___, ...headers } = Object.fromEntries(response.headers);
  const text = (await response.text()).replace(/"requestId":"[0-9a-f]+"/g, "");
  return { status: response.status, headers, text };
}

/** Yoga processes the first request. The fast path may process the next ones. */
async function expectEqualResponses(request: TestRequest): Promise<void> {
  const first = await send(request);
  for (let repeats = 0; repeats < 3; repeats++) expect(await send(request)).toEqual(first);
}

const specificationType = "application/graphql-response+json";
const list = "{ products(first: 2) { edges { node { slug inStock variants { sku stock { available } } } } } }";
const bySlug = "query One($slug: String!) { product(slug: $slug) { name inStock } }";
const twoOperations = "query A { products(first: 1) { edges { cursor } } } query B { me { id } }";
const conditional = 'query ($with: Boolean!) { product(slug: "thing") { name inStock brand @include(if: $with) } }';
const nullCondition =
  'query ($with: Boolean = true) { product(slug: "thing") { name inStock brand @include(if: $with) } }';
const deferred = '{ product(slug: "thing") { inStock ... @defer { name } } }';
const forCustomers = "{ orders { edges { cursor } } name: __typename }";
const cancelField =
  'cancelOrder(input: { orderId: "ord_none", idempotencyKey: "cancel" }) { order { status } userErrors { code } }';
const tooExpensive = `{ ${Array.from({ length: 20 }, (_, index) => `a${index}: products(first: 100) { edges { node { variants { sku } categories { id } } } }`)} }`;

describe("a repeated request", () => {
  it.each<[string, TestRequest]>([
    ["a list", { body: { query: list } }],
    ["Accept: */*", { body: { query: list }, accept: "*/*" }],
    ["the media type of the specification", { body: { query: list }, accept: specificationType }],
    ["Accept with JSON and event streams", { body: { query: list }, accept: "application/json, text/event-stream" }],
    ["Accept with event streams only", { body: { query: list }, accept: "text/event-stream" }],
    ["Accept with no supported media type", { body: { query: list }, accept: "image/png" }],
    ["a product by a variable", { body: { query: bySlug, variables: { slug: "thing" } } }],
    ["a product that does not exist", { body: { query: bySlug, variables: { slug: "none" } } }],
    ["variables that are an array", { body: { query: bySlug, variables: [] } }],
    ["a variable of a wrong type", { body: { query: bySlug, variables: { slug: 7 } } }],
    ["a missing variable", { body: { query: bySlug } }],
    ["one of two operations", { body: { query: twoOperations, operationName: "A" } }],
    ["an unknown operation name", { body: { query: twoOperations, operationName: "C" } }],
    ["two operations without a name", { body: { query: twoOperations, operationName: null } }],
    ["an operation name that is a number", { body: { query: twoOperations, operationName: 1 } }],
    ["a field that is included", { body: { query: conditional, variables: { with: true } } }],
    ["a field that is not included", { body: { query: conditional, variables: { with: false } } }],
    ["a condition that is null", { body: { query: nullCondition, variables: { with: null } } }],
    ["a field for customers, without a token", { body: { query: forCustomers } }],
    ["the same with the media type of the specification", { body: { query: forCustomers }, accept: specificationType }],
    ["a field for customers", { body: { query: "{ me { id email } }" }, signedIn: true }],
    ["a field for staff, by a customer", { body: { query: "{ allOrders { edges { cursor } } }" }, signedIn: true }],
    ["a mutation", { body: { query: `mutation { ${cancelField} }` }, signedIn: true }],
    ["a mutation, without a token", { body: { query: `mutation { ${cancelField} }` } }],
    [
      "a mutation with two fields",
      { body: { query: `mutation { ${cancelField} b: ${cancelField} }` }, signedIn: true },
    ],
    ["a page size above the maximum", { body: { query: list.replace("first: 2", "first: 2000") } }],
    ["a cost above the maximum", { body: { query: tooExpensive } }],
    ["an unknown field", { body: { query: "{ nothing }" } }],
    ["a syntax error", { body: { query: "{ products" } }],
    ["a response that is cached", { body: { query: "{ categories { name } }" } }],
    ["@defer with multipart", { body: { query: deferred }, accept: "multipart/mixed, application/json" }],
    ["@defer without multipart", { body: { query: deferred } }],
    ["an unknown parameter", { body: { query: list, more: 1 } }],
    ["extensions that are null", { body: { query: list, extensions: null } }],
    [
      "a persisted query whose hash does not match",
      { body: { query: list, extensions: { persistedQuery: { version: 1, sha256Hash: "0".repeat(64) } } } },
    ],
    ["a batch", { body: [{ query: list }, { query: list }] }],
    ["an unpaired surrogate", { body: `{"query":${JSON.stringify(bySlug)},"variables":{"slug":"\\ud800"}}` }],
    ["invalid JSON", { body: "{" }],
    ["null in place of the parameters", { body: "null" }],
  ])("receives the same response as the first: %s", (_name, request) => expectEqualResponses(request));
});

describe("a query that was executed before", () => {
  it("is rejected with 400 if other parameters are invalid", async () => {
    const query = "query Known($slug: String!) { product(slug: $slug) { inStock } }";
    const variables = { slug: "thing" };
    for (let requests = 0; requests < 2; requests++) {
      expect(await send({ body: { query, variables } })).toMatchObject({ status: 200 });
    }
    const invalid = [{ more: 1 }, { variables: [] }, { variables: "thing" }, { operationName: 1 }, { extensions: 1 }];
    for (const params of invalid) {
      expect(await send({ body: { query, variables, ...params } })).toMatchObject({ status: 400 });
    }
    expect((await send({ body: { query, variables, operationName: "Other" } })).text).toContain('"errors"');
  });

  it("masks internal errors in the same way", async () => {
    const query = "query Broken { products(first: 1) { edges { node { inStock slug } } } name: __typename }";
    expect(await send({ body: { query } })).toMatchObject({ status: 200, text: expect.stringContaining('"slug":') });
    await shop.sql("catalog")`alter table stock rename column available to elsewhere`;
    try {
      const { text } = await send({ body: { query } });
      expect(text).toMatch(/"code":"INTERNAL"/);
      await expectEqualResponses({ body: { query: query.replace("Broken", "Other") } });
    } finally {
      await shop.sql("catalog")`alter table stock rename column elsewhere to available`;
    }
  });

  it("reads current data", async () => {
    const read = async () => (await send({ body: { query: list } })).text;
    for (let requests = 0; requests < 3; requests++) expect(await read()).toContain('"available":5');
    await shop.sql("catalog")`update stock set available = 4 where sku = 'THING'`;
    expect(await read()).toContain('"available":4');
  });
});

describe("an unknown name in FAST_PATHS", () => {
  const misconfigured = useShop({ vars: { FAST_PATHS: "executor,cache" } });

  it("is a configuration error", async () => {
    const response = await fetch(`${misconfigured.url}/graphql?query={__typename}`);
    expect([response.status, await response.json()]).toMatchObject([
      500,
      { errors: [{ extensions: { code: "INTERNAL" } }] },
    ]);
    expect(misconfigured.logs()).toContain("FAST_PATHS is not");
  });
});
