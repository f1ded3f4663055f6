import { afterAll, beforeAll, describe, expect, it } from "vitest";
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
import { importProducts, openShop, productLine, reasonOf, type Shop, waitForOutbox } from "../support/harness.ts";
import { lockTable } from "../support/lock-table.ts";

const method = CatalogService.method;
const stock = InventoryService.method;

let shop: Shop;
let manager: Rpc;
let anyone: Rpc;
let importer: Awaited<ReturnType<Shop["signUp"]>>;

const colors = ["red", "blue"] as const;

beforeAll(async () => {
  shop = await openShop();
  anyone = await shop.rpc("catalog", { roles: [] });
  manager = await shop.rpc("catalog", { accountId: "acc_manager", roles: ["CATALOG_MANAGER"] });
  importer = await shop.signUp("CATALOG_MANAGER");
  const sofas = Array.from({ length: 12 }, (_, index) => ({
    ...productLine(`SOFA-${index}`, index === 0 ? 0 : 5, String(1_000 * (index + 1))),
    name: `Velvet Sofa ${index}`,
    brand: index % 3 === 0 ? "Fjord" : "Kvist",
    categoryPaths: [index % 2 === 0 ? "Home/Sofas" : "Office/Lounge"],
    attributes: [{ name: "color", value: colors[index % 2] }],
  }));
  await importProducts(importer, [...sofas, { ...productLine("LAMP", 5), name: "Reading Lamp" }]);
});

afterAll(() => shop?.stop());

const draft = (slug: string, sku = slug.toUpperCase()) => ({
  slug,
  name: slug,
  description: "",
  variants: [{ sku, name: "Default", price: { amountMinor: 100n, currencyCode: "USD" }, initialStock: 1 }],
});

const skusOf = (products: readonly { readonly slug: string }[]) => products.map(({ slug }) => slug);

