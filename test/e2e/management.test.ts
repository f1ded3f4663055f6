import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { fetchData, sendGraphql } from "../../dev/cli/shop/api.ts";
import { countCalls } from "../support/call-counter.ts";
import { cancelOrder, importProducts, openShop, placeOrder, productLine, type Shop } from "../support/harness.ts";

let shop: Shop;
let manager: Awaited<ReturnType<Shop["signUp"]>>;

beforeAll(async () => {
  shop = await openShop();
  manager = await shop.signUp("CATALOG_MANAGER");
});

afterAll(() => shop?.stop());

interface Errors {
  readonly userErrors: readonly { readonly code: string; readonly field: readonly string[] }[];
}

/** One mutation with an input: what it selects, and its user errors as `CODE path.into.input`. */
async function change<T>(
  mutation: string,
  input: object,
  selection: string,
): Promise<T & { readonly errors: string[] }> {
  const type = `${mutation[0]?.toUpperCase()}${mutation.slice(1)}Input`;
  const query = `mutation ($input: ${type}!) { done: ${mutation}(input: $input) { ${selection} userErrors { code field } } }`;
  const { done } = await fetchData<{ done: T & Errors }>(manager, query, { input });
  return { ...done, errors: done.userErrors.map(({ code, field }) => `${code} ${field.join(".")}`) };
}

const variant = (sku: string, amountMinor = "1999") => ({
  sku,
  name: "Default",
  options: [{ name: "size", value: "M" }],
  price: { amountMinor, currency: "EUR" },
  initialStock: 4,
});
const shirt = { slug: "shirt", name: "Linen Shirt", description: "Cool.", brand: "Nove" };

type ProductReply = { product: { id: string; etag: string; name: string; brand: string | null } | null };
const productFields = "product { id etag name brand }";

describe("a catalog manager", () => {
  it("makes a product, changes it, and takes it off sale", async () => {
    const parent = await change<{ category: { id: string } }>(
      "createCategory",
      { slug: "clothing", name: "Clothing" },
      "category { id }",
    );
    const child = await change<{ category: { id: string } }>(
      "createCategory",
      { slug: "shirts", name: "Shirts", parentId: parent.category.id },
      "category { id }",
    );
    const input = {
      ...shirt,
      categoryIds: [child.category.id],
      attributes: [{ name: "color", value: "white" }],
      variants: [variant("SH-1")],
    };
    const made = await change<ProductReply>("createProduct", input, productFields);
    expect(made.errors).toEqual([]);
    const { id = "", etag = "" } = made.product ?? {};

    const read = `{ product(slug: "shirt") {
      id brand inStock priceRange { min { amountMinor currency formatted } } attributes { name value }
      categories { name parent { name } path { slug } products { edges { node { slug } } } }
      variants { sku options { value } stock { available reserved } product { name } }
    } }`;
    expect(await fetchData({ url: shop.url }, read)).toEqual({
      product: {
        id,
        brand: "Nove",
        inStock: true,
        priceRange: { min: { amountMinor: "1999", currency: "EUR", formatted: "€19.99" } },
        attributes: [{ name: "color", value: "white" }],
        categories: [
          {
            name: "Shirts",
            parent: { name: "Clothing" },
            path: [{ slug: "clothing" }, { slug: "shirts" }],
            products: { edges: [{ node: { slug: "shirt" } }] },
          },
        ],
        variants: [
          {
            sku: "SH-1",
            options: [{ value: "M" }],
            stock: { available: 4, reserved: 0 },
            product: { name: "Linen Shirt" },
          },
        ],
      },
    });

    const renamed = await change<ProductReply>(
      "updateProduct",
      { id, etag, name: "Summer Shirt", brand: null },
      productFields,
    );
    expect([renamed.product?.name, renamed.product?.brand]).toEqual(["Summer Shirt", null]);
    const stale = await change<ProductReply>("updateProduct", { id, etag, name: "Winter Shirt" }, productFields);
    expect([stale.product, stale.errors]).toEqual([null, ["CONFLICT input.etag"]]);

    const gone = await fetchData<{ deleteProduct: { deletedId: string } }>(
      manager,
      `mutation { deleteProduct(id: "${id}") { deletedId } }`,
    );
    expect(gone.deleteProduct.deletedId).toBe(id);
    expect(await fetchData({ url: shop.url }, `{ product(id: "${id}") { name } node(id: "${id}") { id } }`)).toEqual({
      product: null,
      node: null,
    });
  });

  it("is told which field is wrong, and how", async () => {
    const wrong = { ...shirt, slug: "wrong", variants: [variant("W-1"), variant("W-2", "-1")] };
    expect((await change("createProduct", wrong, productFields)).errors).toEqual([
      "INVALID_PRICE input.variants.1.price.amountMinor",
    ]);
    expect((await change("createCategory", { slug: "No", name: "No" }, "category { id }")).errors).toEqual([
      "INVALID_SLUG input.slug",
    ]);
    const none = { id: "cat_00000000000000000000000000", name: "None" };
    expect((await change("updateCategory", none, "category { id }")).errors).toEqual(["NOT_FOUND input.id"]);
  });

  it("counts stock, once a key, and never below nothing", async () => {
    await change("createProduct", { ...shirt, slug: "counted", variants: [variant("COUNT")] }, productFields);
    const adjust = (delta: number, idempotencyKey: string, reason = "count") =>
      change<{ stock: { available: number } | null }>(
        "adjustStock",
        { sku: "COUNT", delta, reason, idempotencyKey },
        "stock { available }",
      );
    expect((await adjust(6, "a")).stock).toEqual({ available: 10 });
    expect((await adjust(6, "a")).stock).toEqual({ available: 10 });
    expect((await adjust(-11, "b")).errors).toEqual(["INSUFFICIENT_STOCK input.delta"]);
    expect((await adjust(0, "c")).errors).toEqual(["INVALID_DELTA input.delta"]);
    expect((await adjust(1, "c", " ")).errors).toEqual(["INVALID_TEXT input.reason"]);
    expect((await adjust(-10, "d")).stock).toEqual({ available: 0 });
  });
});

