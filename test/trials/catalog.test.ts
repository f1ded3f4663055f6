import { describe, expect, it } from "vitest";
import { fetchData } from "../../dev/cli/shop/api.ts";
import { type ImportResult, importLines } from "../../dev/cli/shop/product-import.ts";
import { createToken } from "../support/api-tokens.ts";
import { placeOrder } from "../support/harness.ts";
import { subscribe } from "../support/sse-client.ts";
import { useShop, useUser } from "../support/use-shop.ts";

const shop = useShop();
const manager = useUser(shop, "CATALOG_MANAGER");
const admin = useUser(shop, "ADMIN");

const variant = (sku: string, amountMinor: number | string = "1000") => ({
  sku,
  name: "D",
  price: { amountMinor: String(amountMinor), currency: "USD" },
  initialStock: 10,
});

const line = (slug: string, fields: object = {}) => ({
  slug,
  name: slug,
  description: "d",
  variants: [variant(slug.toUpperCase())],
  ...fields,
});

const importAll = (lines: readonly object[]): Promise<readonly ImportResult[]> =>
  importLines(
    manager,
    lines.map((item) => JSON.stringify(item)),
  );

const importBody = (body: string | Buffer) =>
  fetch(`${shop.url}/import/products`, {
    method: "POST",
    headers: { "content-type": "application/x-ndjson", authorization: `Bearer ${manager.token}` },
    body,
  });

const resultsOf = async (lines: readonly object[]) => (await importAll(lines)).map(({ result }) => result);

interface Category {
  readonly id: string;
  readonly slug: string;
  readonly name: string;
  readonly path: readonly { readonly name: string }[];
}

async function findCategories(slug: string): Promise<readonly Category[]> {
  const query = "query ($s: String!) { product(slug: $s) { categories { id slug name path { name } } } }";
  const { product } = await fetchData<{ product: { categories: readonly Category[] } }>(shop, query, { s: slug });
  return product.categories;
}

async function countCategories(): Promise<number> {
  const [row] = await shop.sql("catalog")`select count(*)::int as total from categories`;
  return Number(row?.total);
}

describe("category paths of an import", () => {
  const longPath =
    "Home & Garden/Household Appliance Accessories/Laundry Appliance Accessories/Washing Machine and Dryer Spare Parts";
  const paths = [
    "家具",
    "灯具",
    "Мебель",
    "أثاث",
    "Home/家具",
    "X/C",
    "X/C++",
    "X/C#",
    "X Men/Shoes",
    "X Men Shoes",
    "Café u",
    "CAFÉ u",
    "Cafe\u0301 u",
    "Cafe u",
    `${longPath}/Door Hinges`,
    `${longPath}/Door Handles`,
  ];
  const lines = paths.map((path, index) => line(`path-${index}`, { categoryPaths: [path] }));

  it("give one category per path of names, compared in NFC and without case", async () => {
    expect(new Set(await resultsOf(lines))).toEqual(new Set(["created"]));
    const categories = (await Promise.all(lines.map(({ slug }) => findCategories(slug)))).map(([category]) => category);
    const ids = categories.map((category) => category?.id);
    expect(ids[11]).toBe(ids[10]);
    expect(ids[12]).toBe(ids[10]);
    expect(new Set(ids).size).toBe(paths.length - 2);
    for (const [index, category] of categories.entries()) {
      if (index === 11 || index === 12) continue;
      const names = (category?.path ?? []).map(({ name }) => name);
      expect(names.join("/")).toBe(paths[index]);
      expect(category?.slug).toMatch(/^(?=.{1,100}$)[a-z0-9]+(-[a-z0-9]+)*$/);
    }
    expect(new Set(categories.map((category) => category?.slug)).size).toBe(paths.length - 2);
  });

  it("create nothing when they are imported again", async () => {
    const before = await countCategories();
    expect(new Set(await resultsOf(lines))).toEqual(new Set(["updated"]));
    expect(await countCategories()).toBe(before);
  });

  it("leave no category with an empty slug", async () => {
    const query = '{ category(slug: "") { name products { edges { node { slug } } } } }';
    expect(await fetchData(shop, query)).toEqual({ category: null });
  });

  it("find a renamed category by the path that it was created with", async () => {
    await importAll([line("renamed-1", { categoryPaths: ["Before/Leaf"] })]);
    const [leaf] = await findCategories("renamed-1");
    const [{ id } = { id: "" }] = await shop.sql("catalog")`select id from categories where name = 'Before'`;
    await fetchData(
      manager,
      "mutation ($i: UpdateCategoryInput!) { updateCategory(input: $i) { userErrors { code } } }",
      { i: { id, name: "After" } },
    );
    expect(await resultsOf([line("renamed-2", { categoryPaths: ["Before/Leaf", "AFTER/Leaf"] })])).toEqual(["created"]);
    expect((await findCategories("renamed-2")).map((category) => category.id)).toEqual([leaf?.id]);
  });
});

