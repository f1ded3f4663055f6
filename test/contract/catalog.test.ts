import { beforeAll, describe, expect, it } from "vitest";
import { importLines } from "../../dev/cli/shop/product-import.ts";
import {
  CatalogService,
  ImportOutcome_Result as ImportOutcome,
  ProductSort,
  ProductView,
} from "../../proto/gen/catalog/v1/catalog_pb.js";
import {
  InventoryService,
  ReserveResponse_Outcome as ReserveOutcome,
} from "../../proto/gen/catalog/v1/inventory_pb.js";
import type { Rpc } from "../../workers/kit/connect/client.ts";
import { encodePageToken } from "../../workers/kit/validation/paging.ts";
import { findStockInconsistencies } from "../faults/stock-invariants.ts";
import { importProducts, productLine, reasonOf, waitForOutbox } from "../support/harness.ts";
import { lockTable } from "../support/lock-table.ts";
import { useShop, useUser } from "../support/use-shop.ts";

const method = CatalogService.method;
const stock = InventoryService.method;

const shop = useShop();
const importer = useUser(shop, "CATALOG_MANAGER");
let manager: Rpc;
let anonymous: Rpc;

const colors = ["red", "blue"] as const;

beforeAll(async () => {
  anonymous = await shop.rpc("catalog", { roles: [] });
  manager = await shop.rpc("catalog", { accountId: "acc_manager", roles: ["CATALOG_MANAGER"] });
  const sofas = Array.from({ length: 12 }, (_, index) => ({
    ...productLine(`SOFA-${index}`, index === 0 ? 0 : 5, String(1_000 * (index + 1))),
    name: `Velvet Sofa ${index}`,
    brand: index % 3 === 0 ? "Fjord" : "Kvist",
    categoryPaths: [index % 2 === 0 ? "Home/Sofas" : "Office/Lounge"],
    attributes: [{ name: "color", value: colors[index % 2] }],
  }));
  await importProducts(importer, [...sofas, { ...productLine("LAMP", 5), name: "Reading Lamp" }]);
});

const createInput = (slug: string, sku = slug.toUpperCase()) => ({
  slug,
  name: slug,
  description: "",
  variants: [{ sku, name: "Default", price: { amountMinor: 100n, currencyCode: "USD" }, initialStock: 1 }],
});

const slugsOf = (products: readonly { readonly slug: string }[]) => products.map(({ slug }) => slug);

