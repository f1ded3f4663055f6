import { Redis } from "@upstash/redis";
import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import { CatalogService, ProductView } from "../../proto/gen/catalog/v1/catalog_pb.js";
import { InventoryService } from "../../proto/gen/catalog/v1/inventory_pb.js";
import type { Rpc } from "../../workers/kit/connect/client.ts";
import { productLine, reasonOf, shortTimeouts } from "../support/harness.ts";
import { useShop } from "../support/use-shop.ts";

const method = CatalogService.method;

const shop = useShop({
  vars: shortTimeouts,
  products: Array.from({ length: 30 }, (_, index) => productLine(`CACHED-${index}`, 5)),
});
let redis: Redis;
let anonymous: Rpc;
let manager: Rpc;

beforeAll(async () => {
  const { redisUrl, secrets } = shop.stack.services;
  redis = new Redis({
    url: redisUrl,
    token: secrets.redisToken,
    enableTelemetry: false,
    automaticDeserialization: false,
  });
  anonymous = await shop.rpc("catalog", { roles: [] });
  manager = await shop.rpc("catalog", { accountId: "acc_manager", roles: ["CATALOG_MANAGER"] });
  // Background work of the import must end first, or its statements would be counted.
  await shop.stack.runCrons();
  await new Promise((later) => setTimeout(later, 500));
});

beforeEach(async () => {
  const keys = await redis.keys("catalog:*");
  if (keys.length > 0) await redis.del(...keys);
});

const readProduct = async (slug: string, view = ProductView.FULL) =>
  (await anonymous(method.getProduct, { key: { case: "slug", value: slug }, view })).product;
const readCategoryNames = async () => (await anonymous(method.listCategories, {})).categories.map(({ name }) => name);

/** Returns how many SQL statements the catalog runs during this work. */
async function countStatements(work: () => Promise<unknown>): Promise<number> {
  const served = () => shop.stack.services.sqlServed().catalog?.statements ?? 0;
  const before = served();
  await work();
  return served() - before;
}

const expectCached = (key: string) => expect.poll(() => redis.exists(key), { interval: 20 }).toBe(1);

describe("an entry that is not cached", () => {
  it("is loaded once for twelve concurrent requests", async () => {
    const twelve = (read: () => Promise<unknown>) => () => Promise.all(Array.from({ length: 12 }, read));
    const treeStatements: number[] = [];
    const productStatements: number[] = [];
    // On a busy machine a caller may stop waiting for the loader. Each attempt reads something that is not cached.
    for (let attempt = 0; attempt < 5; attempt++) {
      await redis.del("catalog:1:categories", "catalog:1:categories:loading:none");
      treeStatements.push(await countStatements(twelve(readCategoryNames)));
      productStatements.push(await countStatements(twelve(() => readProduct(`cached-${10 + attempt}`))));
    }
    expect(Math.min(...treeStatements)).toBe(1);
    // Twelve statements read stock and version, and one reads the product.
    expect(Math.min(...productStatements)).toBe(13);
    await expectCached("catalog:4:product:slug:cached-10");
    await expect.poll(() => countStatements(() => readProduct("cached-10"))).toBe(1);
    await expect.poll(() => countStatements(readCategoryNames)).toBe(0);
  });

  it("is loaded once for two overlapping batches", async () => {
    const slugs = Array.from({ length: 30 }, (_, index) => `cached-${index}`);
    const batches = [slugs.slice(0, 20), slugs.slice(10)];
    const responses = await Promise.all(batches.map((batch) => anonymous(method.batchGetProducts, { slugs: batch })));
    expect(responses.map(({ products }) => products.map(({ slug }) => slug))).toEqual(batches);
    await expect.poll(() => countStatements(() => anonymous(method.batchGetProducts, { slugs }))).toBe(1);
  });

  it("is loaded by another request when its loader has crashed", async () => {
    await redis.set("catalog:4:product:slug:cached-2:loading:1", "1", { px: 60_000 });
    expect((await readProduct("cached-2"))?.slug).toBe("cached-2");
  });

  it("is not cached when it does not exist, and costs one statement", async () => {
    expect(await countStatements(() => reasonOf(readProduct("never")))).toBe(1);
    expect(await redis.keys("catalog:*")).toEqual([]);
  });
});

