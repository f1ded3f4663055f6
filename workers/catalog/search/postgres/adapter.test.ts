import { drizzle } from "drizzle-orm/neon-http";
import { beforeAll, describe, expect, it } from "vitest";
import { useDatabase } from "../../../../test/support/order-database.ts";
import type { Database } from "../../../kit/storage/postgres.ts";
import { maxCounts } from "../../domain/limits.ts";
import type { SearchQuery, SearchSort } from "../port.ts";
import { createPostgresSearch } from "./adapter.ts";
import { maxSorted } from "./sorted-page.ts";

const open = useDatabase("catalog");
const count = 6_000;
const bestSeller = count - 25;

beforeAll(async () => {
  // All are gadgets. The last ones are a best seller without stock, and 12 products of the brand Fjord. Several have the same time and price.
  await open().execute(`insert into categories (id, slug, name, path)
    select 'cat_' || i, 'kind-' || i, 'Kind ' || i, array['cat_' || i] from generate_series(0, 2) i`);
  await open().execute(`
    insert into products (id, slug, name, description, brand, category_ids, category_text, attributes, media, currency,
      min_price_minor, max_price_minor, units_sold, created_at)
    select 'prd_' || lpad(i::text, 5, '0'), 'gadget-' || i, case when i % 500 = 0 then 'Copper Gadget' else 'Gadget' end, '',
      case when i > ${count - 12} then 'Fjord' else 'Kvist' end, array['cat_' || i % 3], 'Kind ' || i % 3,
      '[{"name": "color", "value": "red"}]', '[]', case when i % 10 = 0 then 'EUR' else 'USD' end, i * 7919 % 700, 700,
      case when i = ${bestSeller} then 10000 else 0 end, timestamptz '2026-01-01Z' + i * 7919 % 2000 * interval '1 minute'
    from generate_series(1, ${count}) i`);
  await open().execute(`
    insert into variants (sku, product_id, position, name, options, price_minor, currency)
    select slug, id, 0, '', '[]', min_price_minor, currency from products`);
  await open().execute(
    "insert into stock (sku, available) select sku, case when sku like '%5' then 0 else 1 end from variants",
  );
  for (const table of ["products", "variants", "stock"]) await open().execute(`vacuum analyze ${table}`);
}, 60_000);

const query: SearchQuery = {
  text: "gadget",
  size: 10,
  sort: "relevance",
  filter: {
    categorySlug: "",
    brands: [],
    currency: "USD",
    minPriceMinor: undefined,
    maxPriceMinor: undefined,
    inStock: undefined,
    attributes: [],
  },
  after: undefined,
  facets: true,
  highlights: false,
  summary: true,
  selection: new Set(),
  prices: undefined,
};
const brands = (...names: string[]) => ({ filter: { ...query.filter, brands: names } });
const { signal } = new AbortController();

const search = (db: Database, changes: Partial<SearchQuery>) =>
  createPostgresSearch({ db, backgroundDb: () => db, defer: () => {}, now: Date.now }).search(
    { ...query, ...changes },
    signal,
  );

async function searchSummary(changes: Partial<SearchQuery>) {
  const { total, facets, hits, summary } = await search(open(), changes);
  const counts = (name: string) =>
    facets.find((facet) => facet.name === name)?.values.map((facet) => [facet.value, facet.count]);
  return { total, first: hits[0]?.product.slug, brands: counts("brand"), colors: counts("color"), ...summary };
}

interface PlanNode {
  readonly "Node Type": string;
  readonly "Relation Name"?: string;
  readonly "Actual Rows": number;
  readonly "Actual Loops": number;
  readonly "Rows Removed by Filter"?: number;
  readonly Plans?: readonly PlanNode[];
}

const growingTables = new Set(["products", "variants", "stock"]);

