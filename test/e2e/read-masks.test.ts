import { isObjectType } from "graphql";
import { beforeAll, describe, expect, it } from "vitest";
import { fetchData, sendGraphql } from "../../dev/cli/shop/api.ts";
import { CatalogService, ProductView } from "../../proto/gen/catalog/v1/catalog_pb.js";
import type { Rpc } from "../../workers/kit/connect/client.ts";
import { reasonOf } from "../support/harness.ts";
import { publicSchema } from "../support/public-schema.ts";
import { useShop } from "../support/use-shop.ts";

const method = CatalogService.method;

/** A selection for each field of a product. */
const fields = [
  "id",
  "slug",
  "name",
  "description",
  "brand",
  "categories { slug }",
  "attributes { name value }",
  "media { url alt width height thumbHash resizedUrl(width: 200) }",
  "variants { sku }",
  "variants { name price { formatted } }",
  "variants { options { name value } }",
  "variants { taxClass { code name } weightGrams }",
  "variants { media { url width } }",
  "variants { stock { sku } }",
  "variants { stock { available } }",
  "variants { stock { reserved updatedAt } }",
  "variants { product { description inStock } }",
  "priceRange { min { formatted } max { formatted } }",
  "inStock",
  "relatedProducts { slug }",
  "etag",
  "createdAt",
  "updatedAt",
  // Empty and null for anyone but catalog managers.
  "changes(first: 1) { edges { node { id } } }",
  "unitsSold",
];

const content = {
  slug: "masked",
  name: "Masked",
  description: "What it is.",
  brand: "Brand",
  attributes: [{ name: "Colour", value: "red" }],
  media: [{ url: "https://images.example/masked.jpg", alt: "It", width: 1_600, height: 900, thumbHash: "AAAA" }],
};

const variant = (size: string, initialStock: number) => ({
  sku: `MASKED-${size}`,
  name: size,
  options: [{ name: "Size", value: size }],
  price: { amountMinor: "1250", currency: "EUR" },
  initialStock,
  media: [{ url: `https://images.example/${size}.jpg`, alt: size, width: 800 }],
});

const shop = useShop({
  products: [{ ...content, categoryPaths: ["Tests/Masked"], variants: [variant("S", 0), variant("M", 3)] }],
});
let catalog: Rpc;
let id: string;

beforeAll(async () => {
  catalog = await shop.rpc("catalog", { roles: [] });
  id = (await fetchData<{ product: { id: string } }>(shop, '{ product(slug: "masked") { id } }')).product.id;
});

