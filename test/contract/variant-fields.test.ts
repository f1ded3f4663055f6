import { beforeAll, describe, expect, it } from "vitest";
import { sendGraphql } from "../../dev/cli/shop/api.ts";
import { CatalogService, ImportOutcome_Result as Outcome, ProductView } from "../../proto/gen/catalog/v1/catalog_pb.js";
import { PricingService } from "../../proto/gen/catalog/v1/pricing_pb.js";
import { Scope } from "../../proto/gen/common/v1/permission_pb.js";
import type { Rpc } from "../../workers/kit/connect/client.ts";
import { importProducts, productLine, reasonOf } from "../support/harness.ts";
import { useShop, useUser } from "../support/use-shop.ts";

const method = CatalogService.method;
const shop = useShop();
const user = useUser(shop, "CATALOG_MANAGER");
let manager: Rpc;
let anonymous: Rpc;

beforeAll(async () => {
  anonymous = await shop.rpc("catalog", { roles: [] });
  manager = await shop.rpc("catalog", { accountId: "acc_manager", roles: ["CATALOG_MANAGER"] });
  await manager(PricingService.method.saveTaxClass, { taxClass: { code: "reduced", name: "Reduced" } });
});

const money = (amountMinor: bigint, currencyCode: string) => ({ amountMinor, currencyCode });

/** A product with one variant, whose SKU is the slug in capitals. */
const product = (slug: string, fields: object = {}) => ({
  slug,
  name: slug,
  description: "",
  variants: [{ sku: slug.toUpperCase(), name: "Default", price: money(1_000n, "USD"), ...fields }],
});

const picture = { url: "https://images.example/red.jpg", alt: "Red", width: 800 };
const full = {
  basePrices: [money(900n, "EUR"), money(2_000n, "JPY")],
  taxClassCode: "reduced",
  weightGrams: 250,
  media: [picture],
};
const storedFull = {
  prices: ["1000 USD", "900 EUR", "2000 JPY"],
  taxClass: "reduced Reduced",
  weightGrams: 250,
  pictures: ["https://images.example/red.jpg Red 800"],
};
const storedDefaults = {
  prices: ["1000 USD"],
  taxClass: "standard Standard",
  weightGrams: undefined,
  pictures: [] as string[],
};

async function read(caller: Rpc, slug: string) {
  const { product: found } = await caller(method.getProduct, {
    key: { case: "slug", value: slug },
    view: ProductView.FULL,
  });
  if (found?.variants[0] === undefined) throw new Error(`no product ${slug}`);
  const { basePrices, taxClass, weightGrams, media } = found.variants[0];
  return {
    prices: basePrices.map(({ amountMinor, currencyCode }) => `${amountMinor} ${currencyCode}`),
    taxClass: `${taxClass?.code} ${taxClass?.name}`,
    weightGrams,
    pictures: media.map(({ url, alt, width }) => `${url} ${alt} ${width}`),
  };
}

async function update(slug: string, change: object, paths: string[]) {
  const { product: found } = await manager(method.getProduct, { key: { case: "slug", value: slug } });
  const request = { id: found?.id ?? "", etag: found?.etag ?? "", product: change, updateMask: { paths } };
  await manager(method.updateProduct, request);
}

