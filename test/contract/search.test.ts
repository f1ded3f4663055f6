import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { fetchData, sendGraphql } from "../../dev/cli/shop/api.ts";
import { rebuildSearchIndex } from "../../dev/cli/shop/search-index.ts";
import { CatalogService, SearchSort } from "../../proto/gen/catalog/v1/catalog_pb.js";
import { PriceListType, PricingService } from "../../proto/gen/catalog/v1/pricing_pb.js";
import { SearchAdminService } from "../../proto/gen/catalog/v1/search_admin_pb.js";
import type { Rpc } from "../../workers/kit/connect/client.ts";
import { elasticsearchSkipReason, startNode } from "../support/elasticsearch.ts";
import { importProducts, openShop, productLine, reasonOf, type Shop, waitForOutbox } from "../support/harness.ts";

const method = CatalogService.method;
const sorts = [
  SearchSort.RELEVANCE,
  SearchSort.PRICE_ASC,
  SearchSort.PRICE_DESC,
  SearchSort.NEWEST,
  SearchSort.BEST_SELLING,
];
const colors = ["red", "blue"] as const;

const sofas = Array.from({ length: 12 }, (_, index) => ({
  ...productLine(`SOFA-${index}`, index === 0 ? 0 : 5, String(1_000 * (index + 1))),
  name: `Velvet Sofa ${index}`,
  brand: index % 3 === 0 ? "Fjord" : "Kvist",
  categoryPaths: [index % 2 === 0 ? "Home/Sofas" : "Office/Lounge"],
  attributes: [{ name: "color", value: colors[index % 2] }],
}));
const flasks = ["Steel Flask", "Tiny Flask", "Steel Bottle", "Glass Bottle"].map((name, index) => ({
  ...productLine(`FLASK-${index}`, 5),
  name,
  categoryPaths: ["Sports/Hydration"],
}));
// Their names, brands and options are in the order that lists have, and in no other order.
const sortedNames = ["9", "10", "ångström", "apple", "Éclair", "Zebra"];
const collated = sortedNames.toReversed().map((name, index) => ({
  ...productLine(`COLLATED-${index}`, 5),
  name: `Collated ${name}`,
  brand: name,
  categoryPaths: [`Alphabet/Collated ${name}`],
}));
const others = [
  {
    ...productLine("LAMP-01-B", 5),
    name: "Reading Lamp",
    description: "Bright & <b>warm</b>; goes with a velvet sofa.",
  },
  {
    ...productLine("STAND", 5),
    name: "Oak Nightstand",
    brand: "Fjord",
    categoryPaths: ["Home/Bedroom"],
    attributes: ["brand", "category", "wood"].map((name) => ({ name, value: "Oak" })),
  },
  { ...productLine("PAN", 5), name: "Steel Skillet", categoryPaths: ["Kitchen/Pans"] },
  {
    ...productLine("SHIRT", 5),
    name: "Shirt",
    variants: ["crimson", "ochre"].map((value) => ({
      sku: `SHIRT-${value}`,
      name: value,
      options: [{ name: "color", value }],
      price: { amountMinor: "900", currency: "USD" },
      initialStock: 1,
    })),
  },
  {
    ...productLine("DRESSER", 5),
    name: "Black/White Brûlée Dresser 北欧風の照明ランプ",
    categoryPaths: ["Home/Bedroom"],
    variants: [
      ["S", "1000", 0],
      ["L", "9000", 5],
    ].map(([value, amountMinor, initialStock]) => ({
      sku: `DRESSER-${value}`,
      name: value,
      options: [{ name: "size", value }],
      price: { amountMinor, currency: "USD" },
      initialStock,
    })),
  },
  ...["USD", "JPY", "EUR"].map((currency) => ({
    ...productLine(`RUG-${currency}`, 5, "1000", currency),
    name: `Rug ${currency}`,
  })),
];