describe("an import line of an existing product", () => {
  const query = `{ product(slug: "w") {
    brand categories { slug } attributes { name } media { url } variants { price { amountMinor } }
  } }`;
  const full = {
    brand: "Acme",
    categoryPaths: ["Household"],
    attributes: [{ name: "Color", value: "red" }],
    media: [{ url: "https://example.com/a.jpg", alt: "a" }],
  };

  it("keeps the fields that the line does not have", async () => {
    expect(await resultsOf([line("w", { ...full, variants: [variant("W", 1000)] })])).toEqual(["created"]);
    expect(await resultsOf([line("w", { variants: [variant("W", 900)] })])).toEqual(["updated"]);
    expect(await fetchData(shop, query)).toEqual({
      product: {
        brand: "Acme",
        categories: [{ slug: "household" }],
        attributes: [{ name: "Color" }],
        media: [{ url: "https://example.com/a.jpg" }],
        variants: [{ price: { amountMinor: "900" } }],
      },
    });
  });

  it("empties the fields that are null or an empty list", async () => {
    const empty = { brand: null, categoryPaths: [], attributes: null, media: [] };
    expect(await resultsOf([line("w", { ...full, ...empty })])).toEqual(["updated"]);
    const { product } = await fetchData<{ product: object }>(shop, query);
    expect(product).toMatchObject({ brand: null, categories: [], attributes: [], media: [] });
  });
});

describe("limits of an import", () => {
  it("reject a line with more than 50 categories, which creates none, and import the other lines", async () => {
    const before = await countCategories();
    const paths = (count: number) => Array.from({ length: count }, (_, index) => `s${index}/d/e`);
    const others = Array.from({ length: 16 }, (_, index) => line(`other-${index}`));
    const lines = [
      line("many", { categoryPaths: paths(400) }),
      line("more", { categoryPaths: paths(3_000) }),
      ...others,
    ];
    const results = await importAll(lines);
    expect(results.slice(0, 2).map(({ reason }) => reason)).toEqual(["TOO_MANY_CATEGORIES", "TOO_MANY_CATEGORIES"]);
    expect(results.slice(2).map(({ result }) => result)).toEqual(others.map(() => "created"));
    const both = { categoryPaths: paths(50), categoryIds: ["cat_1"] };
    expect(await importAll([line("both", both)])).toMatchObject([{ reason: "TOO_MANY_CATEGORIES" }]);
    expect(await countCategories()).toBe(before);
  });

  it("reject lines that would create more than 1,000 categories in one request, and import them in the next", async () => {
    const lines = Array.from({ length: 30 }, (_, index) =>
      line(`taxonomy-${index}`, {
        categoryPaths: Array.from({ length: 50 }, (_, path) => `taxonomy ${index} ${path}`),
      }),
    );
    const before = await countCategories();
    const results = await importAll(lines);
    expect(results.map(({ result }) => result)).toEqual(lines.map((_, index) => (index < 20 ? "created" : "refused")));
    expect(new Set(results.slice(20).map(({ reason }) => reason))).toEqual(new Set(["TOO_MANY_NEW_CATEGORIES"]));
    expect(await countCategories()).toBe(before + 1_000);
    expect(new Set(await resultsOf(lines.slice(20)))).toEqual(new Set(["created"]));
    expect(new Set(await resultsOf(lines))).toEqual(new Set(["updated"]));
  });

  it.each([
    ["4,190,000 line breaks", "\n".repeat(4_190_000)],
    ["501 lines", "{}\n".repeat(501)],
  ])("reject %s with 413", async (_name, body) => {
    expect((await importBody(body)).status).toBe(413);
  });
});