describe("base prices, tax class, weight and pictures of a variant", () => {
  it("are stored, replaced with the variants, and unchanged by other updates", async () => {
    await manager(method.createProduct, { product: product("fields", full) });
    expect(await read(manager, "fields")).toEqual(storedFull);
    await update("fields", { name: "Renamed" }, ["name"]);
    expect(await read(manager, "fields")).toEqual(storedFull);
    await update("fields", product("fields", { basePrices: [money(800n, "GBP")], weightGrams: 0 }), ["variants"]);
    expect(await read(manager, "fields")).toEqual({
      ...storedDefaults,
      prices: ["1000 USD", "800 GBP"],
      weightGrams: 0,
    });
    await update("fields", product("fields"), ["variants"]);
    expect(await read(manager, "fields")).toEqual(storedDefaults);
  });

  it("do not pass to a product that reuses the SKU", async () => {
    const { product: first } = await manager(method.createProduct, { product: product("former", full) });
    await manager(method.deleteProduct, { id: first?.id ?? "" });
    await manager(method.importProducts, { items: [{ product: { ...product("former"), slug: "successor" } }] });
    expect(await read(manager, "successor")).toEqual(storedDefaults);
  });

  it("has no base price in the currency of the price, also after the price changed its currency", async () => {
    await manager(method.createProduct, { product: product("moved", full) });
    const inEuros = { price: money(950n, "EUR") };
    await manager(method.importProducts, { items: [{ product: product("moved", inEuros) }] });
    expect((await read(manager, "moved")).prices).toEqual(["950 EUR", "2000 JPY"]);
  });

  it.each<[string, string, object]>([
    ["DUPLICATE_CURRENCY", "the currency of the price", { basePrices: [money(1n, "USD")] }],
    ["DUPLICATE_CURRENCY", "two prices in one currency", { basePrices: [money(1n, "EUR"), money(2n, "EUR")] }],
    ["INVALID_CURRENCY", "an unknown currency", { basePrices: [money(1n, "XXX")] }],
    ["INVALID_PRICE", "a negative price", { basePrices: [money(-1n, "EUR")] }],
    ["INVALID_PRICE", "a price that the provider rejects", { basePrices: [money(11n, "KWD")] }],
    ["UNKNOWN_TAX_CLASS", "an unknown tax class", { taxClassCode: "none" }],
    ["INVALID_WEIGHT", "a negative weight", { weightGrams: -1 }],
    ["INVALID_URL", "a picture without an address", { media: [{ ...picture, url: "" }] }],
    ["INVALID_DIMENSION", "a picture of no width", { media: [{ ...picture, width: 0 }] }],
    ["TOO_MANY_MEDIA", "too many pictures", { media: Array(51).fill(picture) }],
    ["INVALID_WEIGHT", "a weight above the limit", { weightGrams: 10_000_001 }],
  ])("are rejected with %s for %s", async (reason, _name, fields) => {
    expect(await reasonOf(manager(method.createProduct, { product: product("invalid", fields) }))).toBe(reason);
    const { outcomes } = await manager(method.importProducts, {
      items: [{ product: product("invalid", fields) }, { product: product("beside") }],
    });
    expect(outcomes.map((outcome) => outcome.reason)).toEqual([reason, ""]);
  });
});

describe("an import", () => {
  it("keeps the fields that no variant of the item has, and replaces those that the mask names", async () => {
    await manager(method.importProducts, { items: [{ product: product("imported", full) }] });
    expect(await read(manager, "imported")).toEqual(storedFull);
    await manager(method.importProducts, { items: [{ product: product("imported") }] });
    expect(await read(manager, "imported")).toEqual(storedFull);
    const paths = ["variants.*.base_prices", "variants.*.weight_grams", "variants.*.media"];
    await manager(method.importProducts, { items: [{ product: product("imported"), updateMask: { paths } }] });
    expect(await read(manager, "imported")).toEqual({ ...storedDefaults, taxClass: storedFull.taxClass });
  });

  it("reads them from lines; null and an empty list empty them", async () => {
    const line = productLine("LINE-FIELDS", 1);
    const importFields = (fields: object) =>
      importProducts(user, [{ ...line, variants: [{ ...line.variants[0], ...fields }] }]);
    await importFields({
      basePrices: [{ amountMinor: "5", currency: "EUR" }],
      taxClassCode: "reduced",
      weightGrams: 7,
      media: [picture],
    });
    const stored = { ...storedFull, prices: ["1000 USD", "5 EUR"], weightGrams: 7 };
    expect(await read(manager, "line-fields")).toEqual(stored);
    await importFields({});
    expect(await read(manager, "line-fields")).toEqual(stored);
    await importFields({ basePrices: [], taxClassCode: null, weightGrams: null, media: [] });
    expect(await read(manager, "line-fields")).toEqual(storedDefaults);
  });

  it("keeps the fields of variants that another product on sale has", async () => {
    await manager(method.createProduct, { product: product("owner", full) });
    const taken = { ...product("owner"), slug: "thief" };
    const { outcomes } = await manager(method.importProducts, { items: [{ product: taken }] });
    expect(outcomes.map(({ result, reason }) => [result, reason])).toEqual([[Outcome.REFUSED, "SKU_TAKEN"]]);
    expect(await read(manager, "owner")).toEqual(storedFull);
  });
});

