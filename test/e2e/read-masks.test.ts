import { isObjectType } from "graphql";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { fetchData, sendGraphql } from "../../dev/cli/shop/api.ts";
import { CatalogService, ProductView } from "../../proto/gen/catalog/v1/catalog_pb.js";
import type { Rpc } from "../../workers/kit/connect/client.ts";
import { importProducts, openShop, reasonOf, type Shop } from "../support/harness.ts";
import { publicSchema } from "../support/public-schema.ts";

const method = CatalogService.method;

/** Every field of a product, as it can be asked for alone. */
const fields = [
  "id",
  "slug",
  "name",
  "description",
  "brand",
  "categories { slug }",
  "attributes { name value }",
  "media { url alt }",
  "variants { sku }",
  "variants { name price { formatted } }",
  "variants { options { name value } }",
  "variants { stock { sku } }",
  "variants { stock { available } }",
  "variants { stock { reserved updatedAt } }",
  "variants { product { description inStock } }",
  "priceRange { min { formatted } max { formatted } }",
  "inStock",
  "etag",
  "createdAt",
  "updatedAt",
];

const said = {
  slug: "asked",
  name: "Asked",
  description: "What it is.",
  brand: "Brand",
  attributes: [{ name: "Colour", value: "red" }],
  media: [{ url: "https://images.example/asked.jpg", alt: "It" }],
};

let shop: Shop;
let anyone: Rpc;
let id: string;

beforeAll(async () => {
  shop = await openShop();
  anyone = await shop.rpc("catalog", { roles: [] });
  const variant = (size: string, initialStock: number) => ({
    sku: `ASKED-${size}`,
    name: size,
    options: [{ name: "Size", value: size }],
    price: { amountMinor: "1250", currency: "EUR" },
    initialStock,
  });
  await importProducts(await shop.signUp("CATALOG_MANAGER"), [
    { ...said, categoryPaths: ["Tests/Asked"], variants: [variant("S", 0), variant("M", 3)] },
  ]);
  id = (await fetchData<{ product: { id: string } }>(shop, '{ product(slug: "asked") { id } }')).product.id;
});

afterAll(() => shop?.stop());

it("every field of a product is asked for here", () => {
  const product = publicSchema.getType("Product");
  const names = isObjectType(product) ? Object.keys(product.getFields()) : [];
  expect([...new Set(fields.map((field) => field.split(" ")[0]))].sort()).toEqual(names.sort());
});

describe("a product has every field that is asked for, and as it is, alone or beside others", () => {
  type Product = Readonly<Record<string, unknown>>;
  const ways: readonly [string, (selection: string) => string, (data: never) => Product][] = [
    ["by slug", (selection) => `{ it: product(slug: "asked") { ${selection} } }`, ({ it }: { it: Product }) => it],
    ["by id", (selection) => `{ it: product(id: "${id}") { ${selection} } }`, ({ it }: { it: Product }) => it],
    ["as a node", (selection) => `{ it: node(id: "${id}") { ... on Product { ${selection} } } }`, ({ it }) => it],
    [
      "as an entity",
      (selection) =>
        `{ it: _entities(representations: [{ __typename: "Product", id: "${id}" }]) { ... on Product { ${selection} } } }`,
      ({ it }: { it: [Product] }) => it[0],
    ],
    [
      "in a list",
      (selection) => `{ it: products(first: 1) { edges { node { ${selection} } } } }`,
      ({ it }: { it: { edges: [{ node: Product }] } }) => it.edges[0].node,
    ],
    [
      "in a search",
      (selection) => `{ it: search(query: "asked") { edges { node { ${selection} } } } }`,
      ({ it }: { it: { edges: [{ node: Product }] } }) => it.edges[0].node,
    ],
    [
      "as a suggestion",
      (selection) => `{ it: suggest(prefix: "ask") { product { ${selection} } } }`,
      ({ it }: { it: { product: Product | null }[] }) => it.find(({ product }) => product !== null)?.product ?? {},
    ],
  ];

  it.each(ways)("%s", async (_way, queryOf, productOf) => {
    const ask = async (selection: string) => productOf((await fetchData<object>(shop, queryOf(selection))) as never);
    const whole = await ask(fields.join(" "));
    for (const field of fields) {
      const [name = ""] = field.split(" ");
      expect({ [name]: whole[name] }).toMatchObject(await ask(field));
    }
    expect(whole).toMatchObject({ ...said, categories: [{ slug: "tests-asked" }], inStock: true });
    expect(whole.variants).toMatchObject([
      { sku: "ASKED-S", options: [{ name: "Size", value: "S" }], stock: { available: 0 } },
      { sku: "ASKED-M", product: { description: said.description, inStock: true }, stock: { available: 3 } },
    ]);
  });
});

it("what is not asked for is not even read", async () => {
  const list = (selection: string) =>
    sendGraphql<object>(shop, `{ products(first: 1) { edges { node { ${selection} } } } }`).then(({ data }) => data);
  await shop.sql("catalog")`alter table products rename column description to gone`;
  try {
    const whole = fields.filter((field) => !field.includes("description")).join(" ");
    expect(await list(whole)).toMatchObject({ products: { edges: [{ node: { brand: "Brand" } }] } });
    expect(await list("description")).toBeNull();
  } finally {
    await shop.sql("catalog")`alter table products rename column gone to description`;
  }
});

describe("a read mask", () => {
  const key = { case: "slug", value: "asked" } as const;
  const read = async (paths: string[], view = ProductView.FULL) => {
    const { product } = await anyone(method.getProduct, { key, view, readMask: { paths } });
    const { products } = await anyone(method.listProducts, { view, readMask: { paths } });
    expect(products).toEqual([product]);
    return product;
  };
  const bare = {
    slug: "asked",
    name: "Asked",
    description: "",
    categoryIds: [],
    variants: [],
    inStock: false,
    etag: "",
  };

  it("is all that is read, beside what names a product", async () => {
    expect(await read([])).toMatchObject(bare);
    expect(await read(["brand"])).toMatchObject({ ...bare, brand: "Brand" });
    expect(await read(["in_stock"])).toMatchObject({ ...bare, inStock: true });
    const [small] = (await read(["variants"]))?.variants ?? [];
    expect(small).toMatchObject({
      sku: "ASKED-S",
      name: "S",
      price: { amountMinor: 1250n },
      productId: id,
      options: [],
    });
    expect(small?.stock).toBeUndefined();
    const [, medium] = (await read(["variants", "variants.*.stock.available", "variants.*.options"]))?.variants ?? [];
    expect(medium).toMatchObject({ stock: { available: 3 }, options: [{ value: "M" }] });
  });

  it("adds nothing to a view", async () => {
    expect(await read(["variants", "in_stock"], ProductView.BASIC)).toMatchObject({ ...bare, inStock: true });
  });

  it("names nothing else", async () => {
    for (const path of ["Description", "variants.sku", "variants.*.stock", "placed_by", "__proto__"]) {
      const request = { key, readMask: { paths: [path] } };
      expect(await reasonOf(anyone(method.getProduct, request))).toBe("INVALID_MASK");
    }
  });
});