describe("a body in ISO-8859-1", () => {
  it("is rejected by the import, which names its first invalid line", async () => {
    const lines = [line("utf-8"), line("latin-1", { name: "Caf\xe9 table" })].map((item) => JSON.stringify(item));
    const response = await importBody(Buffer.from(lines.join("\n"), "latin1"));
    expect({ status: response.status, body: await response.json() }).toEqual({
      status: 400,
      body: { error: "Line 2 is not UTF-8" },
    });
    expect(await fetchData(shop, '{ product(slug: "utf-8") { id } }')).toEqual({ product: null });
  });

  it("is accepted by the import in UTF-8 with a byte order mark", async () => {
    const response = await importBody(`\ufeff${JSON.stringify(line("marked", { name: "Caf\xe9 table" }))}`);
    expect(await response.json()).toEqual({ results: [{ line: 1, result: "created" }] });
    expect(await fetchData(shop, '{ product(slug: "marked") { name } }')).toEqual({ product: { name: "Café table" } });
  });

  it("is rejected by GraphQL with BAD_USER_INPUT, and creates no account", async () => {
    const query = "mutation ($i: RegisterInput!) { register(input: $i) { account { id } userErrors { code } } }";
    const i = { email: "jose@example.com", password: "correct horse battery", firstName: "Jos\xe9", lastName: "B" };
    const response = await fetch(`${shop.url}/graphql`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: Buffer.from(JSON.stringify({ query, variables: { i } }), "latin1"),
    });
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ errors: [{ extensions: { code: "BAD_USER_INPUT" } }] });
    expect(await shop.sql("account")`select 1 from users where email = 'jose@example.com'`).toEqual([]);
  });

  it("is rejected by the partner API with invalid_argument", async () => {
    const { token } = await createToken(admin, ["CATALOG_READ", "CATALOG_WRITE"]);
    const response = await fetch(`${shop.url}/rpc/stoa.catalog.v1.CatalogService/CreateCategory`, {
      method: "POST",
      headers: { "content-type": "application/json", authorization: `Bearer ${token}` },
      body: Buffer.from(JSON.stringify({ slug: "latin-1", name: "Caf\xe9" }), "latin1"),
    });
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ code: "invalid_argument" });
    expect(await shop.sql("catalog")`select 1 from categories where slug = 'latin-1'`).toEqual([]);
  });
});