describe("lists", () => {
  it("page through every product once, in order, while products come", async () => {
    const seen: string[] = [];
    let pageToken = "";
    do {
      const page = await anyone(method.listProducts, { pageSize: 5, pageToken, sort: ProductSort.PRICE_DESC });
      seen.push(...skusOf(page.products));
      await manager(method.createProduct, { product: draft(`between-${seen.length}`) });
      pageToken = page.nextPageToken;
    } while (pageToken !== "" && seen.length < 100);
    const sofas = seen.filter((slug) => slug.startsWith("sofa-"));
    expect(sofas).toEqual(Array.from({ length: 12 }, (_, index) => `sofa-${11 - index}`));
    expect(new Set(seen).size).toBe(seen.length);
  });

  it.each([
    ["newest", ProductSort.NEWEST],
    ["by name", ProductSort.NAME],
    ["cheapest", ProductSort.PRICE_ASC],
    ["dearest", ProductSort.PRICE_DESC],
    ["best selling", ProductSort.BEST_SELLING],
  ])(
    "show nothing twice and leave nothing out that stays, %s first, whatever changes between pages",
    async (_name, sort) => {
      const sql = shop.sql("catalog");
      const of = `turned-${sort}`;
      const categorySlug = `turned-${sort}`;
      const path = [`Turned ${sort}`];
      const names = Array.from({ length: 30 }, (_, index) => `${of}-${String(index).padStart(2, "0")}`);
      const lineOf = (slug: string, amountMinor: string) => ({
        ...productLine(slug.toUpperCase(), 1, amountMinor),
        categoryPaths: path,
      });
      // Pairs share a price, so that ids decide too.
      await importProducts(
        importer,
        names.map((slug, index) => lineOf(slug, String(1_000 + (index >> 1)))),
      );
      await sql`update products set units_sold = min_price_minor where slug like ${`${of}-%`}`;
      const before = await anyone(method.listProducts, { pageSize: 100, categorySlug, sort });
      const deleted = new Set<string>();
      const seen: string[] = [];
      let pageToken = "";
      for (let turn = 0; turn < 20; turn++) {
        const page = await anyone(method.listProducts, { pageSize: 4, pageToken, categorySlug, sort });
        seen.push(...skusOf(page.products));
        pageToken = page.nextPageToken;
        if (pageToken === "") break;
        await importProducts(importer, [lineOf(`${of}-between-${turn}`, "1007")]);
        const [shown = "", other = ""] = [seen.at(-1), seen.at(-2)];
        const coming = names.filter((name) => !seen.includes(name) && !deleted.has(name));
        const [leaving = "", one = "", two = ""] = [coming[1], coming[2], coming.at(-1)];
        for (const slug of [other, leaving]) {
          await sql`update products set deleted_at = now() where slug = ${slug}`;
          deleted.add(slug);
        }
        // What was shown goes behind what is to come, and what is to come goes before it: to either end, more than once.
        const ends = [shown, one, two].flatMap(
          (slug) =>
            [
              [slug, -1],
              [slug, 1],
            ] as const,
        );
        for (const [slug, end] of turn % 2 === 0 ? ends : ends.reverse()) {
          await sql`update products set name = ${end < 0 ? " first" : "~ last"}, min_price_minor = ${1_007 + 900 * end},
          units_sold = ${1_007 + 900 * end} where slug = ${slug}`;
        }
      }
      expect(new Set(seen).size).toBe(seen.length);
      const stayed = skusOf(before.products).filter((slug) => !deleted.has(slug));
      expect(seen.filter((slug) => stayed.includes(slug))).toEqual(stayed);
      expect(stayed.length).toBeLessThan(30);
    },
  );

  it("stay right while everything is re-priced without a pause", async () => {
    const sql = shop.sql("catalog");
    const names = Array.from({ length: 40 }, (_, index) => `restless-${index}`);
    await importProducts(
      importer,
      names.map((slug) => ({ ...productLine(slug.toUpperCase(), 1), categoryPaths: ["Restless"] })),
    );
    let going = true;
    const reprice = async () => {
      while (going) {
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
          const page = await anyone(method.listProducts, request);
          seen.push(...skusOf(page.products));
          pageToken = page.nextPageToken;
        } while (pageToken !== "" && seen.length < 100);
        expect([...seen].sort()).toEqual([...names].sort());
      }
    } finally {
      going = false;
      await Promise.all(writers);
    }
  });

  it("read a page of fifty with variants and stock in one statement", async () => {
    await importProducts(
      importer,
      Array.from({ length: 50 }, (_, index) => productLine(`FIFTY-${index}`, 3)),
    );
    await waitForOutbox(shop);
    const before = shop.stack.services.sqlServed().catalog?.statements ?? 0;
    const { products } = await anyone(method.listProducts, { pageSize: 50, view: ProductView.FULL });
    expect(products.every(({ variants }) => variants[0]?.stock?.available === 3)).toBe(true);
    expect((shop.stack.services.sqlServed().catalog?.statements ?? 0) - before).toBe(1);
  });

  it("refuse cursors and sizes that are not theirs", async () => {
    const { pageTokens } = await anyone(method.listProducts, { pageSize: 1 });
    const pageToken = pageTokens[0] ?? "";
    expect(await reasonOf(anyone(method.listProducts, { pageToken, sort: ProductSort.NAME }))).toBe("INVALID_CURSOR");
    expect(await reasonOf(anyone(method.listProducts, { pageToken: "x" }))).toBe("INVALID_CURSOR");
    for (const snapshot of ["", "5:3:", "0:3:", "3:5:9", "3:9:6,5", "1:2:3'"]) {
      const forged = encodePageToken(["price_asc", "1", "prd_0", snapshot]);
      const page = anyone(method.listProducts, { pageToken: forged, sort: ProductSort.PRICE_ASC });
      expect(await reasonOf(page)).toBe("INVALID_CURSOR");
    }
    const released = encodePageToken(["price_asc", "1", "prd_0"]);
    const page = anyone(method.listProducts, { pageToken: released, sort: ProductSort.PRICE_ASC });
    expect(await reasonOf(page)).toBe("succeeded");
    expect(await reasonOf(anyone(method.listProducts, { pageSize: 101 }))).toBe("INVALID_PAGE_SIZE");
    expect(await reasonOf(anyone(method.listProducts, { pageSize: -1 }))).toBe("INVALID_PAGE_SIZE");
  });
});