describe("base prices", () => {
  it("are returned to catalog managers only, through every method", async () => {
    await manager(method.createProduct, { product: product("secret", full) });
    const reader = await shop.rpc("catalog", { roles: [], partner: { tokenId: "t", scopes: [Scope.CATALOG_READ] } });
    const countAll = async (caller: Rpc, readMask?: { paths: string[] }) => {
      const options = { view: ProductView.FULL, ...(readMask === undefined ? {} : { readMask }) };
      const key = { case: "slug", value: "secret" } as const;
      const responses = await Promise.all([
        caller(method.getProduct, { key, ...options }).then(({ product: found }) => [found]),
        caller(method.batchGetProducts, { slugs: ["secret"], ...options }).then(({ products }) => products),
        caller(method.listProducts, { pageSize: 100, ...options }).then(({ products }) => products),
        caller(method.searchProducts, { query: "secret", ...options }).then(({ hits }) =>
          hits.map((hit) => hit.product),
        ),
      ]);
      const variants = responses.map((found) => found.find((item) => item?.slug === "secret")?.variants ?? []);
      variants.push((await caller(method.batchGetVariants, { skus: ["SECRET"] })).variants);
      return variants.map(([variant]) => variant?.basePrices.length);
    };
    const paths = ["variants", "variants.*.base_prices"];
    expect(await countAll(manager)).toEqual([3, 3, 3, 3, 3]);
    expect(await countAll(manager, { paths })).toEqual([3, 3, 3, 3, 3]);
    for (const caller of [anonymous, reader]) {
      expect((await countAll(caller)).slice(0, 2)).toEqual([0, 0]);
      expect(await countAll(caller, { paths })).toEqual([0, 0, 0, 0, 0]);
    }
  });

  it("are empty in GraphQL for anyone else, beside the tax class and weight, which are public", async () => {
    await manager(method.createProduct, { product: product("shown", full) });
    const query = `{ product(slug: "shown") {
      variants { taxClass { code name } weightGrams basePrices { amountMinor currency } }
    } }`;
    const variant = { taxClass: { code: "reduced", name: "Reduced" }, weightGrams: 250, basePrices: [] as object[] };
    const prices = [["1000", "USD"], ["900", "EUR"], ["2000", "JPY"]]; // biome-ignore format: a table
    const seen = async (caller: Parameters<typeof sendGraphql>[0]) => (await sendGraphql(caller, query)).data;
    expect(await seen(shop)).toEqual({ product: { variants: [variant] } });
    const all = prices.map(([amountMinor, currency]) => ({ amountMinor, currency }));
    expect(await seen(user)).toEqual({ product: { variants: [{ ...variant, basePrices: all }] } });
    expect(await seen(shop)).toEqual({ product: { variants: [variant] } });
  });
});

describe("a renamed tax class", () => {
  it("has its new name in the next read of a product that was read before", async () => {
    await manager(PricingService.method.saveTaxClass, { taxClass: { code: "books", name: "Books" } });
    await manager(method.createProduct, { product: product("novel", { taxClassCode: "books" }) });
    expect((await read(anonymous, "novel")).taxClass).toBe("books Books");
    await manager(PricingService.method.saveTaxClass, { taxClass: { code: "books", name: "Printed matter" } });
    expect((await read(anonymous, "novel")).taxClass).toBe("books Printed matter");
  });
});