describe("variants", () => {
  const createProduct = async (slug: string, variants: readonly object[]) => {
    const query =
      "mutation ($i: CreateProductInput!) { createProduct(input: $i) { product { id etag } userErrors { code field } } }";
    type Reply = {
      createProduct: { product: { id: string; etag: string } | null; userErrors: { code: string; field: string[] }[] };
    };
    const i = { slug, name: slug, description: "d", variants };
    return (await fetchData<Reply>(manager, query, { i })).createProduct;
  };
  const errorsOf = async (slug: string, variants: readonly object[]) =>
    (await createProduct(slug, variants)).userErrors.map(({ code, field }) => `${code} ${field.join(".")}`);
  const size = (...values: string[]) => values.map((value) => ({ name: "Size", value }));

  it("are rejected when their SKUs differ only in case", async () => {
    expect(await errorsOf("c", [variant("q-1"), variant("Q-1")])).toEqual(["DUPLICATE_SKU input.variants.1.sku"]);
    expect(await errorsOf("q-2", [variant("q-2")])).toEqual([]);
    expect(await errorsOf("q-2-other", [variant("Q-2")])).toEqual(["SKU_TAKEN input.variants"]);
    expect(await importAll([line("q-2-line", { variants: [variant("Q-2")] })])).toMatchObject([
      { reason: "SKU_TAKEN" },
    ]);
    const lines = [line("q-3", { variants: [variant("q-3")] }), line("q-3-other", { variants: [variant("Q-3")] })];
    expect(await importAll(lines)).toMatchObject([{ result: "created" }, { reason: "DUPLICATE" }]);
    const insert = shop.sql("catalog")`insert into variants
      select 'Q-2', product_id, 1, name, options, price_minor, currency from variants where sku = 'q-2'`;
    await expect(insert).rejects.toThrow("variants_sku_any_case");
  });

  it("keep the spelling of their SKU when they are written in another case", async () => {
    expect(await resultsOf([line("spelled", { variants: [variant("Spelled-1")] })])).toEqual(["created"]);
    expect(await resultsOf([line("spelled", { variants: [variant("SPELLED-1", 7)] })])).toEqual(["updated"]);
    const query = '{ product(slug: "spelled") { variants { sku price { amountMinor } stock { available } } } }';
    expect(await fetchData(shop, query)).toEqual({
      product: { variants: [{ sku: "Spelled-1", price: { amountMinor: "7" }, stock: { available: 10 } }] },
    });
  });

  it("are found in any case of their SKU by carts, orders, stock and references, in the stored spelling", async () => {
    const [sku, other, buyer] = ["Case-9", "cASE-9", await shop.signUp()];
    await importAll([line("case-9", { variants: [variant(sku)] })]);
    const send = async (query: string, i: object, caller: Parameters<typeof fetchData>[0] = buyer) => {
      const data = await fetchData<Record<string, { userErrors: object[] } & Record<string, object>>>(caller, query, {
        i,
      });
      expect(Object.values(data).map(({ userErrors }) => userErrors)).toEqual([[]]);
      return data;
    };
    const { createCart } = await send("mutation { createCart { order { id } userErrors { code } } }", {});
    const cartId = (createCart?.order as { id: string } | undefined)?.id;
    const setLine = `mutation ($i: SetCartLineInput!) {
      setCartLine(input: $i) { order { lines { sku quantity product { slug } } } userErrors { code } } }`;
    const lineOf = (quantity: number) => ({ sku, quantity, product: { slug: "case-9" } });
    for (const [spelling, quantity] of [
      [sku, 1],
      [other, 3],
    ] as const) {
      const { setCartLine } = await send(setLine, { cartId, sku: spelling, quantity });
      expect(setCartLine?.order).toEqual({ lines: [lineOf(quantity)] });
    }
    expect((await send(setLine, { cartId, sku: other, quantity: 0 })).setCartLine?.order).toEqual({ lines: [] });

    const lines = [
      { sku: other, quantity: 1 },
      { sku, quantity: 2 },
    ];
    const { order } = await placeOrder(buyer, { idempotencyKey: "case", lines });
    expect(order?.status).toBe("CONFIRMED");
    const placed = "query ($id: ID!) { order(id: $id) { lines { sku quantity } } }";
    expect(await fetchData(buyer, placed, { id: order?.id })).toEqual({ order: { lines: [{ sku, quantity: 3 }] } });

    const adjust =
      "mutation ($i: AdjustStockInput!) { adjustStock(input: $i) { stock { sku available } userErrors { code } } }";
    const change = { sku: other, delta: 5, reason: "delivery", idempotencyKey: "case" };
    expect((await send(adjust, change, manager)).adjustStock?.stock).toEqual({ sku, available: 12 });
    const references = "query ($r: [_Any!]!) { _entities(representations: $r) { ... on Variant { sku } } }";
    const r = [{ __typename: "Variant", sku: other }];
    expect(await fetchData(shop, references, { r })).toEqual({ _entities: [{ sku }] });
    const subscription = "subscription ($sku: String!) { stock(sku: $sku) { sku available } }";
    const { events, close } = await subscribe(shop, subscription, { variables: { sku: other } });
    let event = await events.next();
    while (event.value?.type === "comment") event = await events.next();
    close();
    expect(event.value?.data).toBe(`{"data":{"stock":{"sku":"${sku}","available":12}}}`);
  });

  it("are rejected when two have the same options", async () => {
    const color = { name: "Color", value: "red" };
    const variants = [
      { ...variant("S1"), options: [...size("M"), color] },
      { ...variant("S2"), options: [color, ...size("m")] },
    ];
    expect(await errorsOf("s", variants)).toEqual(["DUPLICATE_OPTIONS input.variants.1.options"]);
    expect(await errorsOf("s-none", [variant("S3"), variant("S4")])).toEqual([]);
  });

  it("are rejected with two values of one option", async () => {
    expect(await errorsOf("o", [{ ...variant("O1"), options: size("M", "L") }])).toEqual([
      "DUPLICATE_OPTION input.variants.0.options.1.name",
    ]);
  });

  it("that an older release accepted as duplicates can be renamed and sold off", async () => {
    const { product } = await createProduct("pair", [variant("pair-1"), variant("pair-2")]);
    await shop.sql("catalog")`update variants set options = '[{"name":"Size","value":"M"}]' where sku like 'pair-%'`;
    const query =
      "mutation ($i: UpdateProductInput!) { updateProduct(input: $i) { product { name } userErrors { code } } }";
    const i = { id: product?.id, etag: product?.etag, name: "Renamed" };
    expect(await fetchData(manager, query, { i })).toEqual({
      updateProduct: { product: { name: "Renamed" }, userErrors: [] },
    });
  });

  it.each([
    ["the line that releases it first", false],
    ["the line that releases it last", true],
  ])("move with their SKU to another product within a file: %s", async (name, isReversed) => {
    const prefix = isReversed ? "MOVE-L" : "MOVE-F";
    const [a, b] = [`${prefix}-a`.toLowerCase(), `${prefix}-b`.toLowerCase()];
    const sku = (suffix: string) => variant(`${prefix}-${suffix}`);
    await importAll([line(a, { variants: [sku("A1"), sku("A2")] }), line(b, { variants: [sku("B1")] })]);
    const lines = [line(a, { variants: [sku("A1")] }), line(b, { variants: [sku("B1"), sku("A2")] })];
    expect(await resultsOf(isReversed ? lines.toReversed() : lines), name).toEqual(["updated", "updated"]);
    const query = "query ($s: String!) { product(slug: $s) { variants { sku stock { available } } } }";
    expect(await fetchData(shop, query, { s: a })).toEqual({
      product: { variants: [{ sku: `${prefix}-A1`, stock: { available: 10 } }] },
    });
    expect(await fetchData(shop, query, { s: b })).toEqual({
      product: {
        variants: [
          { sku: `${prefix}-B1`, stock: { available: 10 } },
          { sku: `${prefix}-A2`, stock: { available: 10 } },
        ],
      },
    });
  });

  it("do not move when the line that would release their SKU is rejected", async () => {
    await importAll([line("stay-a", { variants: [variant("STAY-1")] }), line("stay-b")]);
    const lines = [
      line("stay-a", { variants: [variant("STAY-2")], categoryIds: ["cat_none"] }),
      line("stay-b", { variants: [variant("STAY-1")] }),
      line("stay-c", { variants: [variant("STAY-B")] }),
    ];
    expect((await importAll(lines)).map(({ reason }) => reason)).toEqual([
      "UNKNOWN_CATEGORY",
      "SKU_TAKEN",
      "SKU_TAKEN",
    ]);
  });

  it("swap their SKUs between two products within a file", async () => {
    await importAll([line("swap-a"), line("swap-b")]);
    const lines = [
      line("swap-a", { variants: [variant("SWAP-B")] }),
      line("swap-b", { variants: [variant("SWAP-A")] }),
    ];
    expect(await resultsOf(lines)).toEqual(["updated", "updated"]);
  });
});

