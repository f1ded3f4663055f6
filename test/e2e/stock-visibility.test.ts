import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type Api, fetchData } from "../../dev/cli/shop/api.ts";
import { rebuildSearchIndex } from "../../dev/cli/shop/search-index.ts";
import { elasticsearchSkipReason, startNode } from "../support/elasticsearch.ts";
import {
  cancelOrder,
  importProducts,
  openShop,
  placeOrder,
  productLine,
  readStock,
  type Shop,
} from "../support/harness.ts";

/** The maximum delay until all views are consistent. The test prints the measured delay and does not judge it. */
const maxDelayMs = 20_000;

/** Whether the product is in stock in each view of it. */
interface Views {
  /** Whether Postgres replaced the search engine in one of the searches. */
  readonly degraded: boolean;
  readonly product: boolean;
  readonly stockLevel: boolean;
  readonly productList: boolean;
  readonly category: boolean;
  readonly search: boolean;
  /** Whether a search for products in stock finds it. */
  readonly inStockSearch: boolean;
  /** Whether a search for products that are out of stock finds it. */
  readonly outOfStockSearch: boolean;
}

const consistentViews = (inStock: boolean): Views => ({
  degraded: false,
  product: inStock,
  stockLevel: inStock,
  productList: inStock,
  category: inStock,
  search: inStock,
  inStockSearch: inStock,
  outOfStockSearch: !inStock,
});

describe.each(["Elasticsearch", "Postgres"])("the last unit of a product, with %s as search engine", (engine) => {
  let node: Awaited<ReturnType<typeof startNode>> | undefined;
  let shop: Shop;
  let buyer: Api;
  const skipReason = engine === "Elasticsearch" ? elasticsearchSkipReason : undefined;

  beforeAll(async () => {
    if (skipReason !== undefined) return;
    if (engine === "Elasticsearch") node = await startNode();
    shop = await openShop({ elasticsearchUrl: node?.url });
    const manager = await shop.signUp("CATALOG_MANAGER");
    if (node !== undefined) await rebuildSearchIndex(manager);
    await importProducts(manager, [
      { ...productLine("KETTLE", 1), name: "Copper Kettle" },
      { ...productLine("KETTLE-2", 9), name: "Steel Kettle" },
    ]);
    buyer = await shop.signUp();
  }, 300_000);

  afterAll(async () => {
    await shop?.stop();
    await node?.stop();
  });

  beforeEach((ctx) => ctx.skip(skipReason !== undefined, skipReason));

  /** Reads all views as a guest, so that responses can come from a cache. */
  async function readViews(): Promise<Views> {
    interface Edges {
      readonly degraded?: boolean;
      readonly edges: readonly { readonly node: { readonly slug: string; readonly inStock?: boolean } }[];
    }
    const read = async <T>(query: string) => fetchData<T>({ url: shop.url }, query);
    const search = async (filter: string, node: string) =>
      (await read<{ search: Edges }>(`{ search(query: "kettle"${filter}) { degraded edges { node { ${node} } } } }`))
        .search;
    const edges = "{ edges { node { slug inStock } } }";
    const [product, level, list, category, all, inStock, outOfStock] = await Promise.all([
      read<{ product: { inStock: boolean } }>('{ product(slug: "kettle") { inStock } }'),
      readStock({ url: shop.url }, "kettle"),
      read<{ products: Edges }>(`{ products ${edges} }`),
      read<{ category: { products: Edges } }>(`{ category(slug: "tests-things") { products ${edges} } }`),
      search("", "slug inStock"),
      search(", filter: { inStock: true }", "slug"),
      search(", filter: { inStock: false }", "slug"),
    ]);
    const kettleIn = ({ edges }: Edges) => edges.find(({ node: { slug } }) => slug === "kettle")?.node;
    return {
      degraded: [all, inStock, outOfStock].some(({ degraded }) => degraded),
      product: product.product.inStock,
      stockLevel: level.available > 0,
      productList: kettleIn(list.products)?.inStock === true,
      category: kettleIn(category.category.products)?.inStock === true,
      search: kettleIn(all)?.inStock === true,
      inStockSearch: kettleIn(inStock) !== undefined,
      outOfStockSearch: kettleIn(outOfStock) !== undefined,
    };
  }

  /** Reads the views until they equal `expected`, and returns the delay in ms. Fails after `maxDelayMs`. */
  async function waitForViews(expected: Views): Promise<number> {
    const start = performance.now();
    let views = await readViews();
    while (JSON.stringify(views) !== JSON.stringify(expected) && performance.now() - start < maxDelayMs) {
      await new Promise((resolve) => setTimeout(resolve, 50));
      views = await readViews();
    }
    expect(views).toEqual(expected);
    return Math.round(performance.now() - start);
  }

  it("shows as sold out in every view after it is sold, and as in stock again after a cancellation", async () => {
    await waitForViews(consistentViews(true));
    const { order } = await placeOrder(buyer, { idempotencyKey: "last", lines: [{ sku: "KETTLE", quantity: 1 }] });
    expect(order?.status).toBe("CONFIRMED");
    const { product, stockLevel, productList, category, search } = await readViews();
    expect({ product, stockLevel, productList, category, search }).toEqual({
      product: false,
      stockLevel: false,
      productList: false,
      category: false,
      search: false,
    });
    const soldOutMs = await waitForViews(consistentViews(false));
    expect((await cancelOrder(buyer, order?.id ?? "", "back")).order?.status).toBe("CANCELLED");
    const inStockMs = await waitForViews(consistentViews(true));
    console.log(`search by ${engine}: sold out in every view after ${soldOutMs} ms, in stock after ${inStockMs} ms`);
  }, 120_000);
});
