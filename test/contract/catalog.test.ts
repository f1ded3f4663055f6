import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { CatalogService, ProductSort, ProductView } from "../../proto/gen/catalog/v1/catalog_pb.js";
import type { Rpc } from "../../workers/kit/connect-client.ts";
import { importProducts, openShop, productLine, reasonOf, type Shop } from "../harness.ts";

const method = CatalogService.method;

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

  it("read a page of fifty with variants and stock in one statement", async () => {
    await importProducts(
      importer,
      Array.from({ length: 50 }, (_, index) => productLine(`FIFTY-${index}`, 3)),
    );
    const before = shop.cloud.engines.sqlServed().catalog?.statements ?? 0;
    const { products } = await anyone(method.listProducts, { pageSize: 50, view: ProductView.FULL });
    expect(products.every(({ variants }) => variants[0]?.stock?.available === 3)).toBe(true);
    expect((shop.cloud.engines.sqlServed().catalog?.statements ?? 0) - before).toBe(1);
  });

  it("refuse cursors and sizes that are not theirs", async () => {
    const { pageTokens } = await anyone(method.listProducts, { pageSize: 1 });
    const pageToken = pageTokens[0] ?? "";
    expect(await reasonOf(anyone(method.listProducts, { pageToken, sort: ProductSort.NAME }))).toBe("INVALID_CURSOR");
    expect(await reasonOf(anyone(method.listProducts, { pageToken: "x" }))).toBe("INVALID_CURSOR");
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
    expect(outcomes.filter((outcome) => outcome === "went through")).toHaveLength(1);
    expect(outcomes.filter((outcome) => outcome === "CONFLICT")).toHaveLength(9);
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
    expect(await reasonOf(manager(method.createProduct, { product: draft("leaving", "COMING") }))).toBe("went through");
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
    expect([...outcomes].sort()).toEqual(["CATEGORY_CYCLE", "went through"]);
    expect(await move(left, left)).toBe("CATEGORY_CYCLE");
  });

  it("with products or children are not deleted", async () => {
    const { categories } = await anyone(method.listCategories, {});
    const idOf = (slug: string) => categories.find((category) => category.slug === slug)?.id ?? "";
    expect(await reasonOf(manager(method.deleteCategory, { id: idOf("home-sofas") }))).toBe("CATEGORY_NOT_EMPTY");
    expect(await reasonOf(manager(method.deleteCategory, { id: idOf("home") }))).toBe("CATEGORY_NOT_EMPTY");
  });
});

describe("search", () => {
  const search = (request: object) =>
    anyone(method.searchProducts, { query: "sofas", pageSize: 50, withFacets: true, ...request });
  const slugs = async (request: object) =>
    (await search(request)).hits.map(({ product }) => product?.slug ?? "").sort();

  it("finds plurals, misspellings and SKUs", async () => {
    expect(await slugs({ query: "velvet sofas" })).toHaveLength(12);
    expect(await slugs({ query: "readng lamp" })).toEqual(["lamp"]);
    expect(await slugs({ query: "SOFA-3" })).toContain("sofa-3");
    expect(await slugs({ query: "zzzzqqqq" })).toEqual([]);
  });

  it("filters by category and all below it, price, stock and attributes", async () => {
    expect(await slugs({ filter: { categorySlug: "home" } })).toHaveLength(6);
    expect(await slugs({ filter: { minPriceMinor: 11_000n } })).toEqual(["sofa-10", "sofa-11"]);
    expect(await slugs({ filter: { inStock: false } })).toEqual(["sofa-0"]);
    expect(await slugs({ filter: { attributes: [{ name: "color", values: ["red"] }], brands: ["Fjord"] } })).toEqual([
      "sofa-0",
      "sofa-6",
    ]);
  });

  it("counts a facet as if nothing of its own were chosen", async () => {
    const { facets, totalSize } = await search({
      filter: { brands: ["Fjord"], attributes: [{ name: "color", values: ["red"] }] },
    });
    const facet = (name: string) =>
      facets.find((one) => one.name === name)?.values.map(({ value, count, selected }) => [value, count, selected]);
    expect(totalSize).toBe(2);
    expect(facet("brand")).toEqual([
      ["Kvist", 4, false],
      ["Fjord", 2, true],
    ]);
    expect(facet("color")).toEqual([
      ["blue", 2, false],
      ["red", 2, true],
    ]);
  });

  it("pages through all hits once, in every order", async () => {
    for (const sort of [1, 2, 3, 4, 5]) {
      const seen: string[] = [];
      let pageToken = "";
      do {
        const page = await search({ pageSize: 5, pageToken, sort, withFacets: false });
        seen.push(...page.hits.map(({ product }) => product?.slug ?? ""));
        pageToken = page.nextPageToken;
      } while (pageToken !== "" && seen.length < 50);
      expect(seen).toHaveLength(12);
      expect(new Set(seen).size).toBe(12);
    }
  });
});