describe("lists sorted by price", () => {
  const prices = ["USD 5000", "JPY 5000", "KWD 5000", "EUR 200", "KWD 1000", "USD 100"];
  const ascending = ["USD 100", "USD 5000", "EUR 200", "JPY 5000", "KWD 1000", "KWD 5000"];
  const descending = ["USD 5000", "USD 100", "EUR 200", "JPY 5000", "KWD 5000", "KWD 1000"];

  it("begin with the shop's currency, and list the others after it, on pages of any size", async () => {
    const lines = prices.map((name, index) => {
      const [currency = "", amountMinor = ""] = name.split(" ");
      const variants = [{ ...variant(`CUR-${index}`), price: { amountMinor, currency } }];
      return line(`currency-${index}`, { name, categoryPaths: ["Currencies"], variants });
    });
    expect(new Set(await resultsOf(lines))).toEqual(new Set(["created"]));
    type Page = {
      edges: { node: { name: string } }[];
      pageInfo: { endCursor: string | null; hasNextPage: boolean };
    };
    const page = "edges { node { name } } pageInfo { endCursor hasNextPage }";
    const queries = [
      `query ($first: Int!, $after: String, $sort: ProductSort!) {
        list: products(categorySlug: "currencies", sort: $sort, first: $first, after: $after) { ${page} } }`,
      `query ($first: Int!, $after: String, $sort: ProductSort!) {
        category(slug: "currencies") { list: products(sort: $sort, first: $first, after: $after) { ${page} } } }`,
    ];
    for (const [sort, expected] of Object.entries({ PRICE_ASC: ascending, PRICE_DESC: descending })) {
      for (const query of queries) {
        for (const first of [1, 2, 20]) {
          const names: string[] = [];
          for (let after: string | null = null, more = true; more; ) {
            type Data = { list: Page; category: { list: Page } };
            const data: Data = await fetchData<Data>(shop, query, { first, after, sort });
            const list = data.list ?? data.category.list;
            names.push(...list.edges.map(({ node }) => node.name));
            after = list.pageInfo.endCursor;
            more = list.pageInfo.hasNextPage;
          }
          expect(names, `${sort}, pages of ${first}`).toEqual(expected);
        }
      }
    }
  });
});