describe("ListProducts", () => {
  it("returns every product once, in order, while products are created", async () => {
    const seen: string[] = [];
    let pageToken = "";
    do {
      const page = await anonymous(method.listProducts, { pageSize: 5, pageToken, sort: ProductSort.PRICE_DESC });
      seen.push(...slugsOf(page.products));
      await manager(method.createProduct, { product: createInput(`between-${seen.length}`) });
      pageToken = page.nextPageToken;
    } while (pageToken !== "" && seen.length < 100);
    const sofas = seen.filter((slug) => slug.startsWith("sofa-"));
    expect(sofas).toEqual(Array.from({ length: 12 }, (_, index) => `sofa-${11 - index}`));
    expect(new Set(seen).size).toBe(seen.length);
  });

  it.each([
    ["newest first", ProductSort.NEWEST],
    ["by name", ProductSort.NAME],
    ["cheapest first", ProductSort.PRICE_ASC],
    ["most expensive first", ProductSort.PRICE_DESC],
    ["best-selling first", ProductSort.BEST_SELLING],
  ])("returns no product twice and skips none, sorted %s, while products change between pages", async (_name, sort) => {
    const sql = shop.sql("catalog");
    const categorySlug = `turned-${sort}`;
    const categoryPaths = [`Turned ${sort}`];
    const names = Array.from({ length: 30 }, (_, index) => `${categorySlug}-${String(index).padStart(2, "0")}`);
    const createLine = (slug: string, amountMinor: string) => ({
      ...productLine(slug.toUpperCase(), 1, amountMinor),
      categoryPaths,
    });
    // Pairs share a price, so the order also depends on ids.
    await importProducts(
      importer,
      names.map((slug, index) => createLine(slug, String(1_000 + (index >> 1)))),
    );
    await sql`update products set units_sold = min_price_minor where slug like ${`${categorySlug}-%`}`;
    const before = await anonymous(method.listProducts, { pageSize: 100, categorySlug, sort });
    const deleted = new Set<string>();
    const seen: string[] = [];
    let pageToken = "";
    for (let turn = 0; turn < 20; turn++) {
      const page = await anonymous(method.listProducts, { pageSize: 4, pageToken, categorySlug, sort });
      seen.push(...slugsOf(page.products));
      pageToken = page.nextPageToken;
      if (pageToken === "") break;
      await importProducts(importer, [createLine(`${categorySlug}-between-${turn}`, "1007")]);
      const [shown = "", other = ""] = [seen.at(-1), seen.at(-2)];
      const remaining = names.filter((name) => !seen.includes(name) && !deleted.has(name));
      const [removed = "", one = "", two = ""] = [remaining[1], remaining[2], remaining.at(-1)];
      for (const slug of [other, removed]) {
        await sql`update products set deleted_at = now() where slug = ${slug}`;
        deleted.add(slug);
      }
      // Products that were seen move behind the cursor, and products to come move before it, each to both ends.
      const moves = [shown, one, two].flatMap(
        (slug) =>
          [
            [slug, -1],
            [slug, 1],
          ] as const,
      );
      for (const [slug, end] of turn % 2 === 0 ? moves : moves.reverse()) {
        await sql`update products set name = ${end < 0 ? " first" : "~ last"}, min_price_minor = ${1_007 + 900 * end},
          units_sold = ${1_007 + 900 * end} where slug = ${slug}`;
      }
    }
    expect(new Set(seen).size).toBe(seen.length);
    const unchanged = slugsOf(before.products).filter((slug) => !deleted.has(slug));
    expect(seen.filter((slug) => unchanged.includes(slug))).toEqual(unchanged);
    expect(unchanged.length).toBeLessThan(30);
  });

  it.each([
    ["ascending", ProductSort.PRICE_ASC],
    ["descending", ProductSort.PRICE_DESC],
  ])("keeps the place of products whose currency changes between pages, sorted by price %s", async (name, sort) => {
    const sql = shop.sql("catalog");
    const currencies = ["USD", "AED", "JPY"];
    const slugs = Array.from({ length: 18 }, (_, index) => `exchanged-${name}-${index}`);
    await importProducts(
      importer,
      slugs.map((slug) => ({ ...productLine(slug.toUpperCase(), 1, "5000"), categoryPaths: [`Exchanged ${name}`] })),
    );
    for (const [index, slug] of slugs.entries()) {
      await sql`update products set currency = ${currencies[index % 3]}, min_price_minor = ${index >> 1} where slug = ${slug}`;
    }
    const request = { categorySlug: `exchanged-${name}`, sort };
    const before = slugsOf((await anonymous(method.listProducts, { ...request, pageSize: 100 })).products);
    expect(before.map((slug) => currencies[slugs.indexOf(slug) % 3])).toEqual(
      ["USD", "AED", "JPY"].flatMap((currency) => Array.from({ length: 6 }, () => currency)),
    );
    const seen: string[] = [];
    let pageToken = "";
    for (let turn = 0; turn === 0 || pageToken !== ""; turn++) {
      const page = await anonymous(method.listProducts, { ...request, pageSize: 2, pageToken });
      seen.push(...slugsOf(page.products));
      pageToken = page.nextPageToken;
      // The last product that was shown moves to the end, and the last product of the list to the start.
      await sql`update products set currency = 'ZWL' where slug = ${seen.at(-1)}`;
      await sql`update products set currency = 'USD', min_price_minor = ${turn} where slug = ${before.at(-1 - turn)}`;
    }
    expect(seen).toEqual(before);
  });

  it("returns every product once while prices change concurrently", async () => {
    const sql = shop.sql("catalog");
    const names = Array.from({ length: 40 }, (_, index) => `restless-${index}`);
    await importProducts(
      importer,
      names.map((slug) => ({ ...productLine(slug.toUpperCase(), 1), categoryPaths: ["Restless"] })),
    );
    let running = true;
    const reprice = async () => {
      while (running) {
        await sql`update products set min_price_minor = (random() * 1000)::int
          where id in (select id from products where slug like 'restless-%' order by random() limit 3 for update skip locked)`;
      }
    };
    const writers = [reprice(), reprice(), reprice()];
    try {
      for (let round = 0; round < 25; round++) {
        const seen: string[] = [];
        let pageToken = "";
        do {
          const request = { pageSize: 7, pageToken, categorySlug: "restless", sort: ProductSort.PRICE_ASC };
          const page = await anonymous(method.listProducts, request);
          seen.push(...slugsOf(page.products));
          pageToken = page.nextPageToken;
        } while (pageToken !== "" && seen.length < 100);
        expect([...seen].sort()).toEqual([...names].sort());
      }
    } finally {
      running = false;
      await Promise.all(writers);
    }
  });

  it("reads a page of fifty products with variants and stock in one SQL statement", async () => {
    await importProducts(
      importer,
      Array.from({ length: 50 }, (_, index) => productLine(`FIFTY-${index}`, 3)),
    );
    await waitForOutbox(shop);
    const before = shop.stack.services.sqlServed().catalog?.statements ?? 0;
    const { products } = await anonymous(method.listProducts, { pageSize: 50, view: ProductView.FULL });
    expect(products.every(({ variants }) => variants[0]?.stock?.available === 3)).toBe(true);
    expect((shop.stack.services.sqlServed().catalog?.statements ?? 0) - before).toBe(1);
  });

  it("rejects cursors of another sort, forged cursors and invalid page sizes", async () => {
    const { pageTokens } = await anonymous(method.listProducts, { pageSize: 1 });
    const pageToken = pageTokens[0] ?? "";
    expect(await reasonOf(anonymous(method.listProducts, { pageToken, sort: ProductSort.NAME }))).toBe(
      "INVALID_CURSOR",
    );
    expect(await reasonOf(anonymous(method.listProducts, { pageToken: "x" }))).toBe("INVALID_CURSOR");
    for (const snapshot of ["", "5:3:", "0:3:", "3:5:9", "3:9:6,5", "1:2:3'"]) {
      const forged = encodePageToken(["price_asc", "1", "prd_0", snapshot]);
      const page = anonymous(method.listProducts, { pageToken: forged, sort: ProductSort.PRICE_ASC });
      expect(await reasonOf(page)).toBe("INVALID_CURSOR");
    }
    const olderRelease = encodePageToken(["price_asc", "1", "prd_0"]);
    const page = anonymous(method.listProducts, { pageToken: olderRelease, sort: ProductSort.PRICE_ASC });
    expect(await reasonOf(page)).toBe("succeeded");
    expect(await reasonOf(anonymous(method.listProducts, { pageSize: 101 }))).toBe("INVALID_PAGE_SIZE");
    expect(await reasonOf(anonymous(method.listProducts, { pageSize: -1 }))).toBe("INVALID_PAGE_SIZE");
  });
});

