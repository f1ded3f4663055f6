import { describe, expect, it } from "vitest";
import { fetchData, sendGraphql } from "../../dev/cli/shop/api.ts";
import { countCalls } from "../support/call-counter.ts";
import { cancelOrder, importProducts, placeOrder, productLine } from "../support/harness.ts";
import { useShop, useUser } from "../support/use-shop.ts";

const pictureOrigin = "https://shop.example";
const shop = useShop({ vars: { PICTURE_ORIGIN: pictureOrigin, PICTURE_ORIGINS: pictureOrigin, PICTURES: "media" } });
const manager = useUser(shop, "CATALOG_MANAGER");

interface Errors {
  readonly userErrors: readonly { readonly code: string; readonly field: readonly string[] }[];
}

/** Runs a mutation. Returns the selected fields, and the user errors as `CODE field.path`. */
async function mutate<T>(
  mutation: string,
  input: object,
  selection: string,
): Promise<T & { readonly errors: string[] }> {
  const type = `${mutation[0]?.toUpperCase()}${mutation.slice(1)}Input`;
  const query = `mutation ($input: ${type}!) { result: ${mutation}(input: $input) { ${selection} userErrors { code field } } }`;
  const { result } = await fetchData<{ result: T & Errors }>(manager, query, { input });
  return { ...result, errors: result.userErrors.map(({ code, field }) => `${code} ${field.join(".")}`) };
}

const variant = (sku: string, amountMinor = "1999") => ({
  sku,
  name: "Default",
  options: [{ name: "size", value: "M" }],
  price: { amountMinor, currency: "EUR" },
  initialStock: 4,
});
const shirt = { slug: "shirt", name: "Linen Shirt", description: "Cool.", brand: "Nove" };

type ProductPayload = { product: { id: string; etag: string; name: string; brand: string | null } | null };
const productFields = "product { id etag name brand }";