describe("a cached product", () => {
  it("is returned as it is in the database after any write, with or without invalidation", async () => {
    const sql = shop.sql("catalog");
    const before = await readProduct("cached-3");
    await expectCached("catalog:4:product:slug:cached-3");
    await expect.poll(() => countStatements(() => readProduct("cached-3"))).toBe(1);
    expect(await readProduct("cached-3")).toEqual(before);
    const { id = "", etag = "" } = before ?? {};
    await manager(method.updateProduct, { id, etag, product: { name: "Changed" }, updateMask: { paths: ["name"] } });
    expect((await readProduct("cached-3"))?.name).toBe("Changed");
    await sql`update products set name = 'Changed by SQL', version = version + 1 where slug = 'cached-3'`;
    expect((await readProduct("cached-3"))?.name).toBe("Changed by SQL");
    await sql`update products set slug = 'cached-3-renamed', version = version + 1 where slug = 'cached-3'`;
    expect(await reasonOf(readProduct("cached-3"))).toBe("NOT_FOUND");
    await manager(method.deleteProduct, { id });
    expect(await reasonOf(readProduct("cached-3-renamed"))).toBe("NOT_FOUND");
  });

  it("has the current stock in every view", async () => {
    await readProduct("cached-4");
    await expectCached("catalog:4:product:slug:cached-4");
    const readStock = async () => [
      (await readProduct("cached-4"))?.variants[0]?.stock?.available,
      (await readProduct("cached-4"))?.inStock,
      (await readProduct("cached-4", ProductView.BASIC))?.inStock,
    ];
    expect(await readStock()).toEqual([5, true, true]);
    const orders = await shop.rpc("catalog", { roles: [], service: "order" });
    await orders(InventoryService.method.reserve, {
      reservationId: "all",
      orderId: "all",
      lines: [{ sku: "CACHED-4", quantity: 5 }],
    });
    expect(await readStock()).toEqual([0, false, false]);
    expect((await readProduct("cached-4"))?.variants[0]?.stock?.reserved).toBe(5);
    await shop.sql("catalog")`update stock set available = 1 where sku = 'CACHED-4'`;
    expect(await readStock()).toEqual([1, true, true]);
  });
});

describe("the category tree", () => {
  it("is returned up to date directly after a write", async () => {
    for (let round = 0; round < 10; round++) {
      const { category } = await manager(method.createCategory, { slug: `leaf-${round}`, name: `Leaf ${round}` });
      expect(await readCategoryNames()).toContain(`Leaf ${round}`);
      const id = category?.id ?? "";
      await manager(method.updateCategory, { id, name: `Twig ${round}`, updateMask: { paths: ["name"] } });
      expect(await readCategoryNames()).toContain(`Twig ${round}`);
      await manager(method.deleteCategory, { id });
      expect(await readCategoryNames()).not.toContain(`Twig ${round}`);
    }
  });

  it("is also invalidated by the outbox", async () => {
    expect(await readCategoryNames()).toContain("Tests");
    await expectCached("catalog:1:categories");
    await expect.poll(() => countStatements(readCategoryNames)).toBe(0);
    await shop.sql("catalog")`update categories set name = 'Trials' where slug = 'tests'`;
    await shop.stack.runCrons();
    expect(await readCategoryNames()).toContain("Trials");
    expect(await readCategoryNames()).not.toContain("Tests");
  });

  it("is not used when it was read before a write and cached after it", async () => {
    await readCategoryNames();
    await expectCached("catalog:1:categories");
    const [treeVersion, tree] = await Promise.all(
      ["treeVersion", "tree"].map((field) => redis.hget<string>("catalog:1:categories", field)),
    );
    await manager(method.createCategory, { slug: "late", name: "Late" });
    await redis.hset("catalog:1:categories", { treeVersion, tree });
    expect(await readCategoryNames()).toContain("Late");
  });
});

describe("when Redis is down", () => {
  const measureMs = async (work: () => Promise<unknown>): Promise<number> => {
    const startedAt = performance.now();
    await work();
    return performance.now() - startedAt;
  };

  it("reads wait once for 200 ms when Redis does not respond, and then skip it for a second", async () => {
    shop.stack.services.stallRedis(true);
    const firstReads: number[] = [];
    const nextReads: number[] = [];
    for (let attempt = 0; attempt < 3; attempt++) {
      firstReads.push(await measureMs(async () => expect(await readCategoryNames()).toContain("Late")));
      nextReads.push(await measureMs(async () => expect((await readProduct("cached-5"))?.slug).toBe("cached-5")));
      await new Promise((later) => setTimeout(later, 1_100));
    }
    shop.stack.services.stallRedis(false);
    // A background task may open the circuit breaker before the first read.
    expect(Math.max(...firstReads)).toBeGreaterThan(150);
    expect(Math.min(...firstReads)).toBeLessThan(350);
    expect(Math.min(...nextReads)).toBeLessThan(100);
  });

  it("reads and writes work", async () => {
    await shop.stack.services.stopRedis();
    expect(await readCategoryNames()).toContain("Late");
    const { category } = await manager(method.createCategory, { slug: "without", name: "Without" });
    expect(await readCategoryNames()).toContain("Without");
    expect((await readProduct("cached-6"))?.variants[0]?.stock?.available).toBe(5);
    const { product } = await manager(method.createProduct, {
      product: {
        slug: "without",
        name: "Without",
        description: "",
        categoryIds: [category?.id ?? ""],
        variants: [{ sku: "WITHOUT", name: "Default", price: { amountMinor: 1n, currencyCode: "USD" } }],
      },
    });
    expect((await readProduct("without"))?.id).toBe(product?.id);
    // The invalidation stays in the outbox until Redis is back.
    await shop.stack.runCrons();
    expect(await shop.sql("catalog")`select 1 from outbox where subject_id = ${category?.id}`).toHaveLength(1);
  });
});