describe("products", () => {
  it("are updated by one of ten concurrent updates with the same etag", async () => {
    const { product } = await manager(method.createProduct, { product: createInput("contested") });
    const { id = "", etag = "" } = product ?? {};
    const rename = (index: number) =>
      reasonOf(
        manager(method.updateProduct, {
          id,
          etag,
          product: { name: `Name ${index}` },
          updateMask: { paths: ["name"] },
        }),
      );
    const outcomes = await Promise.all(Array.from({ length: 10 }, (_, index) => rename(index)));
    expect(outcomes.filter((outcome) => outcome === "succeeded")).toHaveLength(1);
    expect(outcomes.filter((outcome) => outcome === "CONFLICT")).toHaveLength(9);
  });

  it("are returned in one batch by ids and slugs, each once", async () => {
    const { products: bySlug } = await anonymous(method.batchGetProducts, {
      slugs: ["sofa-3", "none", "sofa-1", "sofa-3"],
    });
    expect(slugsOf(bySlug)).toEqual(["sofa-3", "sofa-1"]);
    const ids = bySlug.map(({ id }) => id);
    const { products: byBoth } = await anonymous(method.batchGetProducts, { ids, slugs: ["sofa-1", "sofa-2"] });
    expect(slugsOf(byBoth)).toEqual(["sofa-3", "sofa-1", "sofa-2"]);
    const tooMany = { ids, slugs: Array.from({ length: 99 }, (_, index) => `x-${index}`) };
    expect(await reasonOf(anonymous(method.batchGetProducts, tooMany))).toBe("TOO_MANY");
  });

  it("have unique slugs and SKUs", async () => {
    await manager(method.createProduct, { product: createInput("own") });
    expect(await reasonOf(manager(method.createProduct, { product: createInput("own", "OTHER") }))).toBe("SLUG_TAKEN");
    expect(await reasonOf(manager(method.createProduct, { product: createInput("other", "OWN") }))).toBe("SKU_TAKEN");
  });

  it("are not found after their deletion, and their slug can be reused", async () => {
    const { product } = await manager(method.createProduct, { product: createInput("leaving") });
    await manager(method.deleteProduct, { id: product?.id ?? "" });
    const key = { case: "slug", value: "leaving" } as const;
    expect(await reasonOf(anonymous(method.getProduct, { key }))).toBe("NOT_FOUND");
    expect(await reasonOf(manager(method.deleteProduct, { id: product?.id ?? "" }))).toBe("NOT_FOUND");
    expect(await reasonOf(manager(method.createProduct, { product: createInput("leaving", "COMING") }))).toBe(
      "succeeded",
    );
  });

  it("free their SKUs when they are deleted, and keep their reserved and sold units", async () => {
    const orders = await shop.rpc("catalog", { roles: [], service: "order" });
    const { product } = await manager(method.createProduct, { product: createInput("former", "HANDED-ON") });
    const sql = shop.sql("catalog");
    const readLevels = async () => {
      const [row] = await sql`select available, reserved, committed from stock where sku = 'HANDED-ON'`;
      return [row?.available, row?.reserved, row?.committed];
    };
    await sql`update stock set available = 9 where sku = 'HANDED-ON'`;
    await sql`insert into stock_ledger (sku, available, reserved, committed, cause, reference)
      values ('HANDED-ON', 8, 0, 0, 'adjust', 'test')`;
    const reserve = (id: string) =>
      orders(stock.reserve, { reservationId: id, orderId: id, lines: [{ sku: "HANDED-ON", quantity: 2 }] });
    await Promise.all([reserve("sold before"), reserve("held before")]);
    await orders(stock.commit, { reservationId: "sold before" });
    expect(await reasonOf(manager(method.createProduct, { product: createInput("hasty", "HANDED-ON") }))).toBe(
      "SKU_TAKEN",
    );
    await manager(method.deleteProduct, { id: product?.id ?? "" });
    expect((await reserve("between")).outcome).toBe(ReserveOutcome.SHORT);

    const successors = Array.from({ length: 8 }, (_, index) => ({ ...createInput(`successor-${index}`, "HANDED-ON") }));
    const outcomes = await Promise.all(
      successors.map((product) => reasonOf(manager(method.createProduct, { product }))),
    );
    expect(outcomes.toSorted()).toEqual([...Array(7).fill("SKU_TAKEN"), "succeeded"]);
    expect(await readLevels()).toEqual([1, 2, 2]);
    const [{ unitPrice, productId } = {}] = (
      await orders(stock.reserve, {
        reservationId: "after",
        orderId: "after",
        lines: [{ sku: "HANDED-ON", quantity: 1 }],
      })
    ).lines;
    expect([unitPrice?.amountMinor, productId === product?.id]).toEqual([100n, false]);
    await orders(stock.release, { reservationId: "held before", orderId: "held before" });
    const lines = [{ sku: "HANDED-ON", quantity: 2 }];
    await orders(stock.restock, { reservationId: "sold before", idempotencyKey: "all", lines });
    expect(await readLevels()).toEqual([4, 1, 0]);
    expect(await findStockInconsistencies(sql)).toEqual([]);
  });

  it("can be imported with the SKU of a deleted product, also under another slug", async () => {
    const line = productLine("PHOENIX", 5);
    await importProducts(importer, [line]);
    const { product } = await anonymous(method.getProduct, { key: { case: "slug", value: "phoenix" } });
    await manager(method.deleteProduct, { id: product?.id ?? "" });
    await importProducts(importer, [{ ...line, slug: "risen" }]);
    const { product: risen } = await anonymous(method.getProduct, { key: { case: "slug", value: "risen" } });
    expect(risen?.variants.map(({ sku, stock: at }) => [sku, at?.available])).toEqual([["PHOENIX", 5]]);
    expect(await importLines(importer, [JSON.stringify(line)])).toMatchObject([{ reason: "SKU_TAKEN" }]);
  });

  it("are created by one of concurrent imports with the same SKU, without blocking other lines", async () => {
    for (let turn = 0; turn < 5; turn++) {
      const responses = await Promise.all(
        Array.from({ length: 6 }, (_, index) => {
          const products = [
            createInput(`wanted-${turn}-${index}`, `WANTED-${turn}`),
            createInput(`other-${turn}-${index}`),
          ];
          return manager(method.importProducts, { items: products.map((product) => ({ product })) });
        }),
      );
      const outcomes = responses.map(({ outcomes: [wanted, other] }) => [wanted?.reason, other?.result]);
      expect(outcomes.map(([, other]) => other)).toEqual(Array(6).fill(ImportOutcome.CREATED));
      expect(outcomes.filter(([reason]) => reason === "SKU_TAKEN")).toHaveLength(5);
    }
  });

  it("are rejected with a reason for each invalid field", async () => {
    const withPrice = (amountMinor: bigint, currencyCode: string) => ({
      variants: [{ sku: "A", name: "A", price: { amountMinor, currencyCode } }],
    });
    const invalid = {
      INVALID_SLUG: { slug: "Not a slug" },
      INVALID_NAME: { name: "" },
      NO_VARIANTS: { variants: [] },
      UNKNOWN_CATEGORY: { categoryIds: ["cat_none"] },
      INVALID_URL: { media: [{ url: "javascript:alert(1)", alt: "" }] },
      INVALID_PRICE: withPrice(-1n, "USD"),
      INVALID_CURRENCY: withPrice(1n, "XXX"),
    };
    for (const [reason, change] of Object.entries(invalid)) {
      expect(await reasonOf(manager(method.createProduct, { product: { ...createInput("invalid"), ...change } }))).toBe(
        reason,
      );
    }
  });
});

