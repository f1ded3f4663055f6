import { afterAll, beforeAll, expect, it } from "vitest";
import { importProducts, openShop, productLine, type Shop } from "../support/harness.ts";

let shop: Shop;
let customer: Awaited<ReturnType<Shop["signUp"]>>;

beforeAll(async () => {
  shop = await openShop();
  customer = await shop.signUp();
  await importProducts(await shop.signUp("CATALOG_MANAGER"), [productLine("THING", 5), productLine("OTHER", 0)]);
});

afterAll(() => shop?.stop());

interface Asked {
  readonly body: unknown;
  readonly accept?: string;
  readonly signedIn?: boolean;
}

/** All of an answer but what names the request, and whether it was kept. */
async function ask({ body, accept, signedIn = false }: Asked) {
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

const list = "{ products(first: 2) { edges { node { slug inStock variants { sku stock { available } } } } } }";
const bySlug = "query One($slug: String!) { product(slug: $slug) { name inStock } }";
const two = "query A { products(first: 1) { edges { cursor } } } query B { me { id } }";
const some = 'query ($with: Boolean!) { product(slug: "thing") { name inStock brand @include(if: $with) } }';
const later = '{ product(slug: "thing") { inStock ... @defer { name } } }';

it.each<[string, Asked]>([
  ["a list", { body: { query: list } }],
  ["a list, for nobody who says what they accept", { body: { query: list }, accept: "*/*" }],
  ["a list in the form of the specification", { body: { query: list }, accept: "application/graphql-response+json" }],
  ["a list for a client that takes all", { body: { query: list }, accept: "application/json, text/event-stream" }],
  ["a list as an event", { body: { query: list }, accept: "text/event-stream" }],
  ["a list for a client that takes none of our forms", { body: { query: list }, accept: "image/png" }],
  ["one, by variables", { body: { query: bySlug, variables: { slug: "thing" } } }],
  ["one that there is not", { body: { query: bySlug, variables: { slug: "none" } } }],
  ["one, by variables that are none", { body: { query: bySlug, variables: [] } }],
  ["one, by a variable of another type", { body: { query: bySlug, variables: { slug: 7 } } }],
  ["one, without its variable", { body: { query: bySlug } }],
  ["one of two operations", { body: { query: two, operationName: "A" } }],
  ["neither of two operations", { body: { query: two, operationName: "C" } }],
  ["two operations, neither of them named", { body: { query: two, operationName: null } }],
  ["an operation whose name is a number", { body: { query: two, operationName: 1 } }],
  ["some of it", { body: { query: some, variables: { with: true } } }],
  ["less of it", { body: { query: some, variables: { with: false } } }],
  ["what only its owner may see, for nobody", { body: { query: "{ orders { edges { cursor } } name: __typename }" } }],
  [
    "the same in the form of the specification",
    {
      body: { query: "{ orders { edges { cursor } } name: __typename }" },
      accept: "application/graphql-response+json",
    },
  ],
  ["what only its owner may see", { body: { query: "{ me { id email } }" }, signedIn: true }],
  ["what only staff may see", { body: { query: "{ allOrders { edges { cursor } } }" }, signedIn: true }],
  ["more than anybody may ask for", { body: { query: list.replace("first: 2", "first: 2000") } }],
  [
    "more than there are points for",
    {
      body: {
        query: `{ ${Array.from({ length: 20 }, (_, at) => `a${at}: products(first: 100) { edges { node { variants { sku } categories { id } } } }`)} }`,
      },
    },
  ],
  ["what is not in the schema", { body: { query: "{ nothing }" } }],
  ["what is no document", { body: { query: "{ products" } }],
  ["a page that is kept", { body: { query: "{ categories { name } }" } }],
  ["some of it later", { body: { query: later }, accept: "multipart/mixed, application/json" }],
  ["nothing of it later", { body: { query: later } }],
  ["with something beside it", { body: { query: list, more: 1 } }],
  ["with nothing beside it", { body: { query: list, extensions: null } }],
  [
    "with extensions",
    { body: { query: list, extensions: { persistedQuery: { version: 1, sha256Hash: "0".repeat(64) } } } },
  ],
  ["many at once", { body: [{ query: list }, { query: list }] }],
  ["with half of a character", { body: `{"query":${JSON.stringify(bySlug)},"variables":{"slug":"\\ud800"}}` }],
  ["no JSON", { body: "{" }],
  ["null", { body: "null" }],
])("%s is answered again as it was the first time", (_name, asked) => expectAlike(asked));

it("what a query may not come with is refused, though the query is known", async () => {
  const query = "query Known($slug: String!) { product(slug: $slug) { inStock } }";
  const variables = { slug: "thing" };
  for (let times = 0; times < 2; times++)
    expect(await ask({ body: { query, variables } })).toMatchObject({ status: 200 });
  const refused = [{ more: 1 }, { variables: [] }, { variables: "thing" }, { operationName: 1 }, { extensions: 1 }];
  for (const more of refused) {
    expect(await ask({ body: { query, variables, ...more } })).toMatchObject({ status: 400 });
  }
  expect((await ask({ body: { query, variables, operationName: "Other" } })).text).toContain('"errors"');
});

it("what goes wrong on our side is told again as it was the first time", async () => {
  const query = "query Broken { products(first: 1) { edges { node { inStock slug } } } name: __typename }";
  expect(await ask({ body: { query } })).toMatchObject({ status: 200, text: expect.stringContaining('"slug":') });
  await shop.sql("catalog")`alter table stock rename column available to elsewhere`;
  try {
    const { text } = await ask({ body: { query } });
    expect(text).toMatch(/"code":"INTERNAL"/);
    await expectAlike({ body: { query: query.replace("Broken", "Other") } });
  } finally {
    await shop.sql("catalog")`alter table stock rename column elsewhere to available`;
  }
});

it("what has changed meanwhile is shown as it is", async () => {
  const read = async () => (await ask({ body: { query: list } })).text;
  for (let times = 0; times < 3; times++) expect(await read()).toContain('"available":5');
  await shop.sql("catalog")`update stock set available = 4 where sku = 'THING'`;
  expect(await read()).toContain('"available":4');
});

async function expectAlike(asked: Asked): Promise<void> {
  const first = await ask(asked);
  for (let again = 0; again < 3; again++) expect(await ask(asked)).toEqual(first);
}
