import { describe, expect, it } from "vitest";
import { countCalls } from "../support/call-counter.ts";
import { request } from "../support/graphql-request.ts";
import { productLine } from "../support/harness.ts";
import { subscribe, withoutComments } from "../support/sse-client.ts";
import { useShop } from "../support/use-shop.ts";

const shop = useShop({ products: [productLine("DEFERRED", 3)] });

const query = `{ product(slug: "deferred") {
  name
  ... @defer(label: "stock") { variants { sku stock { available } } }
} }`;

const product = { name: "Product DEFERRED", variants: [{ sku: "DEFERRED", stock: { available: 3 } }] };

interface Part {
  readonly data?: { readonly product: object };
  readonly incremental?: readonly { readonly label: string; readonly path: readonly string[]; readonly data: object }[];
  readonly hasNext?: boolean;
  readonly errors?: readonly object[];
}

describe("@defer", () => {
  it("delivers the deferred fragment as a later part of a multipart response", async () => {
    const headers = { "content-type": "application/json", accept: "multipart/mixed" };
    const response = await fetch(`${shop.url}/graphql`, { method: "POST", headers, body: JSON.stringify({ query }) });
    expect(response.headers.get("content-type")).toContain("multipart/mixed");
    const parts = (await response.text()).split(/\r?\n/).filter((line) => line.startsWith("{"));
    expectParts(parts.map((part) => JSON.parse(part) as Part));
  });

  it("delivers the deferred fragment as a later server-sent event", async () => {
    const parts: Part[] = [];
    const { events } = await subscribe({ url: shop.url }, query);
    for await (const { type, data } of withoutComments(events)) {
      if (type === "next") parts.push(JSON.parse(data) as Part);
    }
    expectParts(parts);
  });

  it.each([
    { name: "accepts JSON only", accept: "application/json", document: query },
    {
      name: "accepts the GraphQL media type only",
      accept: "application/graphql-response+json, application/json;q=0.9",
      document: query,
    },
    { name: "accepts any media type", accept: "*/*", document: query },
    {
      name: "accepts multipart but sets `if: false`",
      accept: "multipart/mixed, application/json",
      document: query.replace("label", "if: false, label"),
    },
    {
      name: "accepts JSON only and defers a named fragment",
      accept: "application/json",
      document: `{ product(slug: "deferred") { name ...Rest @defer } }
      fragment Rest on Product { variants { sku stock { available } } }`,
    },
  ])("is ignored for a client that $name", async ({ accept, document }) => {
    const { status, text } = await request(shop.url, { query: document }, { headers: { accept } });
    expect([status, JSON.parse(text)]).toEqual([200, { data: { product } }]);
  });

  it("costs no extra RPC when it is ignored", async () => {
    expect(await countCalls(shop, { url: shop.url }, query)).toMatchObject({ rpcs: ["BatchGetProducts"] });
  });
});

describe("an error in a deferred part", () => {
  const deferredQuery = "{ categories { slug } ... @defer { accounts(first: 1) { edges { node { id } } } } }";

  it("has the code, reason and message that it has without @defer", async () => {
    const [deferred, whole] = await Promise.all(["multipart/mixed", "application/json"].map(sendAnonymously));
    expect(deferred).toEqual(whole);
    expect(whole).toMatchObject([{ path: ["accounts"], extensions: { code: "UNAUTHENTICATED" } }]);
  });

  async function sendAnonymously(accept: string): Promise<object[]> {
    const response = await fetch(`${shop.url}/graphql`, {
      method: "POST",
      headers: { "content-type": "application/json", accept },
      body: JSON.stringify({ query: deferredQuery }),
    });
    const results = (await response.text()).split(/\r?\n/).filter((line) => line.startsWith("{"));
    return results
      .map((result) => JSON.parse(result))
      .flatMap(({ errors = [], incremental = [] }) => [errors, ...incremental.map((part: Part) => part.errors ?? [])])
      .flat();
  }
});

function expectParts([first, ...rest]: readonly Part[]): void {
  expect(first).toEqual({ data: { product: { name: "Product DEFERRED" } }, hasNext: true });
  const deferred = rest.flatMap(({ incremental = [] }) => incremental);
  expect(deferred).toMatchObject([{ label: "stock", path: ["product"], data: { variants: product.variants } }]);
  expect(rest.at(-1)?.hasNext).toBe(false);
}
