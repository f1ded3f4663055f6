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

/** How long what is shown may be behind what was sold before the test gives up. The figure is printed, and not judged. */
const mostMs = 20_000;

/** What anybody sees of the one product, wherever it is shown. */
interface Shown {
  /** Whether the engine itself told, and not the database in its place. */
  readonly degraded: boolean;
  readonly page: boolean;
  readonly level: boolean;
  readonly listed: boolean;
  readonly shelved: boolean;
  readonly found: boolean;
  readonly offered: boolean;
  readonly soldOut: boolean;
}

const everywhere = (inStock: boolean): Shown => ({
  degraded: false,
  page: inStock,
  level: inStock,
  listed: inStock,
  shelved: inStock,
  found: inStock,
  offered: inStock,
  soldOut: !inStock,
});

describe.each(["Elasticsearch", "Postgres"])("the last one of a product, with search by %s", (engine) => {
  let node: Awaited<ReturnType<typeof startNode>> | undefined;
  let shop: Shop;
  let buyer: Api;
  const missing = engine === "Elasticsearch" ? elasticsearchSkipReason : undefined;

  beforeAll(async () => {
    if (missing !== undefined) return;
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

  beforeEach((ctx) => ctx.skip(missing !== undefined, missing));

  /** Asked by nobody in particular, so that an answer that was kept for everybody may be what they get. */
  async function look(): Promise<Shown> {
    interface Edges {
      readonly degraded?: boolean;
      readonly edges: readonly { readonly node: { readonly slug: string; readonly inStock?: boolean } }[];
    }
    const see = async <T>(query: string) => fetchData<T>({ url: shop.url }, query);
    const search = async (filter: string, node: string) =>
      (await see<{ search: Edges }>(`{ search(query: "kettle"${filter}) { degraded edges { node { ${node} } } } }`))
        .search;
    const edges = "{ edges { node { slug inStock } } }";
    const [page, level, listed, shelf, found, offered, soldOut] = await Promise.all([
      see<{ product: { inStock: boolean } }>('{ product(slug: "kettle") { inStock } }'),
      readStock({ url: shop.url }, "kettle"),
      see<{ products: Edges }>(`{ products ${edges} }`),
      see<{ category: { products: Edges } }>(`{ category(slug: "tests-things") { products ${edges} } }`),
      search("", "slug inStock"),
      search(", filter: { inStock: true }", "slug"),
      search(", filter: { inStock: false }", "slug"),
    ]);
    const one = ({ edges }: Edges) => edges.find(({ node: { slug } }) => slug === "kettle")?.node;
    return {
      degraded: [found, offered, soldOut].some(({ degraded }) => degraded),
      page: page.product.inStock,
      level: level.available > 0,
      listed: one(listed.products)?.inStock === true,
      shelved: one(shelf.category.products)?.inStock === true,
      found: one(found)?.inStock === true,
      offered: one(offered) !== undefined,
      soldOut: one(soldOut) !== undefined,
    };
  }

  /** Looks until all of it is as it should be: how long that took. Fails with the last look where it never is. */
  async function until(wanted: Shown): Promise<number> {
    const since = performance.now();
    let last = await look();
    while (JSON.stringify(last) !== JSON.stringify(wanted) && performance.now() - since < mostMs) {
      await new Promise((later) => setTimeout(later, 50));
      last = await look();
    }
    expect(last).toEqual(wanted);
    return Math.round(performance.now() - since);
  }

  it("is shown as gone wherever it was offered, and as there again when it comes back", async () => {
    await until(everywhere(true));
    const { order } = await placeOrder(buyer, { idempotencyKey: "last", lines: [{ sku: "KETTLE", quantity: 1 }] });
    expect(order?.status).toBe("CONFIRMED");
    const { page, level, listed, shelved, found } = await look();
    expect({ page, level, listed, shelved, found }).toEqual({
      page: false,
      level: false,
      listed: false,
      shelved: false,
      found: false,
    });
    const gone = await until(everywhere(false));
    expect((await cancelOrder(buyer, order?.id ?? "", "back")).order?.status).toBe("CANCELLED");
    const back = await until(everywhere(true));
    console.log(`search by ${engine}: gone everywhere after ${gone} ms, back after ${back} ms`);
  }, 120_000);
});
