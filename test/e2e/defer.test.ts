import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { countCalls } from "../support/call-counter.ts";
import { importProducts, openShop, productLine, type Shop } from "../support/harness.ts";
import { subscribe, withoutComments } from "../support/sse-client.ts";

let shop: Shop;

beforeAll(async () => {
  shop = await openShop();
  await importProducts(await shop.signUp("CATALOG_MANAGER"), [productLine("DEFERRED", 3)]);
});

afterAll(() => shop?.stop());

const query = `{ product(slug: "deferred") {
  name
  ... @defer(label: "stock") { variants { sku stock { available } } }
} }`;

const whole = { name: "Product DEFERRED", variants: [{ sku: "DEFERRED", stock: { available: 3 } }] };

interface Part {
  readonly data?: { readonly product: object };
  readonly incremental?: readonly { readonly label: string; readonly path: readonly string[]; readonly data: object }[];
  readonly hasNext?: boolean;
}

describe("a product page with @defer", () => {
  it("gets what is quick first, in parts", async () => {
    const headers = { "content-type": "application/json", accept: "multipart/mixed" };
    const response = await fetch(`${shop.url}/graphql`, { method: "POST", headers, body: JSON.stringify({ query }) });
    expect(response.headers.get("content-type")).toContain("multipart/mixed");
    const parts = (await response.text()).split(/\r?\n/).filter((line) => line.startsWith("{"));
    expectParts(parts.map((part) => JSON.parse(part) as Part));
  });

  it("gets the same over server-sent events", async () => {
    const parts: Part[] = [];
    const { events } = await subscribe({ url: shop.url }, query);
    for await (const { type, data } of withoutComments(events))
      if (type === "next") parts.push(JSON.parse(data) as Part);
    expectParts(parts);
  });

  it.each([
    ["takes JSON alone", "application/json", query],
    ["takes GraphQL's JSON alone", "application/graphql-response+json, application/json;q=0.9", query],
    ["does not say what they take", "*/*", query],
    ["takes parts and does not defer", "multipart/mixed, application/json", query.replace("label", "if: false, label")],
    [
      "asks it in a fragment",
      "application/json",
      `{ product(slug: "deferred") { name ...Rest @defer } }
      fragment Rest on Product { variants { sku stock { available } } }`,
    ],
  ])("is whole at once for whoever %s", async (_who, accept, document) => {
    const headers = { "content-type": "application/json", accept };
    const body = JSON.stringify({ query: document });
    const response = await fetch(`${shop.url}/graphql`, { method: "POST", headers, body });
    expect([response.status, await response.json()]).toEqual([200, { data: { product: whole } }]);
  });

  it("is read as one that does not defer, for whoever gets it at once", async () => {
    expect(await countCalls(shop, { url: shop.url }, query)).toMatchObject({ rpcs: ["BatchGetProducts"] });
  });
});

function expectParts([first, ...rest]: readonly Part[]): void {
  expect(first).toEqual({ data: { product: { name: "Product DEFERRED" } }, hasNext: true });
  const deferred = rest.flatMap(({ incremental = [] }) => incremental);
  expect(deferred).toMatchObject([{ label: "stock", path: ["product"], data: { variants: whole.variants } }]);
  expect(rest.at(-1)?.hasNext).toBe(false);
}