/** Returns the scans of whole tables, and the largest number of products that one statement of a search reads. */
async function explain(changes: Partial<SearchQuery>) {
  const statements: { readonly query: string; readonly params: unknown[] }[] = [];
  const logger = { logQuery: (query: string, params: unknown[]) => void statements.push({ query, params }) };
  await search(drizzle(open().$client, { logger }) as unknown as Database, changes);
  const wholeTables = new Set<string>();
  let maxProducts = 0;
  for (const { query, params } of statements) {
    const [row] = await open().$client.query(`explain (analyze, format json) ${query}`, params);
    let products = 0;
    const visit = (node: PlanNode) => {
      const table = node["Relation Name"] ?? "";
      if (node["Node Type"] === "Seq Scan" && growingTables.has(table)) wholeTables.add(table);
      const read = node["Actual Rows"] + (node["Rows Removed by Filter"] ?? 0);
      if (table === "products") products += read * node["Actual Loops"];
      node.Plans?.forEach(visit);
    };
    const plans = row?.["QUERY PLAN"] as readonly { readonly Plan: PlanNode }[] | undefined;
    for (const { Plan } of plans ?? []) visit(Plan);
    maxProducts = Math.max(maxProducts, products);
  }
  return { statements: statements.length, wholeTables: [...wholeTables], maxProducts };
}

describe(`a search by Postgres among ${count} products that all match`, () => {
  it("ranks and counts a limited number of them, with the best sellers, also without stock", async () => {
    const { total, first, brands, inStockCount } = await searchSummary({});
    expect([total, first]).toEqual([maxCounts.searchHits, `gadget-${bestSeller}`]);
    expect(brands?.reduce((sum, [, value]) => sum + Number(value), 0)).toBe(maxCounts.searchHits);
    expect(inStockCount).toBeLessThan(maxCounts.searchHits);
  });

  it("counts fewer hits exactly", async () => {
    expect(await searchSummary({ text: "copper gadget" })).toMatchObject({ total: 12, colors: [["red", 12]] });
  });

  it("finds and counts all hits of a filter, and the other values of its facet", async () => {
    const { total, brands: counts, colors } = await searchSummary(brands("Fjord"));
    expect([total, colors]).toEqual([12, [["red", 12]]]);
    expect(counts).toContainEqual(["Fjord", 12]);
    expect(counts?.find(([name]) => name === "Kvist")?.[1]).toBeGreaterThan(900);
  });

  it.each([
    ["all words", { text: "gadget" }],
    ["words of few products", { text: "copper" }],
    ["no words, in a category", { text: "", filter: { ...query.filter, categorySlug: "kind-1" } }],
    ["misspelt words", { text: "coper gadgte" }],
    ["the relaxed form", { text: "gadget kind 2 nothing" }],
  ])("reads no whole table and few products for %s", async (_, changes) => {
    const { wholeTables, maxProducts } = await explain(changes);
    expect(wholeTables).toEqual([]);
    // A page also reads its own products.
    expect(maxProducts).toBeLessThanOrEqual(2 * maxCounts.searchHits + query.size + 1);
  });

  const own = "currency <> 'USD'";
  it.each<[SearchSort, string]>([
    ["newest", "created_at desc, id desc"],
    ["best_selling", "units_sold desc, id desc"],
    ["price_asc", `${own}, min_price_minor, id`],
    ["price_desc", `${own}, min_price_minor desc, id desc`],
  ])(
    "has each of them once in the pages of another order, and reads a limited number for a page: %s",
    async (sort, order) => {
      const expected = await open().$client.query(`select id from products order by ${order}`);
      const found: string[] = [];
      let after: SearchQuery["after"];
      do {
        const { hits, hasNextPage, total } = await search(open(), {
          sort,
          after,
          size: 700,
          facets: false,
          summary: false,
        });
        expect(total).toBe(maxCounts.searchHits);
        found.push(...hits.map(({ cursor }) => cursor.id));
        after = hasNextPage ? hits.at(-1)?.cursor : undefined;
      } while (after !== undefined);
      expect(found).toEqual(expected.map(({ id }) => id));
      const { hits } = await search(open(), { sort, size: 3_000 });
      for (const position of [undefined, hits.at(-1)?.cursor]) {
        const { wholeTables, maxProducts } = await explain({ sort, after: position });
        expect(wholeTables).toEqual([]);
        expect(maxProducts).toBeLessThan(maxSorted + 100);
      }
    },
  );

  it("starts at an end of the list for a cursor beyond all values", async () => {
    const startAfter = async (sort: SearchSort, value: string) => {
      const after = { engine: "postgres", relaxed: false, value, id: "prd_1", count: 1 } as const;
      return (await search(open(), { sort, after })).hits.length;
    };
    for (const sort of ["newest", "best_selling", "price_asc", "price_desc"] as const) {
      expect(await startAfter(sort, `-${"9".repeat(30)}`)).toBe(query.size);
      expect(await startAfter(sort, `${"9".repeat(30)}.5`)).toBe(0);
    }
  });
});