describe("a catalog manager", () => {
  it("creates, updates and deletes a product", async () => {
    const parent = await mutate<{ category: { id: string } }>(
      "createCategory",
      { slug: "clothing", name: "Clothing" },
      "category { id }",
    );
    const child = await mutate<{ category: { id: string } }>(
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
    const created = await mutate<ProductPayload>("createProduct", input, productFields);
    expect(created.errors).toEqual([]);
    const { id = "", etag = "" } = created.product ?? {};

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

    const renamed = await mutate<ProductPayload>(
      "updateProduct",
      { id, etag, name: "Summer Shirt", brand: null },
      productFields,
    );
    expect([renamed.product?.name, renamed.product?.brand]).toEqual(["Summer Shirt", null]);
    const stale = await mutate<ProductPayload>("updateProduct", { id, etag, name: "Winter Shirt" }, productFields);
    expect([stale.product, stale.errors]).toEqual([null, ["CONFLICT input.etag"]]);

    const deleted = await fetchData<{ deleteProduct: { deletedId: string } }>(
      manager,
      `mutation { deleteProduct(id: "${id}") { deletedId } }`,
    );
    expect(deleted.deleteProduct.deletedId).toBe(id);
    expect(await fetchData({ url: shop.url }, `{ product(id: "${id}") { name } node(id: "${id}") { id } }`)).toEqual({
      product: null,
      node: null,
    });
  });

  it("gives a product and its variants pictures with sizes, which updates of other fields keep", async () => {
    const lamp = {
      url: "https://images.example/lamp.jpg",
      alt: "Lamp",
      width: 1_600,
      height: 900,
      thumbHash: "1QcSHQRnh493V4dIh4eXh1h4kJUI",
    };
    const box = { url: "https://images.example/box.jpg", alt: "" };
    const withoutSize = { ...box, width: null, height: null, thumbHash: null };
    const red = { ...lamp, url: "https://images.example/red.jpg", alt: "Red lamp" };
    const variants = [{ ...variant("PICTURED"), options: [], media: [red] }];
    const input = { ...shirt, slug: "pictured", media: [lamp, box], variants };
    const created = await mutate<ProductPayload>("createProduct", input, productFields);
    const { id = "", etag = "" } = created.product ?? {};
    const mediaFields = "media { url alt width height thumbHash }";
    const read = () => fetchData(shop, `{ product(slug: "pictured") { ${mediaFields} variants { ${mediaFields} } } }`);
    const stored = { media: [lamp, withoutSize], variants: [{ media: [red] }] };
    expect(await read()).toEqual({ product: stored });

    const renamed = await mutate<ProductPayload>("updateProduct", { id, etag, name: "Lamp" }, productFields);
    expect(await read()).toEqual({ product: stored });
    const change = { id, etag: renamed.product?.etag, media: [{ ...box, width: 200 }] };
    const changed = await mutate<ProductPayload>("updateProduct", change, productFields);
    expect(await read()).toEqual({ product: { ...stored, media: [{ ...withoutSize, width: 200 }] } });

    const products = `{ products(first: 100) { edges { node {
      slug media { small: resizedUrl(width: 90) large: resizedUrl(width: 101) } variants { media { resizedUrl(width: 400) } }
    } } } }`;
    type List = { products: { edges: { node: { slug: string } }[] } };
    const listed = (await fetchData<List>(shop, products)).products.edges.find(({ node }) => node.slug === "pictured");
    const resized = (url: string, width: number) =>
      `${pictureOrigin}/cdn-cgi/image/width=${width},fit=scale-down,format=auto/${url}`;
    expect(listed?.node).toEqual({
      slug: "pictured",
      media: [{ small: resized(box.url, 100), large: resized(box.url, 200) }],
      variants: [{ media: [{ resizedUrl: resized(red.url, 400) }] }],
    });

    const add = `mutation ($input: AddToCartInput!) { addToCart(input: $input) {
      order { lines { product { variants { sku media { url } } } } }
    } }`;
    const line = { sku: "PICTURED", quantity: 1, idempotencyKey: "pictured" };
    expect(await fetchData(manager, add, { input: line })).toEqual({
      addToCart: { order: { lines: [{ product: { variants: [{ sku: "PICTURED", media: [{ url: red.url }] }] } }] } },
    });

    const replaced = { id, etag: changed.product?.etag, variants: [variant("PICTURED")] };
    expect((await mutate<ProductPayload>("updateProduct", replaced, productFields)).errors).toEqual([]);
    expect(await read()).toMatchObject({ product: { variants: [{ media: [] }] } });
    const withDimension = { ...replaced, variants: [{ ...variant("PICTURED"), media: [{ ...box, height: 0 }] }] };
    expect((await mutate("updateProduct", withDimension, productFields)).errors).toEqual([
      "INVALID_DIMENSION input.variants.0.media.0.height",
    ]);
  });

  it("gives a variant a picture that the storefront shows in place of the product's", async () => {
    const picture = (name: string) => ({ url: `https://images.example/${name}.jpg`, alt: "", width: 800, height: 600 });
    const variants = [
      variant("SHOWN-M"),
      { ...variant("SHOWN-L"), options: [{ name: "size", value: "L" }], media: [picture("large")] },
    ];
    const input = { ...shirt, slug: "shown", media: [picture("shown")], variants };
    expect((await mutate("createProduct", input, productFields)).errors).toEqual([]);
    const resized = (name: string, width: number) =>
      `${pictureOrigin}/cdn-cgi/image/width=${width},fit=scale-down,format=auto/https://images.example/${name}.jpg`;
    const widths = [200, 400, 800];
    for (const [sku, name] of [
      ["SHOWN-M", "shown"],
      ["SHOWN-L", "large"],
    ] as const) {
      // biome-ignore format: a table
      const page = await fetch(`${shop.stack.storefrontUrl}/products/shown?sku=${sku}`);
      const [image = ""] = (await page.text()).match(/<img [^>]*fetchpriority="high"[^>]*>/) ?? [];
      expect(
        Object.fromEntries([...image.matchAll(/(\w+)="([^"]*)"/g)].map(([, key, value]) => [key, value])),
      ).toMatchObject({
        src: resized(name, 800),
        srcset: widths.map((width) => `${resized(name, width)} ${width}w`).join(", "),
        width: "800",
        height: "600",
      });
      expect(page.headers.get("content-security-policy")).toContain(`img-src 'self' ${pictureOrigin};`);
    }
  });

  it("gets a user error with the path of each invalid field", async () => {
    const invalid = { ...shirt, slug: "invalid", variants: [variant("W-1"), variant("W-2", "-1")] };
    expect((await mutate("createProduct", invalid, productFields)).errors).toEqual([
      "INVALID_PRICE input.variants.1.price.amountMinor",
    ]);
    expect((await mutate("createCategory", { slug: "No", name: "No" }, "category { id }")).errors).toEqual([
      "INVALID_SLUG input.slug",
    ]);
    const unknown = { id: "cat_00000000000000000000000000", name: "None" };
    expect((await mutate("updateCategory", unknown, "category { id }")).errors).toEqual(["NOT_FOUND input.id"]);
  });

  it("adjusts stock once per idempotency key, and never below zero", async () => {
    await mutate("createProduct", { ...shirt, slug: "counted", variants: [variant("COUNT")] }, productFields);
    const adjust = (delta: number, idempotencyKey: string, reason = "count") =>
      mutate<{ stock: { available: number } | null }>(
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

describe("the subgraph", () => {
  it("resolves entities by their keys, and null for an unknown key", async () => {
    await mutate("createProduct", { ...shirt, slug: "keyed", variants: [variant("KEYED")] }, productFields);
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

  const allFields =
    "slug inStock categories { slug parent { slug } } variants { sku price { amountMinor } stock { available } product { slug } }";

  const products = Array.from({ length: 50 }, (_, index) => ({
    ...productLine(`PAGE-${index}`, 1),
    categoryPaths: [`Tests/Rack ${index % 7}`, `Tests/Hook ${index % 3}`],
  }));

  // A catalog manager gets no cached category tree, so each request reads it.
  it("resolves a page of 50 products with all related objects in two RPCs and two statements", async () => {
    await importProducts(manager, products);
    const page = await countCalls(shop, manager, `{ products(first: 50) { edges { node { ${allFields} } } } }`);
    expect(page).toEqual({ rpcs: ["ListCategories", "ListProducts"], statements: 2, errors: [] });
  });

  it("resolves 50 product entities with all related objects in two RPCs and two statements", async () => {
    const entities = `query ($keys: [_Any!]!) { _entities(representations: $keys) { ... on Product { ${allFields} } } }`;
    const keys = products.map(({ slug }) => ({ __typename: "Product", slug }));
    expect(await countCalls(shop, manager, entities, { keys })).toEqual({
      rpcs: ["BatchGetProducts", "ListCategories"],
      statements: 2,
      errors: [],
    });
  });

  it("resolves ten aliases of product in one RPC and one statement", async () => {
    const aliased = products
      .slice(0, 10)
      .map(({ slug }, index) => `p${index}: product(slug: "${slug}") { name variants { sku } }`);
    expect(await countCalls(shop, { url: shop.url }, `{ ${aliased.join(" ")} }`)).toEqual({
      rpcs: ["BatchGetProducts"],
      statements: 1,
      errors: [],
    });
  });

  it("resolves the products of all child categories in one RPC, equal to the list of each category", async () => {
    const document =
      '{ category(slug: "tests") { children { slug products(first: 3) { edges { node { slug variants { sku } } } } } } }';
    expect((await countCalls(shop, manager, document)).rpcs).toEqual(["BatchListProducts", "ListCategories"]);
    type Connection = { edges: { node: { slug: string } }[] };
    type Data = { category: { children: { slug: string; products: Connection }[] } };
    const { category } = await fetchData<Data>({ url: shop.url }, document);
    for (const child of category.children) {
      const list = `{ products(categorySlug: "${child.slug}", first: 3) { edges { node { slug } } } }`;
      const { products } = await fetchData<{ products: Connection }>({ url: shop.url }, list);
      expect(child.products.edges.map(({ node }) => node.slug)).toEqual(products.edges.map(({ node }) => node.slug));
      expect(child.products.edges.length).toBeGreaterThan(0);
    }
  });
});

describe("an order of a deleted product", () => {
  it("stays readable with the name and price at the time of purchase, and can be cancelled", async () => {
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
