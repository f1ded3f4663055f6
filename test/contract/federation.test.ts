import { composeServices } from "@apollo/composition";
import { parse } from "graphql";
import { describe, expect, it } from "vitest";
import { fetchData } from "../../dev/cli/shop/api.ts";
import { countCalls } from "../support/call-counter.ts";
import { importProducts, placeOrder, productLine, waitForUnitsSold } from "../support/harness.ts";
import { useShop, useUser } from "../support/use-shop.ts";

const shop = useShop({ products: [productLine("THING", 5)] });
const customer = useUser(shop);

/** A subgraph of another team, which extends the entities of Stoa. */
const reviews = `
  extend schema @link(url: "https://specs.apollo.dev/federation/v2.3", import: ["@key", "@external", "@requires"])
  type Review @key(fields: "id") { id: ID! text: String! product: Product! buyer: Account! }
  type Product @key(fields: "id") { id: ID! slug: String! @external reviews: [Review!]! url: String! @requires(fields: "slug") }
  type Variant @key(fields: "sku") { sku: String! fits: Float }
  type Category @key(fields: "id") { id: ID! topReview: Review }
  type Account @key(fields: "id") { id: ID! reviews: [Review!]! }
  type Order @key(fields: "id") { id: ID! review: Review }
  type Query { review(id: ID!): Review }
`;

describe("federation", () => {
  it("composes with another subgraph into a supergraph", async () => {
    const { _service } = await fetchData<{ _service: { sdl: string } }>({ url: shop.url }, "{ _service { sdl } }");
    const { supergraphSdl, errors } = composeServices([
      { name: "stoa", url: `${shop.url}/graphql`, typeDefs: parse(_service.sdl) },
      { name: "reviews", url: "http://reviews.example/graphql", typeDefs: parse(reviews) },
    ]);
    expect(errors ?? []).toEqual([]);
    expect(supergraphSdl).toMatch(/type Product[^{]*@join__type\(graph: STOA, key: "slug"\)/);
    for (const type of ["Account", "Product", "Variant", "Category", "Order"]) {
      for (const graph of ["STOA", "REVIEWS"]) {
        expect(supergraphSdl).toMatch(new RegExp(`type ${type}\\b[^{]*@join__type\\(graph: ${graph}, key:`));
      }
    }
  });

  it("resolves entities of every type, in the order of the representations", async () => {
    const query = '{ product(slug: "thing") { id name categories { id name } } }';
    type Data = { product: { id: string; categories: { id: string }[] } };
    const { product } = await fetchData<Data>(customer, query);
    const { order } = await placeOrder(customer, { idempotencyKey: "f", lines: [{ sku: "THING", quantity: 1 }] });
    const representations = [
      { __typename: "Product", id: product.id },
      { __typename: "Order", id: order?.id },
      { __typename: "Variant", sku: "THING" },
      { __typename: "Product", slug: "thing" },
      { __typename: "Category", id: product.categories[0]?.id },
      { __typename: "Account", id: customer.accountId },
      { __typename: "Product", id: `prd_${"0".repeat(26)}` },
    ];
    const document = `query ($representations: [_Any!]!) { _entities(representations: $representations) {
    __typename
    ... on Product { slug variants { sku } }
    ... on Order { status }
    ... on Variant { price { formatted } product { slug } }
    ... on Category { name }
    ... on Account { email }
  } }`;
    const { _entities: entities } = await fetchData<{ _entities: unknown[] }>(customer, document, { representations });
    expect(entities).toEqual([
      { __typename: "Product", slug: "thing", variants: [{ sku: "THING" }] },
      { __typename: "Order", status: "CONFIRMED" },
      { __typename: "Variant", price: { formatted: "$10.00" }, product: { slug: "thing" } },
      { __typename: "Product", slug: "thing", variants: [{ sku: "THING" }] },
      { __typename: "Category", name: "Things" },
      { __typename: "Account", email: customer.email },
      null,
    ]);
  });

  it("resolves many representations with one RPC", async () => {
    const lines = Array.from({ length: 20 }, (_, index) => productLine(`MANY-${index}`, 1));
    await importProducts(await shop.signUp("CATALOG_MANAGER"), lines);
    await waitForUnitsSold(shop, 1); // Statements of the previous order must not be counted.
    const list = "{ products(first: 20) { edges { node { id } } } }";
    const { products } = await fetchData<{ products: { edges: { node: { id: string } }[] } }>(customer, list);
    const representations = products.edges.map(({ node }) => ({ __typename: "Product", id: node.id }));
    const query =
      "query ($representations: [_Any!]!) { _entities(representations: $representations) { ... on Product { name variants { sku } } } }";
    await fetchData(customer, query, { representations });
    expect(await countCalls(shop, customer, query, { representations })).toEqual({
      rpcs: ["BatchGetProducts"],
      statements: 1,
      errors: [],
    });
  });
});