describe("the schema", () => {
  it("is a subgraph: other graphs find its things by their keys", async () => {
    await change("createProduct", { ...shirt, slug: "keyed", variants: [variant("KEYED")] }, productFields);
    const query = `query ($keys: [_Any!]!) { _entities(representations: $keys) { ... on Product { slug } ... on Variant { price { amountMinor } } } }`;
    const keys = [
      { __typename: "Product", slug: "keyed" },
      { __typename: "Variant", sku: "KEYED" },
      { __typename: "Product", slug: "none" },
    ];
    const { data } = await sendGraphql({ url: shop.url }, query, { keys });
    expect(data).toEqual({ _entities: [{ slug: "keyed" }, { price: { amountMinor: "1999" } }, null] });
    const { _service } = await fetchData<{ _service: { sdl: string } }>({ url: shop.url }, "{ _service { sdl } }");
    expect(_service.sdl).toContain('@key(fields: "sku")');
  });

  const everything =
    "slug inStock categories { slug parent { slug } } variants { sku price { amountMinor } stock { available } product { slug } }";

  it("answers a page of fifty products, with all that belongs to them, in two calls and two statements", async () => {
    const pages = Array.from({ length: 50 }, (_, index) => ({
      ...productLine(`PAGE-${index}`, 1),
      categoryPaths: [`Tests/Shelf ${index % 7}`, `Tests/Rack ${index % 3}`],
    }));
    await importProducts(manager, pages);
    // Of whoever may change it, the tree of categories is read each time.
    const page = await countCalls(shop, manager, `{ products(first: 50) { edges { node { ${everything} } } } }`);
    expect(page).toEqual({ rpcs: ["ListCategories", "ListProducts"], statements: 2, errors: [] });
    const slugs = pages.map(({ slug }) => slug);
    const entities = `query ($keys: [_Any!]!) { _entities(representations: $keys) { ... on Product { ${everything} } } }`;
    const keys = slugs.map((slug) => ({ __typename: "Product", slug }));
    expect(await countCalls(shop, manager, entities, { keys })).toEqual({
      rpcs: ["BatchGetProducts", "ListCategories"],
      statements: 2,
      errors: [],
    });
    const aliased = slugs
      .slice(0, 10)
      .map((slug, index) => `p${index}: product(slug: "${slug}") { name variants { sku } }`);
    expect(await countCalls(shop, { url: shop.url }, `{ ${aliased.join(" ")} }`)).toEqual({
      rpcs: ["BatchGetProducts"],
      statements: 1,
      errors: [],
    });
    const shelves =
      '{ category(slug: "tests") { children { slug products(first: 3) { edges { node { slug variants { sku } } } } } } }';
    expect((await countCalls(shop, manager, shelves)).rpcs).toEqual(["BatchListProducts", "ListCategories"]);
    type Shelves = { category: { children: { slug: string; products: { edges: { node: { slug: string } }[] } }[] } };
    const { category } = await fetchData<Shelves>({ url: shop.url }, shelves);
    for (const { slug, products } of category.children) {
      const alone = `{ products(categorySlug: "${slug}", first: 3) { edges { node { slug } } } }`;
      const { products: same } = await fetchData<{ products: typeof products }>({ url: shop.url }, alone);
      expect(products.edges.map(({ node }) => node.slug)).toEqual(same.edges.map(({ node }) => node.slug));
      expect(products.edges.length).toBeGreaterThan(0);
    }
  });
});

describe("an order of a product that is no more", () => {
  it("stays readable, with what was bought and what it cost", async () => {
    await importProducts(manager, [{ ...productLine("FLEETING", 5, "700"), name: "Fleeting Thing" }]);
    const buyer = await shop.signUp();
    const { order } = await placeOrder(buyer, { idempotencyKey: "1", lines: [{ sku: "FLEETING", quantity: 2 }] });
    const { product } = await fetchData<{ product: { id: string } }>(
      { url: shop.url },
      '{ product(slug: "fleeting") { id } }',
    );
    await fetchData(manager, `mutation { deleteProduct(id: "${product.id}") { deletedId } }`);
    const query = `{ order(id: "${order?.id}") { status total { amountMinor } lines { sku name quantity unitPrice { amountMinor } product { name } } } }`;
    expect(await fetchData(buyer, query)).toEqual({
      order: {
        status: "CONFIRMED",
        total: order?.total,
        lines: [
          { sku: "FLEETING", name: "Fleeting Thing", quantity: 2, unitPrice: { amountMinor: "700" }, product: null },
        ],
      },
    });
    const again = await placeOrder(buyer, { idempotencyKey: "2", lines: [{ sku: "FLEETING", quantity: 1 }] });
    expect(again.order?.status ?? again.userErrors.map(({ code }) => code)).not.toBe("CONFIRMED");
    expect((await cancelOrder(buyer, order?.id ?? "", "back")).order?.status).toBe("CANCELLED");
    const [stock] = await shop.sql("catalog")`select available, committed from stock where sku = 'FLEETING'`;
    expect(stock).toEqual({ available: 5, committed: 0 });
  });
});