describe("attributes", () => {
  const attributes = (...values: string[]) => values.map((value) => ({ name: "Material", value }));

  it("are rejected when two have the same name and value, without regard to case", async () => {
    expect(await importAll([line("twice", { attributes: attributes("oak", "OAK") })])).toMatchObject([
      { reason: "DUPLICATE_ATTRIBUTE", message: expect.stringMatching(/^attributes\.1: /) },
    ]);
    const i = {
      slug: "twice",
      name: "n",
      description: "d",
      attributes: attributes("a", "b", "a"),
      variants: [variant("T")],
    };
    const query = "mutation ($i: CreateProductInput!) { createProduct(input: $i) { userErrors { code field } } }";
    expect(await fetchData(manager, query, { i })).toEqual({
      createProduct: { userErrors: [{ code: "DUPLICATE_ATTRIBUTE", field: ["input", "attributes", "2"] }] },
    });
  });

  it("can have several values of one name, and stay when an older release accepted duplicates", async () => {
    expect(await resultsOf([line("many-values", { attributes: attributes("oak", "steel") })])).toEqual(["created"]);
    await shop.sql("catalog")`update products set attributes = attributes || attributes where slug = 'many-values'`;
    const query = '{ product(slug: "many-values") { id etag } }';
    const { product } = await fetchData<{ product: { id: string; etag: string } }>(shop, query);
    const rename =
      "mutation ($i: UpdateProductInput!) { updateProduct(input: $i) { product { name } userErrors { code } } }";
    expect(await fetchData(manager, rename, { i: { ...product, name: "Renamed" } })).toEqual({
      updateProduct: { product: { name: "Renamed" }, userErrors: [] },
    });
  });
});

describe("lists sorted by name", () => {
  const sorted = [
    "_under",
    "9 items",
    "10 items",
    "ångström",
    "Ångström",
    "apple",
    "Banana",
    "Eclair",
    "éclair",
    "Éclair",
    "Nandu",
    "ñandú",
    "zebra",
    "Zebra",
  ];

  it("have the order of the Unicode collation with numbers by value, on pages of any size", async () => {
    const shuffled = [...sorted].sort();
    const lines = shuffled.map((name, index) => line(`sorted-${index}`, { name, categoryPaths: ["Sorted"] }));
    await importAll(lines);
    type Page = {
      products: { edges: { node: { name: string } }[]; pageInfo: { endCursor: string | null; hasNextPage: boolean } };
    };
    const query = `query ($first: Int!, $after: String) {
      products(categorySlug: "sorted", sort: NAME, first: $first, after: $after) {
        edges { node { name } } pageInfo { endCursor hasNextPage }
      } }`;
    for (const first of [20, 3]) {
      const names: string[] = [];
      for (let after: string | null = null, more = true; more; ) {
        const { products }: Page = await fetchData<Page>(shop, query, { first, after });
        names.push(...products.edges.map(({ node }) => node.name));
        after = products.pageInfo.endCursor;
        more = products.pageInfo.hasNextPage;
      }
      expect(names).toEqual(sorted);
    }
  });
});
