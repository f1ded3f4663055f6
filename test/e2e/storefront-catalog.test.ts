import { describe, expect, it } from "vitest";
import { fetchData } from "../../dev/cli/shop/api.ts";
import { request } from "../support/graphql-request.ts";
import { productLine, waitForOutbox } from "../support/harness.ts";
import { useShop } from "../support/use-shop.ts";

const line = (sku: string, amountMinor: string, category: string, more: object = {}) => ({
  ...productLine(sku, 5, amountMinor),
  categoryPaths: [category],
  attributes: [{ name: "colour", value: "red" }],
  ...more,
});
const shop = useShop({
  products: [
    line("SOFA-1", "10000", "Home/Sofas", { brand: "Fjord" }),
    line("SOFA-2", "90000", "Home/Sofas"),
    line("SOFA-3", "12000", "Home/Sofas"),
    line("SOFA-4", "19000", "Home/Sofas/Corner sofas"),
    line("LAMP-1", "10000", "Home/Lamps"),
  ],
});
const visitor = () => ({ url: shop.url });

describe("facets", () => {
  it("have labels for people, types, and the parents of categories", async () => {
    await waitForOutbox(shop);
    const query = `{ search(query: "") { facets { name type label values { value label parentValue } } } }`;
    type Facet = { readonly name: string; readonly values: readonly { readonly value: string }[] };
    const { facets } = (await fetchData<{ search: { facets: readonly Facet[] } }>(visitor(), query)).search;
    const named = Object.fromEntries(
      facets.map(({ values, ...facet }) => [
        facet.name,
        { ...facet, values: values.toSorted((a, b) => (a.value < b.value ? -1 : 1)) },
      ]),
    );
    expect(named).toMatchObject({
      brand: { type: "BRAND", label: "Brand", values: [{ value: "Fjord", label: "Fjord", parentValue: null }] },
      colour: { type: "ATTRIBUTE", label: "Colour", values: [{ value: "red", label: "red", parentValue: null }] },
      category: { type: "CATEGORY", label: "Category" },
    });
    const category = (slug: string) => named.category?.values.find(({ value }) => value === slug);
    const slugs = named.category?.values.map(({ value }) => value) ?? [];
    const [corner, sofas] = ["corner-sofas", "sofas"].map((part) => slugs.find((slug) => slug.endsWith(part)) ?? part);
    expect(category(corner ?? "")).toMatchObject({ label: "Corner sofas", parentValue: sofas });
    expect(category(sofas ?? "")).toMatchObject({ label: "Sofas" });
  });
});

describe("what a search says about all results", () => {
  it("has the bounds of the prices and the number of products in stock", async () => {
    const query = `query ($filter: SearchFilter) { search(query: "", filter: $filter, first: 1) {
      priceBounds { min { amountMinor currency } max { amountMinor } } inStockCount correctedQuery totalCount
    } }`;
    const filter = { categorySlug: "sofas", maxPrice: "15000" };
    type Data = { readonly search: Record<string, unknown> };
    const categories = "{ categories { children { slug } } }";
    type Categories = { readonly categories: readonly { readonly children: readonly { readonly slug: string }[] }[] };
    const tree = await fetchData<Categories>(visitor(), categories);
    const categorySlug = tree.categories[0]?.children.find(({ slug }) => slug.endsWith("sofas"))?.slug;
    expect((await fetchData<Data>(visitor(), query, { filter: { ...filter, categorySlug } })).search).toEqual({
      priceBounds: { min: { amountMinor: "10000", currency: "USD" }, max: { amountMinor: "90000" } },
      inStockCount: 2,
      correctedQuery: null,
      totalCount: 2,
    });
  });
});

describe("Product.relatedProducts", () => {
  const query = (first: number) =>
    `{ product(slug: "sofa-1") { slug relatedProducts(first: ${first}) { slug name } } }`;
  const slugs = async (first: number) => {
    type Data = { readonly product: { readonly relatedProducts: readonly { readonly slug: string }[] } };
    const { product } = await fetchData<Data>(visitor(), query(first));
    return product.relatedProducts.map(({ slug }) => slug);
  };

  it("are others of the same category, those with a similar price first", async () => {
    expect((await slugs(8)).slice(0, 2).toSorted()).toEqual(["sofa-3", "sofa-4"]);
    expect((await slugs(8)).at(-1)).toBe("sofa-2");
    expect((await slugs(1)).length).toBe(1);
    const none = `{ product(slug: "lamp-1") { relatedProducts { slug } } }`;
    expect(await fetchData(visitor(), none)).toEqual({ product: { relatedProducts: [] } });
  });

  it("are a part of the response that is cached for all visitors", async () => {
    await waitForOutbox(shop);
    await slugs(3);
    await expect
      .poll(async () => (await request(shop.url, { query: query(3) })).headers.get("cache-status"), { timeout: 5_000 })
      .toContain("hit");
  });
});
