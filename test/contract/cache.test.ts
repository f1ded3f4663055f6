import { Redis } from "@upstash/redis";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { CatalogService, ProductView } from "../../proto/gen/catalog/v1/catalog_pb.js";
import { InventoryService } from "../../proto/gen/catalog/v1/inventory_pb.js";
import type { Rpc } from "../../workers/kit/connect/client.ts";
import { importProducts, openShop, productLine, reasonOf, type Shop, shortTimeouts } from "../support/harness.ts";

const method = CatalogService.method;

let shop: Shop;
let redis: Redis;
let anyone: Rpc;
let manager: Rpc;

beforeAll(async () => {
  shop = await openShop({ vars: shortTimeouts });
  const { redisUrl, secrets } = shop.stack.services;
  redis = new Redis({
    url: redisUrl,
    token: secrets.redisToken,
    enableTelemetry: false,
    automaticDeserialization: false,
  });
  anyone = await shop.rpc("catalog", { roles: [] });
  manager = await shop.rpc("catalog", { accountId: "acc_manager", roles: ["CATALOG_MANAGER"] });
  const skus = Array.from({ length: 30 }, (_, index) => productLine(`KEPT-${index}`, 5));
  await importProducts(await shop.signUp("CATALOG_MANAGER"), skus);
  // What follows from the import is done a moment later, and would be counted with what is asked of the database here.
  await shop.stack.runCrons();
  await new Promise((later) => setTimeout(later, 500));
});

beforeEach(async () => {
  const keys = await redis.keys("catalog:*");
  if (keys.length > 0) await redis.del(...keys);
});

afterAll(() => shop?.stop());

const read = async (slug: string, view = ProductView.FULL) =>
  (await anyone(method.getProduct, { key: { case: "slug", value: slug }, view })).product;
const names = async () => (await anyone(method.listCategories, {})).categories.map(({ name }) => name);

/** How many SQL statements the catalog needs for this. */
async function statementsOf(work: () => Promise<unknown>): Promise<number> {
  const served = () => shop.stack.services.sqlServed().catalog?.statements ?? 0;
  const before = served();
  await work();
  return served() - before;
}

const kept = (key: string) => expect.poll(() => redis.exists(key), { interval: 20 }).toBe(1);

describe("what nobody has read yet", () => {
  it("is loaded by one of twelve who ask at once", async () => {
    const twelve = (ask: () => Promise<unknown>) => () => Promise.all(Array.from({ length: 12 }, ask));
    const trees: number[] = [];
    const products: number[] = [];
    // On a busy machine some may tire of waiting: a few tries, each with something that nobody has read.
    for (let tried = 0; tried < 5; tried++) {
      await redis.del("catalog:1:categories", "catalog:1:categories:loading:none");
      trees.push(await statementsOf(twelve(names)));
      products.push(await statementsOf(twelve(() => read(`kept-${10 + tried}`))));
    }
    expect(Math.min(...trees)).toBe(1);
    // Twelve look at stock and version, and one at the rest.
    expect(Math.min(...products)).toBe(13);
    await kept("catalog:2:product:slug:kept-10");
    await expect.poll(() => statementsOf(() => read("kept-10"))).toBe(1);
    await expect.poll(() => statementsOf(names)).toBe(0);
  });

  it("is loaded once by two who ask for some of the same", async () => {
    const slugs = Array.from({ length: 30 }, (_, index) => `kept-${index}`);
    const batches = [slugs.slice(0, 20), slugs.slice(10)];
    const replies = await Promise.all(batches.map((some) => anyone(method.batchGetProducts, { slugs: some })));
    expect(replies.map(({ products }) => products.map(({ slug }) => slug))).toEqual(batches);
    await expect.poll(() => statementsOf(() => anyone(method.batchGetProducts, { slugs }))).toBe(1);
  });

  it("is loaded by somebody else when its loader has gone", async () => {
    await redis.set("catalog:2:product:slug:kept-2:loading:1", "1", { px: 60_000 });
    expect((await read("kept-2"))?.slug).toBe("kept-2");
  });

  it("and is not there, keeps nobody waiting: only the database is asked", async () => {
    expect(await statementsOf(() => reasonOf(read("never")))).toBe(1);
    expect(await redis.keys("catalog:*")).toEqual([]);
  });
});