/** Both engines must return the same results for the same queries. */
describe.each(["Elasticsearch", "Postgres"])("search by %s", (engine) => {
  let node: Awaited<ReturnType<typeof startNode>> | undefined;
  let shop: Shop;
  let anonymous: Rpc;
  const skipReason = engine === "Elasticsearch" ? elasticsearchSkipReason : undefined;

  beforeAll(async () => {
    if (skipReason !== undefined) return;
    node = engine === "Elasticsearch" ? await startNode() : undefined;
    shop = await openShop({ elasticsearchUrl: node?.url });
    anonymous = await shop.rpc("catalog", { roles: [] });
    const manager = await shop.signUp("CATALOG_MANAGER");
    if (node !== undefined) await rebuildSearchIndex(manager);
    await importProducts(manager, [...sofas, ...flasks, ...others, ...collated]);
    await waitForOutbox(shop);
    // Documents can be found after the next refresh of the index.
    while (node !== undefined && (await search({})).totalSize < sofas.length) {
      await new Promise((later) => setTimeout(later, 100));
    }
  }, 300_000);

  afterAll(async () => {
    await shop?.stop();
    await node?.stop();
  });

  beforeEach((ctx) => ctx.skip(skipReason !== undefined, skipReason));

  /** Retries a degraded response, which Postgres returns when Elasticsearch is too slow on a busy machine. */
  const search = async (request: object) => {
    for (let attempt = 0; ; attempt++) {
      const response = await anonymous(method.searchProducts, {
        query: "sofas",
        pageSize: 50,
        withFacets: true,
        ...request,
      });
      if (!response.degraded || attempt === 5) return response;
      await new Promise((later) => setTimeout(later, 2_100));
    }
  };
  const searchSlugs = async (request: object) => (await search(request)).hits.map(({ product }) => product?.slug ?? "");
  const searchSortedSlugs = async (request: object) => (await searchSlugs(request)).sort();

  it("has the bounds of all prices, as if none were chosen, and counts the products in stock", async () => {
    const summaryOf = async (request: object) => {
      const { minPrice, maxPrice, inStockCount } = await search({ query: "", withSummary: true, ...request });
      return [minPrice?.amountMinor, maxPrice?.amountMinor, inStockCount];
    };
    const brands = ["Fjord"];
    expect(await summaryOf({ filter: { brands } })).toEqual([1_000n, 10_000n, 4]);
    expect(await summaryOf({ filter: { brands }, withFacets: false })).toEqual([1_000n, 10_000n, 4]);
    expect(await summaryOf({ filter: { brands, maxPriceMinor: 5_000n } })).toEqual([1_000n, 10_000n, 2]);
    expect(await summaryOf({ filter: { brands, currencyCode: "JPY" } })).toEqual([undefined, undefined, 4]);
    expect(await summaryOf({ query: "rug", filter: { currencyCode: "EUR" } })).toEqual([1_000n, 1_000n, 3]);
    // Of each product, the variants that pass the filters count.
    expect(await summaryOf({ query: "dresser" })).toEqual([1_000n, 9_000n, 1]);
    expect(await summaryOf({ query: "dresser", filter: { maxPriceMinor: 2_000n } })).toEqual([1_000n, 9_000n, 0]);
    expect(await summaryOf({ query: "dresser", filter: { inStock: true } })).toEqual([9_000n, 9_000n, 1]);
    expect(await summaryOf({ withSummary: false })).toEqual([undefined, undefined, 0]);
  });

  it("names the corrected query, which the database does not have", async () => {
    const { hits, correctedQuery } = await search({ query: "skilet" });
    expect(correctedQuery).toBe(engine === "Elasticsearch" ? "skillet" : undefined);
    expect(hits[0]?.product?.slug).toBe("pan");
    expect((await search({ query: "skillet" })).correctedQuery).toBeUndefined();
  });

  it("returns the prices of the market, and filters and sorts by base prices", async () => {
    const prices = { marketSlug: "" };
    const sorted = { sort: SearchSort.PRICE_ASC, prices };
    const slugs = await searchSlugs(sorted);
    const pricing = await shop.rpc("catalog", { accountId: "acc_manager", roles: ["CATALOG_MANAGER"] });
    const saved = await pricing(PricingService.method.savePriceList, {
      priceList: { slug: "sale", name: "Sale", type: PriceListType.SALE, active: true },
    });
    const priceListId = saved.priceList?.id ?? "";
    const change = { sku: "SOFA-11", currencyCode: "USD", minQuantity: 1, amountMinor: 1n };
    await pricing(PricingService.method.setPriceListPrices, { priceListId, prices: [change] });
    await waitForOutbox(shop);
    const { hits } = await search(sorted);
    expect(hits.map(({ product }) => product?.slug)).toEqual(slugs);
    const reduced = hits.find(({ product }) => product?.slug === "sofa-11")?.product;
    expect([reduced?.minPrice?.amountMinor, reduced?.variants[0]?.compareAtPrice?.amountMinor]).toEqual([1n, 12_000n]);
    const { suggestions } = await anonymous(method.suggest, { prefix: "velvet sofa 11", prices });
    expect(suggestions.find(({ product }) => product !== undefined)?.product?.minPrice?.amountMinor).toBe(1n);
    expect(await searchSlugs({ prices, filter: { maxPriceMinor: 999n } })).not.toContain("sofa-11");
    expect(await searchSlugs({ prices, filter: { minPriceMinor: 12_000n } })).toContain("sofa-11");
    await pricing(PricingService.method.deletePriceList, { id: priceListId });
  });

  it("finds plurals, misspellings, synonyms, compounds, options of variants and SKUs", async () => {
    expect(await searchSortedSlugs({ query: "velvet sofas" })).toHaveLength(12);
    expect(await searchSortedSlugs({ query: "readng lamp" })).toEqual(["lamp-01-b"]);
    expect(await searchSortedSlugs({ query: "couches" })).toHaveLength(12);
    expect(await searchSortedSlugs({ query: "frying pan" })).toEqual(["pan"]);
    expect(await searchSortedSlugs({ query: "night stand" })).toEqual(["stand"]);
    expect(await searchSortedSlugs({ query: "ochre shirts" })).toEqual(["shirt"]);
    expect((await searchSlugs({ query: "sofa-3" }))[0]).toBe("sofa-3");
    expect((await searchSlugs({ query: "LAMP-01-B" }))[0]).toBe("lamp-01-b");
    for (const sort of sorts) {
      expect((await searchSlugs({ query: "shirt-OCHRE", sort }))[0]).toBe("shirt");
      expect(await searchSlugs({ query: "Flask-2", sort })).toContain("flask-2");
    }
    expect(await searchSortedSlugs({ query: "zzzzqqqq" })).toEqual([]);
  });

  it("ranks products with all query terms first, then other products of their category", async () => {
    const [first, ...rest] = await searchSlugs({ query: "steel flask" });
    expect(first).toBe("flask-0");
    expect([...rest].sort()).toEqual(["flask-1", "flask-2", "flask-3"]);
    expect(rest[0]).toBe("flask-2");
  });

  it("finds words beside signs, in another Unicode form and inside runs of Han, Kana and Hangul", async () => {
    const found = {
      "black/white": ["dresser"],
      white: ["dresser"],
      brulee: ["dresser"],
      "BRU\u0302LE\u0301E": ["dresser"],
      照明: ["dresser"],
      照明ランプ: ["dresser"],
      明照: [],
    };
    for (const [query, slugs] of Object.entries(found))
      expect(await searchSortedSlugs({ query }), query).toEqual(slugs);
  });

  it("filters and counts by price, options and stock of one and the same variant", async () => {
    const query = "dresser";
    const sizes = async (filter: object) =>
      (await search({ query, filter })).facets
        .find(({ name }) => name === "size")
        ?.values.map(({ value, count, selected }) => [value, count, selected]);
    const size = (value: string) => ({ attributes: [{ name: "size", values: [value] }] });
    expect(await sizes({})).toEqual([
      ["L", 1, false],
      ["S", 1, false],
    ]);
    expect(await searchSortedSlugs({ query, filter: size("S") })).toEqual(["dresser"]);
    expect(await searchSortedSlugs({ query, filter: { minPriceMinor: 2_000n, maxPriceMinor: 3_000n } })).toEqual([]);
    expect(await searchSortedSlugs({ query, filter: { ...size("S"), inStock: true } })).toEqual([]);
    expect(await searchSortedSlugs({ query, filter: { ...size("L"), inStock: true } })).toEqual(["dresser"]);
    expect(await sizes({ minPriceMinor: 2_000n })).toEqual([["L", 1, false]]);
    expect(await sizes({ ...size("S"), minPriceMinor: 2_000n })).toEqual([
      ["L", 1, false],
      ["S", 0, true],
    ]);
  });

  it("returns selected values of a facet, also when no product has them", async () => {
    const { facets } = await search({ query: "dresser", filter: { brands: ["None"], categorySlug: "home" } });
    const selected = facets.flatMap(({ name, values }) =>
      values.filter((value) => value.selected).map(({ value, count }) => [name, value, count]),
    );
    expect(selected).toEqual([
      ["brand", "None", 0],
      ["category", "home", 0],
    ]);
  });

  it("filters prices in one currency, and sorts by currency and price", async () => {
    const query = "rug";
    const prices = { minPriceMinor: 900n, maxPriceMinor: 1_100n };
    expect(await searchSortedSlugs({ query, filter: prices })).toEqual(["rug-usd"]);
    expect(await searchSortedSlugs({ query, filter: { ...prices, currencyCode: "JPY" } })).toEqual(["rug-jpy"]);
    const byPrice = (currencyCode: string, sort = SearchSort.PRICE_ASC) =>
      searchSlugs({ query, sort, filter: { currencyCode } });
    expect(await byPrice("")).toEqual(["rug-usd", "rug-eur", "rug-jpy"]);
    expect(await byPrice("JPY")).toEqual(["rug-jpy", "rug-eur", "rug-usd"]);
    expect(await byPrice("EUR", SearchSort.PRICE_DESC)).toEqual(["rug-eur", "rug-jpy", "rug-usd"]);
    expect(await reasonOf(search({ filter: { currencyCode: "XXX" } }))).toBe("INVALID_CURRENCY");
  });

  it("does not match products by a mention in their description", async () => {
    expect(await searchSortedSlugs({ query: "velvet sofa" })).not.toContain("lamp-01-b");
  });

  it("filters by category with its descendants, price, stock, brand and attributes", async () => {
    expect(await searchSortedSlugs({ filter: { categorySlug: "home" } })).toHaveLength(6);
    expect(await searchSortedSlugs({ filter: { minPriceMinor: 11_000n } })).toEqual(["sofa-10", "sofa-11"]);
    expect(await searchSortedSlugs({ filter: { maxPriceMinor: 2_000n } })).toEqual(["sofa-0", "sofa-1"]);
    expect(await searchSortedSlugs({ filter: { inStock: false } })).toEqual(["sofa-0"]);
    expect(await searchSortedSlugs({ filter: { inStock: true } })).toHaveLength(11);
    expect(
      await searchSortedSlugs({ filter: { attributes: [{ name: "color", values: ["red"] }], brands: ["Fjord"] } }),
    ).toEqual(["sofa-0", "sofa-6"]);
    expect(await searchSortedSlugs({ filter: { brands: ["Fjord", "Kvist"] } })).toHaveLength(12);
    expect(await searchSortedSlugs({ filter: { brands: ["None"] } })).toEqual([]);
    expect(
      await searchSortedSlugs({ filter: { brands: [], attributes: [{ name: "color", values: [] }] } }),
    ).toHaveLength(12);
  });

  it("counts the values of a facet without its own filter", async () => {
    const { facets, totalSize } = await search({
      filter: { brands: ["Fjord"], attributes: [{ name: "color", values: ["red"] }] },
    });
    const findFacet = (name: string) =>
      facets.find((one) => one.name === name)?.values.map(({ value, count, selected }) => [value, count, selected]);
    expect(totalSize).toBe(2);
    expect(findFacet("brand")).toEqual([
      ["Kvist", 4, false],
      ["Fjord", 2, true],
    ]);
    expect(findFacet("color")).toEqual([
      ["blue", 2, false],
      ["red", 2, true],
    ]);
    expect(findFacet("category")).toEqual([["home-sofas", 2, false]]);
  });

  it("sorts facet values with equal counts and suggestions by name, in the Unicode collation", async () => {
    for (const filter of [{ categorySlug: "alphabet" }, { categorySlug: "alphabet", brands: ["apple"] }]) {
      const { facets } = await search({ query: "", filter });
      expect(facets.find(({ name }) => name === "brand")?.values.map(({ value }) => value)).toEqual(sortedNames);
    }
    const query = '{ suggest(prefix: "collated", first: 12) { text category { slug } } }';
    type Data = { suggest: { text: string; category: object | null }[] };
    const { suggest } = await fetchData<Data>({ url: shop.url }, query);
    const names = sortedNames.map((name) => `Collated ${name}`);
    expect(suggest.map(({ text, category }) => [text, category === null])).toEqual([
      ...names.map((name) => [name, false]),
      ...names.map((name) => [name, true]),
    ]);
  });

  it("returns one facet per name, also when an attribute is called brand or category", async () => {
    const { facets } = await search({ query: "oak nightstand" });
    expect(facets.map(({ name, values }) => [name, values.map(({ value }) => value)])).toEqual([
      ["wood", ["Oak"]],
      ["brand", ["Fjord"]],
      ["category", ["home-bedroom"]],
    ]);
  });

  it("returns as many products for a facet value as the facet counts", async () => {
    const { facets } = await search({ query: "velvet sofa", filter: { minPriceMinor: 3_000n } });
    const brands = facets.find(({ name }) => name === "brand")?.values ?? [];
    expect(brands).toHaveLength(2);
    for (const { value, count } of brands) {
      const filter = { brands: [value], minPriceMinor: 3_000n };
      expect((await search({ query: "velvet sofa", filter })).totalSize).toBe(count);
    }
  });

  it("sorts by price, age and units sold", async () => {
    const byPrice = await searchSlugs({ sort: SearchSort.PRICE_ASC });
    expect(byPrice).toEqual(Array.from({ length: 12 }, (_, index) => `sofa-${index}`));
    expect(await searchSlugs({ sort: SearchSort.PRICE_DESC })).toEqual(byPrice.toReversed());
    expect(await searchSlugs({ sort: SearchSort.NEWEST })).toHaveLength(12);
    expect((await searchSlugs({ query: "oak nightstand", sort: SearchSort.PRICE_ASC }))[0]).toBe("stand");
  });

  it("pages through all hits once, in every sort order and with a relaxed query", async () => {
    for (const [query, total] of [
      ["sofas", 12],
      ["steel flask", 4],
    ] as const) {
      for (const sort of query === "sofas" ? sorts : [SearchSort.RELEVANCE]) {
        const seen: string[] = [];
        let pageToken = "";
        do {
          const page = await search({ query, pageSize: 3, pageToken, sort, withFacets: false });
          expect(page.totalSize).toBe(total);
          seen.push(...page.hits.map(({ product }) => product?.slug ?? ""));
          pageToken = page.nextPageToken;
        } while (pageToken !== "" && seen.length < 50);
        expect(seen).toEqual(await searchSlugs({ query, sort }));
        expect(new Set(seen).size).toBe(total);
      }
    }
  });

  it("returns all products for an empty query, with filters and facets, in every sort order", async () => {
    const all = sofas.length + flasks.length + others.length + collated.length;
    const unfiltered = await search({ query: " " });
    expect(unfiltered.totalSize).toBe(all);
    expect(unfiltered.hits.map(({ highlight }) => highlight)).toEqual(unfiltered.hits.map(() => undefined));
    for (const sort of sorts) {
      const { hits, facets } = await search({ query: "", sort, filter: { categorySlug: "sports" } });
      const results = hits.map(({ product }) => product?.slug ?? "");
      expect(results.sort()).toEqual(["flask-0", "flask-1", "flask-2", "flask-3"]);
      const categories = facets.find(({ name }) => name === "category")?.values ?? [];
      expect(categories.find(({ value }) => value === "sports-hydration")).toMatchObject({ count: 4, selected: false });
      expect((await search({ query: "", sort, filter: { inStock: false } })).totalSize).toBe(1);
    }
    const seen: string[] = [];
    let pageToken = "";
    do {
      const page = await search({ query: "", pageSize: 7, pageToken, withFacets: false });
      seen.push(...page.hits.map(({ product }) => product?.slug ?? ""));
      pageToken = page.nextPageToken;
    } while (pageToken !== "" && seen.length < 50);
    expect(seen).toHaveLength(all);
    expect(new Set(seen).size).toBe(all);
    expect(seen.at(-1)).toBe("sofa-0"); // With equal scores, products in stock come first.
  });

  it("rebuilds its index, or reports that it has none", async () => {
    const rebuilt = rebuildSearchIndex(await shop.signUp("CATALOG_MANAGER"));
    if (node !== undefined) expect(await rebuilt).toMatchObject({ refused: [] });
    else
      await expect(rebuilt).rejects.toThrow(
        "was rejected: This deployment searches in Postgres and has no search index",
      );
  });

  it("applies a change of synonyms, and rejects a word of two groups", async () => {
    const manager = await shop.signUp("CATALOG_MANAGER");
    const change = async (mutation: string, variables: object) => {
      type Data = Record<string, { synonymGroup?: { id: string }; userErrors: { code: string; field: string[] }[] }>;
      const data = await fetchData<Data>(manager, mutation, variables);
      return Object.values(data)[0];
    };
    const create = `mutation ($words: [String!]!) {
      createSynonymGroup(input: { words: $words }) { synonymGroup { id } userErrors { code field } } }`;
    const found = () => searchSortedSlugs({ query: "zorps" });
    expect(await found()).toEqual([]);
    const created = await change(create, { words: ["Zorp", "skillet"] });
    const taken = { code: "SYNONYM_TAKEN", field: ["input", "words", "1"] };
    expect(created).toMatchObject({ userErrors: [taken] });
    const saved = await change(create, { words: ["Zorp", "Steel  Skillet"] });
    const id = saved?.synonymGroup?.id;
    await expect.poll(found, { timeout: 20_000 }).toEqual(["pan"]);
    const update = `mutation ($id: ID!) {
      updateSynonymGroup(input: { id: $id, words: ["zorp", "nightstands"] }) { userErrors { code field } } }`;
    expect((await change(update, { id }))?.userErrors).toEqual([taken]);
    await change(update.replace("nightstands", "oak"), { id });
    await expect.poll(found, { timeout: 20_000 }).toEqual(["stand"]);
    const groups = await fetchData<{ synonymGroups: object[] }>(
      manager,
      "{ synonymGroups { id words updatedBy { id } } }",
    );
    expect(groups.synonymGroups[0]).toEqual({ id, words: ["zorp", "oak"], updatedBy: { id: expect.any(String) } });
    const remove = "mutation ($id: ID!) { deleteSynonymGroup(id: $id) { userErrors { code field } } }";
    expect((await change(remove, { id }))?.userErrors).toEqual([]);
    await expect.poll(found, { timeout: 20_000 }).toEqual([]);
  });

  it("rebuilds its index as a job, or reports that it has none", async () => {
    const manager = await shop.signUp("CATALOG_MANAGER");
    const rebuild = "mutation { rebuildSearchIndex { rebuild { id status } userErrors { code } } }";
    type Data = { rebuildSearchIndex: { rebuild: { id: string; status: string } | null; userErrors: object[] } };
    const { rebuildSearchIndex: started } = await fetchData<Data>(manager, rebuild);
    if (node === undefined) {
      expect(started).toEqual({ rebuild: null, userErrors: [{ code: "NO_SEARCH_ENGINE" }] });
      return;
    }
    const total = await shop.sql("catalog")`select count(*)::int as count from products where deleted_at is null`;
    const last = () =>
      fetchData<object>(manager, "{ searchIndexRebuild { id status productCount processedCount completedAt } }");
    await expect.poll(last, { timeout: 30_000 }).toEqual({
      searchIndexRebuild: {
        id: started.rebuild?.id,
        status: "COMPLETED",
        productCount: total[0]?.["count"],
        processedCount: total[0]?.["count"],
        completedAt: expect.any(String),
      },
    });
    expect(await searchSortedSlugs({ query: "velvet sofas" })).toHaveLength(12);
  });

  it("highlights matches with <em>, and escapes all other HTML", async () => {
    const { hits } = await search({ query: "bright lamp" });
    expect(hits[0]?.highlight).toContain("<em>Lamp</em>");
    expect(hits[0]?.highlight).not.toMatch(/<(?!\/?em>)/);
    expect(hits[0]?.highlight).toContain("&amp;");
  });

  it("counts what was searched for, without refinements and without what looks like personal data", async (ctx) => {
    ctx.skip(engine === "Elasticsearch", "both engines share the code");
    const counted = "Counted LAMP";
    for (const query of [counted, " counted  lamp", "ada@example.com"]) await search({ query, pageSize: 1 });
    await search({ query: counted, sort: SearchSort.NEWEST });
    await search({ query: counted, filter: { inStock: true } });
    for (let click = 0; click < 3; click++) {
      await anonymous(SearchAdminService.method.recordSearchClick, { query: "counted lamp" });
    }
    await anonymous(SearchAdminService.method.recordSearchClick, { query: "clicked only" });
    const manager = await shop.signUp("CATALOG_MANAGER");
    const query = `query ($from: DateTime!, $to: DateTime!) {
      searchQueries(from: $from, to: $to, first: 100) { query searchCount resultCount clickCount }
      withoutResults: searchQueries(from: $from, to: $to, first: 100, withoutResults: true) { query } }`;
    type Data = { searchQueries: { query: string }[]; withoutResults: { query: string }[] };
    const period = { from: new Date(Date.now() - 3_600_000).toISOString(), to: new Date().toISOString() };
    const read = () => fetchData<Data>(manager, query, period);
    const findCount = async () => (await read()).searchQueries.find((row) => row.query === "counted lamp");
    // Three clicks, but two searches.
    await expect
      .poll(findCount, { timeout: 30_000 })
      .toEqual({ query: "counted lamp", searchCount: 2, resultCount: 1, clickCount: 2 });
    const { searchQueries, withoutResults } = await read();
    const queries = searchQueries.map((row) => row.query);
    expect(queries).not.toContain("ada@example.com");
    expect(queries).not.toContain("clicked only");
    expect(withoutResults.map((row) => row.query)).toContain("zzzzqqqq");
    expect(withoutResults.map((row) => row.query)).not.toContain("counted lamp");
  });

  it("rejects cursors of another sort order, invalid cursors and long queries", async () => {
    const { hits } = await search({ pageSize: 1 });
    const pageToken = hits[0]?.pageToken ?? "";
    expect(await reasonOf(search({ pageToken, sort: SearchSort.NEWEST }))).toBe("INVALID_CURSOR");
    expect(await reasonOf(search({ pageToken: "x" }))).toBe("INVALID_CURSOR");
    expect(await reasonOf(search({ query: "x".repeat(201) }))).toBe("INVALID_QUERY");
    expect(await reasonOf(search({ filter: { brands: ["x".repeat(101)] } }))).toBe("VALUE_TOO_LONG");
  });

  it("suggests categories and products with words that start with the prefix", async () => {
    const query = `query ($prefix: String!) {
      suggest(prefix: $prefix, first: 4) { text category { slug } product { slug variants { sku } } }
    }`;
    type Data = { suggest: { text: string; category: object | null; product: object | null }[] };
    const suggest = async (prefix: string) => (await fetchData<Data>({ url: shop.url }, query, { prefix })).suggest;
    const suggestions = await suggest("so");
    expect(suggestions).toHaveLength(4);
    expect(suggestions[0]).toEqual({ text: "Sofas", category: { slug: "home-sofas" }, product: null });
    expect(suggestions[1]).toMatchObject({ text: expect.stringMatching(/^Velvet Sofa/), category: null });
    expect(await suggest("read la")).toEqual([
      { text: "Reading Lamp", category: null, product: { slug: "lamp-01-b", variants: [{ sku: "LAMP-01-B" }] } },
    ]);
    expect(await suggest("ading")).toEqual([]);
    expect(await suggest("  ")).toEqual([]);
    for (const first of [0, 21]) {
      const { errors } = await sendGraphql({ url: shop.url }, `{ suggest(prefix: "so", first: ${first}) { text } }`);
      expect(errors?.[0]?.extensions).toMatchObject({ code: "BAD_USER_INPUT", field: ["first"] });
    }
  });

  it("ranks products without stock after a similar one, also when the page ends between them", async () => {
    // The longer description lowers the rank a little, but less than the missing stock does.
    const bowls = [
      { ...productLine("QUINCE-NONE-1", 0), name: "Quince Bowl", description: "Round." },
      { ...productLine("QUINCE-NONE-2", 0), name: "Quince Bowl", description: "Round." },
      { ...productLine("QUINCE-SOME", 5), name: "Quince Bowl", description: "Round and deep." },
    ];
    await importProducts(await shop.signUp("CATALOG_MANAGER"), bowls);
    await waitForOutbox(shop);
    const query = "quince";
    await expect.poll(() => searchSlugs({ query }), { timeout: 20_000 }).toHaveLength(bowls.length);
    const { hits, nextPageToken } = await search({ query, pageSize: 1 });
    expect(hits.map(({ product }) => product?.slug)).toEqual(["quince-some"]);
    const others = await searchSortedSlugs({ query, pageSize: 2, pageToken: nextPageToken });
    expect(others).toEqual(["quince-none-1", "quince-none-2"]);
  });
});
