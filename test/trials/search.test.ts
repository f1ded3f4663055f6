import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { demoPassword } from "../../dev/cli/demo/accounts.ts";
import { seedWhenEmpty } from "../../dev/cli/demo/seed.ts";
import { type Api, fetchData, sendGraphql, signIn } from "../../dev/cli/shop/api.ts";
import { rebuildSearchIndex } from "../../dev/cli/shop/search-index.ts";
import { elasticsearchSkipReason, startNode } from "../support/elasticsearch.ts";
import { importProducts, openShop, productLine, type Shop, waitForOutbox } from "../support/harness.ts";

const searchDocument = `query ($q: String!, $f: SearchFilter, $s: SearchSort) {
  search(query: $q, filter: $f, sort: $s, first: 5) {
    totalCount degraded edges { node { slug name } } facets { name values { value count selected } }
  }
}`;

interface SearchResult {
  readonly totalCount: number;
  readonly degraded: boolean;
  readonly edges: readonly { readonly node: { readonly slug: string; readonly name: string } }[];
  readonly facets: readonly {
    readonly name: string;
    readonly values: readonly { readonly value: string; readonly count: number; readonly selected: boolean }[];
  }[];
}

describe.each(["Elasticsearch", "Postgres"])("search of a demo shop by %s", (engine) => {
  const skipReason = engine === "Elasticsearch" ? elasticsearchSkipReason : undefined;
  let node: Awaited<ReturnType<typeof startNode>> | undefined;
  let shop: Shop;
  let manager: Api;

  beforeAll(async () => {
    if (skipReason !== undefined) return;
    node = engine === "Elasticsearch" ? await startNode() : undefined;
    shop = await openShop({ elasticsearchUrl: node?.url });
    await seedWhenEmpty(shop.url, shop.stack.services);
    manager = { url: shop.url, token: await signIn(shop.url, "manager@stoa.example", demoPassword) };
    if (node !== undefined) await rebuildSearchIndex(manager);
    await waitForOutbox(shop);
  }, 300_000);

  afterAll(async () => {
    await shop?.stop();
    await node?.stop();
  });

  beforeEach((ctx) => ctx.skip(skipReason !== undefined, skipReason));

  const searchOnce = async (q: string, f?: object, s?: string) =>
    (await fetchData<{ search: SearchResult }>({ url: shop.url }, searchDocument, { q, f, s })).search;

  /** Retries a degraded response, which Postgres returns when Elasticsearch is too slow on a busy machine. */
  const search = async (q: string, f?: object, s?: string): Promise<SearchResult> => {
    for (let attempt = 0; ; attempt++) {
      const result = await searchOnce(q, f, s);
      if (!result.degraded || attempt === 5) return result;
      await new Promise((later) => setTimeout(later, 2_100));
    }
  };
  const searchSlugs = async (q: string, f?: object, s?: string) =>
    (await search(q, f, s)).edges.map(({ node: { slug } }) => slug);

  /** Imports products and waits until they can be found. */
  const addProducts = async (products: readonly object[]) => {
    await importProducts(manager, products);
    await waitForOutbox(shop);
    // The index is refreshed every 500 ms.
    if (node !== undefined) await new Promise((later) => setTimeout(later, 1_000));
  };

  it("finds a product by its SKU in any case, first by relevance and in every other order", async () => {
    await addProducts([
      { ...productLine("LAMP-BRASS-9BIUI", 5), slug: "plain-a", name: "Plain thing alpha", description: "d" },
      { ...productLine("9biui88", 5), slug: "plain-b", name: "Plain thing beta", description: "d" },
    ]);
    const owners = {
      "LGT-01-1": "halden-reading-lamp",
      "LAMP-BRASS-9BIUI": "plain-a",
      "lamp-brass-9biui": "plain-a",
      "9biui88": "plain-b",
      " 9BIUI88 ": "plain-b",
    };
    for (const [sku, slug] of Object.entries(owners)) {
      expect((await searchSlugs(sku))[0], sku).toBe(slug);
      for (const sort of ["PRICE_ASC", "PRICE_DESC", "NEWEST", "BEST_SELLING"])
        expect(await searchSlugs(sku, {}, sort), `${sku} by ${sort}`).toContain(slug);
    }
    for (const sku of ["SHO-01-1", "LGT-02-2"]) expect((await search(sku)).totalCount, sku).toBeGreaterThan(0);
  });

  it("rejects filters longer than any product's value, and stays on the engine for other searches", async () => {
    const long = (length: number) => "b".repeat(length);
    const filters = [
      { brands: [long(40_000)] },
      { brands: [long(101)] },
      { categorySlug: long(101) },
      { attributes: [{ name: long(201), values: ["x"] }] },
      { attributes: [{ name: "x", values: [long(201)] }] },
    ];
    for (const f of filters) {
      const { errors } = await sendGraphql({ url: shop.url }, searchDocument, { q: "lamp", f });
      expect(errors?.[0]?.extensions).toMatchObject({ code: "BAD_USER_INPUT" });
    }
    const longest = { brands: [long(100)], attributes: [{ name: long(200), values: [long(200)] }] };
    expect((await search("lamp", longest)).totalCount).toBe(0);
  });
});