describe("what was read before", () => {
  it("is told as it is in the database, whatever was changed, by whom, and whether the cache was told", async () => {
    const sql = shop.sql("catalog");
    const before = await read("kept-3");
    await kept("catalog:2:product:slug:kept-3");
    await expect.poll(() => statementsOf(() => read("kept-3"))).toBe(1);
    expect(await read("kept-3")).toEqual(before);
    const { id = "", etag = "" } = before ?? {};
    await manager(method.updateProduct, { id, etag, product: { name: "Changed" }, updateMask: { paths: ["name"] } });
    expect((await read("kept-3"))?.name).toBe("Changed");
    await sql`update products set name = 'Behind its back', version = version + 1 where slug = 'kept-3'`;
    expect((await read("kept-3"))?.name).toBe("Behind its back");
    await sql`update products set slug = 'kept-3-renamed', version = version + 1 where slug = 'kept-3'`;
    expect(await reasonOf(read("kept-3"))).toBe("NOT_FOUND");
    await manager(method.deleteProduct, { id });
    expect(await reasonOf(read("kept-3-renamed"))).toBe("NOT_FOUND");
  });

  it("has the stock of this moment, in every view", async () => {
    await read("kept-4");
    await kept("catalog:2:product:slug:kept-4");
    const stock = async () => [
      (await read("kept-4"))?.variants[0]?.stock?.available,
      (await read("kept-4"))?.inStock,
      (await read("kept-4", ProductView.BASIC))?.inStock,
    ];
    expect(await stock()).toEqual([5, true, true]);
    const orders = await shop.rpc("catalog", { roles: [], service: "order" });
    await orders(InventoryService.method.reserve, {
      reservationId: "all",
      orderId: "all",
      lines: [{ sku: "KEPT-4", quantity: 5 }],
    });
    expect(await stock()).toEqual([0, false, false]);
    expect((await read("kept-4"))?.variants[0]?.stock?.reserved).toBe(5);
    await shop.sql("catalog")`update stock set available = 1 where sku = 'KEPT-4'`;
    expect(await stock()).toEqual([1, true, true]);
  });
});

describe("the category tree", () => {
  it("is seen as it is by whoever changed it", async () => {
    for (let round = 0; round < 10; round++) {
      const { category } = await manager(method.createCategory, { slug: `leaf-${round}`, name: `Leaf ${round}` });
      expect(await names()).toContain(`Leaf ${round}`);
      const id = category?.id ?? "";
      await manager(method.updateCategory, { id, name: `Twig ${round}`, updateMask: { paths: ["name"] } });
      expect(await names()).toContain(`Twig ${round}`);
      await manager(method.deleteCategory, { id });
      expect(await names()).not.toContain(`Twig ${round}`);
    }
  });

  it("is forgotten by way of the outbox, too", async () => {
    expect(await names()).toContain("Tests");
    await kept("catalog:1:categories");
    await expect.poll(() => statementsOf(names)).toBe(0);
    await shop.sql("catalog")`update categories set name = 'Trials' where slug = 'tests'`;
    await shop.stack.runCrons();
    expect(await names()).toContain("Trials");
    expect(await names()).not.toContain("Tests");
  });

  it("that was read before a change and comes late is not taken for the new one", async () => {
    await names();
    await kept("catalog:1:categories");
    const [treeVersion, tree] = await Promise.all(
      ["treeVersion", "tree"].map((field) => redis.hget<string>("catalog:1:categories", field)),
    );
    await manager(method.createCategory, { slug: "late", name: "Late" });
    await redis.hset("catalog:1:categories", { treeVersion, tree });
    expect(await names()).toContain("Late");
  });
});

describe("while Redis is away", () => {
  const timed = async (work: () => Promise<unknown>): Promise<number> => {
    const startedAt = performance.now();
    await work();
    return performance.now() - startedAt;
  };

  it("and holds every call, reads wait for it a fifth of a second, and then for a moment not at all", async () => {
    shop.stack.services.stallRedis(true);
    const first: number[] = [];
    const next: number[] = [];
    for (let tried = 0; tried < 3; tried++) {
      first.push(await timed(async () => expect(await names()).toContain("Late")));
      next.push(await timed(async () => expect((await read("kept-5"))?.slug).toBe("kept-5")));
      await new Promise((later) => setTimeout(later, 1_100));
    }
    shop.stack.services.stallRedis(false);
    // What goes on in the background may find it away first.
    expect(Math.max(...first)).toBeGreaterThan(150);
    expect(Math.min(...first)).toBeLessThan(350);
    expect(Math.min(...next)).toBeLessThan(100);
  });

  it("everything is read and changed as ever", async () => {
    await shop.stack.services.stopRedis();
    expect(await names()).toContain("Late");
    const { category } = await manager(method.createCategory, { slug: "without", name: "Without" });
    expect(await names()).toContain("Without");
    expect((await read("kept-6"))?.variants[0]?.stock?.available).toBe(5);
    const { product } = await manager(method.createProduct, {
      product: {
        slug: "without",
        name: "Without",
        description: "",
        categoryIds: [category?.id ?? ""],
        variants: [{ sku: "WITHOUT", name: "Default", price: { amountMinor: 1n, currencyCode: "USD" } }],
      },
    });
    expect((await read("without"))?.id).toBe(product?.id);
    // The cache is told of the category when it is back: until then the outbox keeps that.
    await shop.stack.runCrons();
    expect(await shop.sql("catalog")`select 1 from outbox where subject_id = ${category?.id}`).toHaveLength(1);
  });
});