describe("an import of an existing product", () => {
  const full = {
    description: "d",
    brand: "Acme",
    attributes: [{ name: "Color", value: "red" }],
    media: [{ url: "https://example.com/a.jpg", alt: "a" }],
  };
  const importItem = async (item: object) => {
    const { outcomes } = await manager(method.importProducts, { items: [item] });
    return outcomes[0]?.reason;
  };
  const findBySlug = async (slug: string) => {
    const { product } = await anonymous(method.getProduct, {
      key: { case: "slug", value: slug },
      view: ProductView.FULL,
    });
    if (product === undefined) throw new Error(`no product ${slug}`);
    return product;
  };
  const create = async (slug: string) => {
    const product = { ...createInput(slug), ...full };
    expect(await importItem({ product, categoryPaths: ["Preserved/Leaf"] })).toBe("");
    return findBySlug(slug);
  };

  it("replaces only the optional fields that the mask names", async () => {
    const before = await create("masked");
    const product = createInput("masked");
    expect(await importItem({ product, updateMask: { paths: ["brand", "media"] } })).toBe("");
    const after = await findBySlug("masked");
    expect(after.brand).toBeUndefined();
    expect(after).toMatchObject({ media: [], description: before.description });
    expect(after.attributes).toEqual(before.attributes);
    expect(after.categoryIds).toEqual(before.categoryIds);
    expect(before.categoryIds).toHaveLength(1);
    expect(await importItem({ product, updateMask: { paths: ["category_paths", "attributes", "description"] } })).toBe(
      "",
    );
    expect(await findBySlug("masked")).toMatchObject({ categoryIds: [], attributes: [] });
    expect(await importItem({ product, updateMask: { paths: ["colour"] } })).toBe("INVALID_MASK");
  });

  it("replaces only the optional fields that are not empty when there is no mask", async () => {
    const before = await create("unmasked");
    expect(await importItem({ product: { ...createInput("unmasked"), description: "", brand: "Other" } })).toBe("");
    const { brand, description, categoryIds, attributes, media } = await findBySlug("unmasked");
    expect(brand).toBe("Other");
    expect({ description, categoryIds, attributes, media }).toEqual({
      description: before.description,
      categoryIds: before.categoryIds,
      attributes: before.attributes,
      media: before.media,
    });
  });

  it("keeps the fields that concurrent requests change", async () => {
    const { id } = await create("contested");
    for (let round = 0; round < 10; round++) {
      const { etag } = await findBySlug("contested");
      const product = { ...createInput("contested"), brand: `Brand ${round}` };
      const update = reasonOf(manager(method.updateProduct, { id, etag, product, updateMask: { paths: ["brand"] } }));
      const [outcome] = await Promise.all([update, importItem({ product: createInput("contested") })]);
      const expected = outcome === "succeeded" ? `Brand ${round}` : expect.any(String);
      expect((await findBySlug("contested")).brand).toEqual(expected);
    }
  });
});