describe("products", () => {
  it("are changed by one of ten who saw the same version", async () => {
    const { product } = await manager(method.createProduct, { product: draft("contested") });
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

  it("are read together, by ids and slugs", async () => {
    const { products: both } = await anyone(method.batchGetProducts, { slugs: ["sofa-3", "none", "sofa-1", "sofa-3"] });
    expect(skusOf(both)).toEqual(["sofa-3", "sofa-1"]);
    const ids = both.map(({ id }) => id);
    const { products: once } = await anyone(method.batchGetProducts, { ids, slugs: ["sofa-1", "sofa-2"] });
    expect(skusOf(once)).toEqual(["sofa-3", "sofa-1", "sofa-2"]);
    const tooMany = { ids, slugs: Array.from({ length: 99 }, (_, index) => `x-${index}`) };
    expect(await reasonOf(anyone(method.batchGetProducts, tooMany))).toBe("TOO_MANY");
  });

  it("keep their slugs and SKUs to themselves", async () => {
    await manager(method.createProduct, { product: draft("own") });
    expect(await reasonOf(manager(method.createProduct, { product: draft("own", "OTHER") }))).toBe("SLUG_TAKEN");
    expect(await reasonOf(manager(method.createProduct, { product: draft("other", "OWN") }))).toBe("SKU_TAKEN");
  });

  it("are gone from the shop when they are deleted, and their slug is free again", async () => {
    const { product } = await manager(method.createProduct, { product: draft("leaving") });
    await manager(method.deleteProduct, { id: product?.id ?? "" });
    const key = { case: "slug", value: "leaving" } as const;
    expect(await reasonOf(anyone(method.getProduct, { key }))).toBe("NOT_FOUND");
    expect(await reasonOf(manager(method.deleteProduct, { id: product?.id ?? "" }))).toBe("NOT_FOUND");
    expect(await reasonOf(manager(method.createProduct, { product: draft("leaving", "COMING") }))).toBe("succeeded");
  });

  it("leave their SKUs to others once they are off sale, and what is held and sold of them stays so", async () => {
    const orders = await shop.rpc("catalog", { roles: [], service: "order" });
    const { product } = await manager(method.createProduct, { product: draft("former", "HANDED-ON") });
    const sql = shop.sql("catalog");
    const level = async () => {
      const [row] = await sql`select available, reserved, committed from stock where sku = 'HANDED-ON'`;
      return [row?.available, row?.reserved, row?.committed];
    };
    await sql`update stock set available = 9 where sku = 'HANDED-ON'`;
    await sql`insert into stock_ledger (sku, available, reserved, committed, cause, reference)
      values ('HANDED-ON', 8, 0, 0, 'adjust', 'test')`;
    const hold = (id: string) =>
      orders(stock.reserve, { reservationId: id, orderId: id, lines: [{ sku: "HANDED-ON", quantity: 2 }] });
    await Promise.all([hold("sold before"), hold("held before")]);
    await orders(stock.commit, { reservationId: "sold before" });
    expect(await reasonOf(manager(method.createProduct, { product: draft("hasty", "HANDED-ON") }))).toBe("SKU_TAKEN");
    await manager(method.deleteProduct, { id: product?.id ?? "" });
    expect((await hold("between")).outcome).toBe(ReserveOutcome.SHORT);

    const heirs = Array.from({ length: 8 }, (_, index) => ({ ...draft(`heir-${index}`, "HANDED-ON") }));
    const made = await Promise.all(heirs.map((heir) => reasonOf(manager(method.createProduct, { product: heir }))));
    expect(made.toSorted()).toEqual([...Array(7).fill("SKU_TAKEN"), "succeeded"]);
    expect(await level()).toEqual([1, 2, 2]);
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
    expect(await level()).toEqual([4, 1, 0]);
    expect(await findStockInconsistencies(sql)).toEqual([]);
  });

  it("come back with their SKUs by an import, and others come with them", async () => {
    const line = productLine("PHOENIX", 5);
    await importProducts(importer, [line]);
    const { product } = await anyone(method.getProduct, { key: { case: "slug", value: "phoenix" } });
    await manager(method.deleteProduct, { id: product?.id ?? "" });
    await importProducts(importer, [{ ...line, slug: "risen" }]);
    const { product: risen } = await anyone(method.getProduct, { key: { case: "slug", value: "risen" } });
    expect(risen?.variants.map(({ sku, stock: at }) => [sku, at?.available])).toEqual([["PHOENIX", 5]]);
    expect(await importLines(importer, [JSON.stringify(line)])).toMatchObject([{ reason: "SKU_TAKEN" }]);
  });

  it("that reach for one SKU at once by imports leave it to one of them, and hold up nothing beside them", async () => {
    for (let turn = 0; turn < 5; turn++) {
      const answers = await Promise.all(
        Array.from({ length: 6 }, (_, rival) => {
          const names = [draft(`wanted-${turn}-${rival}`, `WANTED-${turn}`), draft(`beside-${turn}-${rival}`)];
          return manager(method.importProducts, { items: names.map((product) => ({ product })) });
        }),
      );
      const outcomes = answers.map(({ outcomes: [wanted, beside] }) => [wanted?.reason, beside?.result]);
      expect(outcomes.map(([, beside]) => beside)).toEqual(Array(6).fill(ImportOutcome.CREATED));
      expect(outcomes.filter(([reason]) => reason === "SKU_TAKEN")).toHaveLength(5);
    }
  });

  it("that are wrong in any part are refused with its reason", async () => {
    const priced = (amountMinor: bigint, currencyCode: string) => ({
      variants: [{ sku: "A", name: "A", price: { amountMinor, currencyCode } }],
    });
    const wrong = {
      INVALID_SLUG: { slug: "Not a slug" },
      INVALID_NAME: { name: "" },
      NO_VARIANTS: { variants: [] },
      UNKNOWN_CATEGORY: { categoryIds: ["cat_none"] },
      INVALID_URL: { media: [{ url: "javascript:alert(1)", alt: "" }] },
      INVALID_PRICE: priced(-1n, "USD"),
      INVALID_CURRENCY: priced(1n, "XXX"),
    };
    for (const [reason, change] of Object.entries(wrong)) {
      expect(await reasonOf(manager(method.createProduct, { product: { ...draft("refused"), ...change } }))).toBe(
        reason,
      );
    }
  });
});

describe("categories", () => {
  it("never stand below themselves, not even by two moves at once", async () => {
    const make = async (slug: string, parentId?: string) => {
      const request = { slug, name: slug, ...(parentId === undefined ? {} : { parentId }) };
      return (await manager(method.createCategory, request)).category?.id ?? "";
    };
    const [left, right] = [await make("left"), await make("right")];
    const move = (id: string, parentId: string) =>
      reasonOf(manager(method.updateCategory, { id, parentId, updateMask: { paths: ["parent_id"] } }));
    const outcomes = await Promise.all([move(left, right), move(right, left)]);
    expect([...outcomes].sort()).toEqual(["CATEGORY_CYCLE", "succeeded"]);
    expect(await move(left, left)).toBe("CATEGORY_CYCLE");
  });

  it("are renamed, moved and described by three people at once, and each of it stays", async () => {
    const make = async (slug: string) =>
      (await manager(method.createCategory, { slug, name: slug })).category?.id ?? "";
    const top = await make("top");
    for (let round = 0; round < 5; round++) {
      const id = await make(`shared-${round}`);
      const change = (paths: string[], fields: object) =>
        manager(method.updateCategory, { id, ...fields, updateMask: { paths } });
      await Promise.all([
        change(["name"], { name: "Renamed" }),
        change(["parent_id"], { parentId: top }),
        change(["description"], { description: "Described" }),
      ]);
      const { category } = await anyone(method.getCategory, { key: { case: "id", value: id } });
      expect(category).toMatchObject({ name: "Renamed", parentId: top, description: "Described", ancestorIds: [top] });
    }
  });

  it("are not deleted under a product that is just being put into them", async () => {
    const outcomes = new Set<string>();
    for (let round = 0; round < 20; round++) {
      const slug = `vanishing-${round}`;
      const { category } = await manager(method.createCategory, { slug, name: slug });
      const id = category?.id ?? "";
      const [deleted, made] = await Promise.all([
        reasonOf(manager(method.deleteCategory, { id })),
        reasonOf(manager(method.createProduct, { product: { ...draft(`into-${round}`), categoryIds: [id] } })),
      ]);
      outcomes.add(`${deleted}, ${made}`);
    }
    for (const outcome of outcomes) {
      expect(["succeeded, UNKNOWN_CATEGORY", "CATEGORY_NOT_EMPTY, succeeded"]).toContain(outcome);
    }
  });

  it("of an import are there, or the line is refused", async () => {
    const { outcomes } = await manager(method.importProducts, {
      items: [{ product: draft("homeless") }, { product: { ...draft("lost"), categoryIds: ["cat_none"] } }],
    });
    expect(outcomes.map(({ reason }) => reason)).toEqual(["", "UNKNOWN_CATEGORY"]);
  });

  it("are made once by many imports at once, whatever order they name them in", async () => {
    for (let round = 0; round < 10; round++) {
      const paths = Array.from({ length: 24 }, (_, at) => `Race ${round} ${at % 4}/Aisle ${at % 8}/Shelf ${at}`);
      const letIn = await lockTable(shop, "catalog", "categories", "share");
      const imports = Array.from({ length: 8 }, (_, by) => {
        const turned = [...paths.slice(3 * by), ...paths.slice(0, 3 * by)];
        return manager(method.importProducts, {
          items: (by % 2 === 0 ? turned : turned.toReversed()).map((path, at) => ({
            product: draft(`race-${round}-${by}-${at}`),
            categoryPaths: [path],
          })),
        });
      });
      // All have seen what is missing, and begin to make it at once.
      await new Promise((later) => setTimeout(later, 150));
      const [results] = await Promise.all([Promise.all(imports), letIn()]);
      expect(results.flatMap(({ outcomes }) => outcomes.map(({ message }) => message)).filter(Boolean)).toEqual([]);
    }
    const { categories } = await anyone(method.listCategories, {});
    const shelves = new Set(categories.filter(({ name }) => name.startsWith("Shelf ")).map(({ id }) => id));
    expect(shelves.size).toBe(240);
    const slugs = Array.from({ length: 80 }, (_, at) => `race-${Math.floor(at / 8)}-${at % 8}-${at % 24}`);
    const { products } = await anyone(method.batchGetProducts, { slugs });
    expect(products.map(({ categoryIds }) => shelves.has(categoryIds[0] ?? ""))).toEqual(slugs.map(() => true));
  });

  it("with products or children are not deleted", async () => {
    const { categories } = await anyone(method.listCategories, {});
    const idOf = (slug: string) => categories.find((category) => category.slug === slug)?.id ?? "";
    expect(await reasonOf(manager(method.deleteCategory, { id: idOf("home-sofas") }))).toBe("CATEGORY_NOT_EMPTY");
    expect(await reasonOf(manager(method.deleteCategory, { id: idOf("home") }))).toBe("CATEGORY_NOT_EMPTY");
  });
});