it("this file covers every field of Product", () => {
  const product = publicSchema.getType("Product");
  const names = isObjectType(product) ? Object.keys(product.getFields()) : [];
  expect([...new Set(fields.map((field) => field.split(/[ (]/)[0]))].sort()).toEqual(names.sort());
});

describe("a product", () => {
  type Product = Readonly<Record<string, unknown>>;
  type Connection = { edges: [{ node: Product }] };

  it.each<{ path: string; queryOf: (selection: string) => string; productOf: (data: never) => Product }>([
    {
      path: "product(slug:)",
      queryOf: (selection) => `{ result: product(slug: "masked") { ${selection} } }`,
      productOf: ({ result }: { result: Product }) => result,
    },
    {
      path: "product(id:)",
      queryOf: (selection) => `{ result: product(id: "${id}") { ${selection} } }`,
      productOf: ({ result }: { result: Product }) => result,
    },
    {
      path: "node(id:)",
      queryOf: (selection) => `{ result: node(id: "${id}") { ... on Product { ${selection} } } }`,
      productOf: ({ result }: { result: Product }) => result,
    },
    {
      path: "_entities",
      queryOf: (selection) =>
        `{ result: _entities(representations: [{ __typename: "Product", id: "${id}" }]) { ... on Product { ${selection} } } }`,
      productOf: ({ result }: { result: [Product] }) => result[0],
    },
    {
      path: "products",
      queryOf: (selection) => `{ result: products(first: 1) { edges { node { ${selection} } } } }`,
      productOf: ({ result }: { result: Connection }) => result.edges[0].node,
    },
    {
      path: "search",
      queryOf: (selection) => `{ result: search(query: "masked") { edges { node { ${selection} } } } }`,
      productOf: ({ result }: { result: Connection }) => result.edges[0].node,
    },
    {
      path: "suggest",
      queryOf: (selection) => `{ result: suggest(prefix: "mask") { product { ${selection} } } }`,
      productOf: ({ result }: { result: { product: Product | null }[] }) =>
        result.find(({ product }) => product !== null)?.product ?? {},
    },
  ])("from $path has equal fields, selected alone or together", async ({ queryOf, productOf }) => {
    const read = async (selection: string) => productOf((await fetchData<object>(shop, queryOf(selection))) as never);
    const product = await read(fields.join(" "));
    for (const field of fields) {
      const [name = ""] = field.split(/[ (]/);
      expect({ [name]: product[name] }).toMatchObject(await read(field));
    }
    expect(product).toMatchObject({ ...content, categories: [{ slug: "tests-masked" }], inStock: true });
    expect(product.variants).toMatchObject([
      { sku: "MASKED-S", options: [{ name: "Size", value: "S" }], stock: { available: 0 } },
      { sku: "MASKED-M", product: { description: content.description, inStock: true }, stock: { available: 3 } },
    ]);
  });

  it("is read without the columns of fields that are not selected", async () => {
    const list = (selection: string) =>
      sendGraphql<object>(shop, `{ products(first: 1) { edges { node { ${selection} } } } }`).then(({ data }) => data);
    await shop.sql("catalog")`alter table products rename column description to renamed`;
    try {
      const otherFields = fields.filter((field) => !field.includes("description")).join(" ");
      expect(await list(otherFields)).toMatchObject({ products: { edges: [{ node: { brand: "Brand" } }] } });
      expect(await list("description")).toBeNull();
    } finally {
      await shop.sql("catalog")`alter table products rename column renamed to description`;
    }
  });
});

describe("a read mask of the catalog service", () => {
  const key = { case: "slug", value: "masked" } as const;
  const read = async (paths: string[], view = ProductView.FULL) => {
    const { product } = await catalog(method.getProduct, { key, view, readMask: { paths } });
    const { products } = await catalog(method.listProducts, { view, readMask: { paths } });
    expect(products).toEqual([product]);
    return product;
  };
  const minimal = {
    slug: "masked",
    name: "Masked",
    description: "",
    categoryIds: [],
    variants: [],
    inStock: false,
    etag: "",
  };

  it("limits the fields to its paths, the slug and the name", async () => {
    expect(await read([])).toMatchObject(minimal);
    expect(await read(["brand"])).toMatchObject({ ...minimal, brand: "Brand" });
    expect(await read(["in_stock"])).toMatchObject({ ...minimal, inStock: true });
    const [small] = (await read(["variants"]))?.variants ?? [];
    expect(small).toMatchObject({
      sku: "MASKED-S",
      name: "S",
      price: { amountMinor: 1250n },
      productId: id,
      options: [],
    });
    expect(small?.stock).toBeUndefined();
    const [, medium] = (await read(["variants", "variants.*.stock.available", "variants.*.options"]))?.variants ?? [];
    expect(medium).toMatchObject({ stock: { available: 3 }, options: [{ value: "M" }] });
  });

  it("adds no field to the view", async () => {
    expect(await read(["variants", "in_stock"], ProductView.BASIC)).toMatchObject({ ...minimal, inStock: true });
  });

  it.each(["Description", "variants.sku", "variants.*.stock", "placed_by", "__proto__"])(
    "is rejected with the unknown path %s",
    async (path) => {
      const request = { key, readMask: { paths: [path] } };
      expect(await reasonOf(catalog(method.getProduct, request))).toBe("INVALID_MASK");
    },
  );
});