describe("categories", () => {
  it("never form a cycle, even by two concurrent moves", async () => {
    const createCategory = async (slug: string, parentId?: string) => {
      const request = { slug, name: slug, ...(parentId === undefined ? {} : { parentId }) };
      return (await manager(method.createCategory, request)).category?.id ?? "";
    };
    const [left, right] = [await createCategory("left"), await createCategory("right")];
    const move = (id: string, parentId: string) =>
      reasonOf(manager(method.updateCategory, { id, parentId, updateMask: { paths: ["parent_id"] } }));
    const outcomes = await Promise.all([move(left, right), move(right, left)]);
    expect([...outcomes].sort()).toEqual(["CATEGORY_CYCLE", "succeeded"]);
    expect(await move(left, left)).toBe("CATEGORY_CYCLE");
  });

  it("keep concurrent updates of different fields", async () => {
    const createCategory = async (slug: string) =>
      (await manager(method.createCategory, { slug, name: slug })).category?.id ?? "";
    const top = await createCategory("top");
    for (let round = 0; round < 5; round++) {
      const id = await createCategory(`shared-${round}`);
      const change = (paths: string[], fields: object) =>
        manager(method.updateCategory, { id, ...fields, updateMask: { paths } });
      await Promise.all([
        change(["name"], { name: "Renamed" }),
        change(["parent_id"], { parentId: top }),
        change(["description"], { description: "Described" }),
      ]);
      const { category } = await anonymous(method.getCategory, { key: { case: "id", value: id } });
      expect(category).toMatchObject({ name: "Renamed", parentId: top, description: "Described", ancestorIds: [top] });
    }
  });

  it("are not deleted while a product is concurrently assigned to them", async () => {
    const outcomes = new Set<string>();
    for (let round = 0; round < 20; round++) {
      const slug = `vanishing-${round}`;
      const { category } = await manager(method.createCategory, { slug, name: slug });
      const id = category?.id ?? "";
      const [deleted, created] = await Promise.all([
        reasonOf(manager(method.deleteCategory, { id })),
        reasonOf(manager(method.createProduct, { product: { ...createInput(`into-${round}`), categoryIds: [id] } })),
      ]);
      outcomes.add(`${deleted}, ${created}`);
    }
    for (const outcome of outcomes) {
      expect(["succeeded, UNKNOWN_CATEGORY", "CATEGORY_NOT_EMPTY, succeeded"]).toContain(outcome);
    }
  });

  it("must exist, or the line of the import is rejected", async () => {
    const { outcomes } = await manager(method.importProducts, {
      items: [
        { product: createInput("uncategorized") },
        { product: { ...createInput("lost"), categoryIds: ["cat_none"] } },
      ],
    });
    expect(outcomes.map(({ reason }) => reason)).toEqual(["", "UNKNOWN_CATEGORY"]);
  });

  it("are created by an import under a lock of the table, so that imports do not deadlock", async () => {
    const unlock = await lockTable(shop, "catalog", "categories", "share update exclusive");
    const product = createInput("waits-for-the-tree");
    const imported = manager(method.importProducts, { items: [{ product, categoryPaths: ["Waits for the tree"] }] });
    const waiting = () => shop.sql("catalog")`select 1 from pg_stat_activity where wait_event_type = 'Lock'`;
    try {
      // Without the lock the category would exist by now, and only the product would wait.
      await expect.poll(waiting, { timeout: 5_000 }).toHaveLength(1);
      expect(await shop.sql("catalog")`select 1 from categories where name = 'Waits for the tree'`).toEqual([]);
    } finally {
      await unlock();
    }
    expect((await imported).outcomes.map(({ message }) => message)).toEqual([""]);
  });

  it("are created once by concurrent imports, in any order of lines", async () => {
    for (let round = 0; round < 10; round++) {
      const paths = Array.from({ length: 24 }, (_, at) => `Race ${round} ${at % 4}/Aisle ${at % 8}/Rack ${at}`);
      const unlock = await lockTable(shop, "catalog", "categories", "share");
      const imports = Array.from({ length: 8 }, (_, by) => {
        const rotated = [...paths.slice(3 * by), ...paths.slice(0, 3 * by)];
        return manager(method.importProducts, {
          items: (by % 2 === 0 ? rotated : rotated.toReversed()).map((path, at) => ({
            product: createInput(`race-${round}-${by}-${at}`),
            categoryPaths: [path],
          })),
        });
      });
      // All imports have read the missing categories, and wait for the lock to create them.
      await new Promise((later) => setTimeout(later, 150));
      const [results] = await Promise.all([Promise.all(imports), unlock()]);
      expect(results.flatMap(({ outcomes }) => outcomes.map(({ message }) => message)).filter(Boolean)).toEqual([]);
    }
    const { categories } = await anonymous(method.listCategories, {});
    const rackIds = new Set(categories.filter(({ name }) => name.startsWith("Rack ")).map(({ id }) => id));
    expect(rackIds.size).toBe(240);
    const slugs = Array.from({ length: 80 }, (_, at) => `race-${Math.floor(at / 8)}-${at % 8}-${at % 24}`);
    const { products } = await anonymous(method.batchGetProducts, { slugs });
    expect(products.map(({ categoryIds }) => rackIds.has(categoryIds[0] ?? ""))).toEqual(slugs.map(() => true));
  });

  it("cannot be deleted while they have products or children", async () => {
    const { categories } = await anonymous(method.listCategories, {});
    const findId = (slug: string) => categories.find((category) => category.slug === slug)?.id ?? "";
    expect(await reasonOf(manager(method.deleteCategory, { id: findId("home-sofas") }))).toBe("CATEGORY_NOT_EMPTY");
    expect(await reasonOf(manager(method.deleteCategory, { id: findId("home") }))).toBe("CATEGORY_NOT_EMPTY");
  });
});
